package dev.hindsight.retention;

import dev.hindsight.access.Caller;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.DayTables;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.policy.RetentionPolicies;
import dev.hindsight.policy.RetentionPolicy;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Says what a sweep would remove now. Removes nothing. */
@ApplicationScoped
class Preview {

    private final Database database;
    private final RetentionPolicies policies;
    private final Planner planner;
    private final PartitionCatalogue partitions;
    private final DayTables tables;
    private final JudgementStore store;

    Preview(
            Database database,
            RetentionPolicies policies,
            Planner planner,
            PartitionCatalogue partitions,
            DayTables tables,
            JudgementStore store) {
        this.database = database;
        this.policies = policies;
        this.planner = planner;
        this.partitions = partitions;
        this.tables = tables;
        this.store = store;
    }

    /** By the caller's policies; an item for each that is enabled, in the order of decision. */
    Uni<List<PreviewItem>> of(Caller caller) {
        return policies.list(caller.namespaceId())
                .map(all -> all.stream().filter(RetentionPolicy::enabled).toList())
                .chain(enabled -> of(caller, enabled));
    }

    /**
     * By these policies.
     *
     * @param edited the caller's policies as they would be
     */
    Uni<List<PreviewItem>> of(Caller caller, UnaryOperator<List<RetentionPolicy>> edited) {
        return policies.list(caller.namespaceId())
                .map(edited)
                .map(all -> all.stream().filter(RetentionPolicy::enabled).toList())
                .chain(enabled -> of(caller, enabled));
    }

    private Uni<List<PreviewItem>> of(Caller caller, List<RetentionPolicy> enabled) {
        PolicySet set = new PolicySet(List.of(caller.namespaceId()), enabled);
        return database.transaction(
                client ->
                        store.patience(client)
                                .chain(() -> planner.plan(client, set))
                                .chain(plan -> of(client, plan)));
    }

    private Uni<List<PreviewItem>> of(SqlClient client, Plan plan) {
        return partitions
                .days(client)
                .onItem()
                .transformToMulti(days -> Multi.createFrom().iterable(days))
                .filter(day -> !day.isDropped() && plan.mayConcern(day))
                .onItem()
                .transformToUniAndConcatenate(day -> look(client, plan, day))
                .collect()
                .asList()
                .map(
                        looks ->
                                plan.groups().get(0).set().policies().stream()
                                        .map(policy -> item(policy, looks))
                                        .toList());
    }

    /** What was found of a day, and what its tables take. */
    private record Look(
            Assessment executions,
            Assessment steps,
            Assessment lines,
            Map<String, Long> sizes,
            long total) {}

    private Uni<Look> look(SqlClient client, Plan plan, PartitionDay day) {
        DayRange range = new DayRange(day.day(), day.day());
        Plan.Group group = plan.groups().get(0);
        Function<Function<JudgementSql, JudgementSql.Statement>, JudgementSql.Statement> write =
                what -> what.apply(new JudgementSql(group, plan.now()));
        return Uni.combine()
                .all()
                .unis(
                        store.count(client, group.set(), write.apply(sql -> sql.count(range))),
                        store.countParts(
                                client,
                                group.set(),
                                write.apply(sql -> sql.countParts(range, "step", "count(*)"))),
                        store.countParts(
                                client,
                                group.set(),
                                write.apply(
                                        sql ->
                                                sql.countParts(
                                                        range,
                                                        "log_tally",
                                                        "coalesce(sum(r.lines), 0)::bigint"))),
                        tables.sizes(client, day.day()),
                        store.total(client, range))
                .usingConcurrencyOf(1)
                .with(Look::new);
    }

    private static PreviewItem item(RetentionPolicy policy, List<Look> looks) {
        PreviewItem.Sum sum = new PreviewItem.Sum(policy.name());
        looks.forEach(
                look ->
                        sum.add(
                                look.executions(),
                                look.steps(),
                                look.lines(),
                                new DayBytes(look.sizes(), look.total())));
        return sum.item();
    }
}
