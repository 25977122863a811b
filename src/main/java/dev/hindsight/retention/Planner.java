package dev.hindsight.retention;

import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.policy.CountPer;
import dev.hindsight.policy.RetentionPolicies;
import dev.hindsight.policy.RetentionPolicy;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds out what the policies ask for at this moment. */
@ApplicationScoped
public class Planner {

    private final Database database;
    private final RetentionPolicies policies;
    private final PartitionCatalogue partitions;
    private final JudgementStore store;
    private final Clock clock;

    Planner(
            Database database,
            RetentionPolicies policies,
            PartitionCatalogue partitions,
            JudgementStore store,
            Clock clock) {
        this.database = database;
        this.policies = policies;
        this.partitions = partitions;
        this.store = store;
        this.clock = clock;
    }

    /** By the policies that are stored, of every namespace. */
    public Uni<Plan> plan() {
        return policies.all()
                .chain(
                        all ->
                                database.transaction(
                                        client ->
                                                store.patience(client)
                                                        .chain(() -> plan(client, all))));
    }

    /** By one policy set alone; what it does not hold is not judged. */
    Uni<Plan> plan(SqlClient client, PolicySet set) {
        OffsetDateTime now = now();
        return partitions
                .refresh(client)
                .chain(days -> group(client, set, days, now))
                .map(group -> new Plan(now, List.of(group)));
    }

    private Uni<Plan> plan(SqlClient client, SortedMap<Integer, List<RetentionPolicy>> all) {
        OffsetDateTime now = now();
        Map<List<RetentionPolicy>, List<Integer>> alike =
                all.keySet().stream()
                        .collect(
                                Collectors.groupingBy(
                                        id -> all.getOrDefault(id, List.of()),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return partitions
                .refresh(client)
                .chain(
                        days ->
                                each(
                                        alike.entrySet(),
                                        it ->
                                                group(
                                                        client,
                                                        new PolicySet(it.getValue(), it.getKey()),
                                                        days,
                                                        now)))
                .map(groups -> new Plan(now, groups));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock).truncatedTo(ChronoUnit.MILLIS);
    }

    private Uni<Plan.Group> group(
            SqlClient client, PolicySet set, List<PartitionDay> days, OffsetDateTime now) {
        Plan.Group uncut = new Plan.Group(set, List.of());
        List<Integer> counting =
                IntStream.rangeClosed(1, set.policies().size())
                        .filter(place -> set.policy(place).maxCount() != null)
                        .boxed()
                        .toList();
        if (counting.isEmpty()) {
            return Uni.createFrom().item(uncut);
        }
        return each(
                        set.namespaceIds(),
                        id ->
                                each(
                                        counting,
                                        place ->
                                                cuts(
                                                        new Search(client, uncut, id, place, now),
                                                        days)))
                .map(all -> new Plan.Group(set, flat(flat(all))));
    }

    /** Of one policy in one namespace. */
    private record Search(
            SqlClient client, Plan.Group group, int namespaceId, int policy, OffsetDateTime now) {}

    private Uni<List<Cut>> cuts(Search search, List<PartitionDay> days) {
        DayWindow first = DayWindow.first(days, null, null, true);
        RetentionPolicy policy = search.group().set().policy(search.policy());
        if (policy.countPer() == CountPer.POLICY) {
            return widen(search, first, List.of(""));
        }
        List<String> only = policy.selection().workflowIds();
        return only.isEmpty()
                ? store.workflows(search.client(), search.namespaceId())
                        .chain(all -> widen(search, first, all))
                : widen(search, first, only);
    }

    /**
     * Looks at the newest days first, and at more of them for those workflows of which too few were
     * found, or whose next one may be newer in another day.
     */
    private Uni<List<Cut>> widen(Search search, DayWindow window, List<String> workflowIds) {
        if (window.isEmpty() || workflowIds.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return store.cuts(
                        search.client(),
                        range(window),
                        search.namespaceId(),
                        sql(search),
                        search.policy(),
                        workflowIds)
                .chain(
                        found -> {
                            List<Cut> sure =
                                    found.stream()
                                            .filter(cut -> window.suffices(cut.startedAt()))
                                            .toList();
                            Set<String> known =
                                    sure.stream().map(Cut::workflowId).collect(Collectors.toSet());
                            List<String> rest =
                                    workflowIds.stream().filter(id -> !known.contains(id)).toList();
                            return window.suffices(null)
                                    ? Uni.createFrom().item(sure)
                                    : widen(search, window.wider(), rest)
                                            .map(more -> flat(List.of(sure, more)));
                        });
    }

    private static JudgementSql sql(Search search) {
        return new JudgementSql(search.group(), search.now());
    }

    private static DayRange range(DayWindow window) {
        return new DayRange(
                PartitionDay.dayOf(window.floor()),
                PartitionDay.dayOf(window.ceiling()).minusDays(1));
    }

    private static <S, T> Uni<List<T>> each(Iterable<S> all, Function<S, Uni<T>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .asList();
    }

    private static <T> List<T> flat(List<List<T>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }
}
