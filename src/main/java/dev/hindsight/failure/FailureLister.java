package dev.hindsight.failure;

import dev.hindsight.access.Caller;
import dev.hindsight.analytics.Cover;
import dev.hindsight.db.Database;
import dev.hindsight.fold.Fold;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tells of groups of failures, and takes what is decided about them. */
@ApplicationScoped
public class FailureLister {

    private final Fold fold;
    private final FailureListStore store;
    private final PartitionCatalogue partitions;
    private final Database database;
    private final Clock clock;

    FailureLister(
            Fold fold,
            FailureListStore store,
            PartitionCatalogue partitions,
            Database database,
            Clock clock) {
        this.fold = fold;
        this.store = store;
        this.partitions = partitions;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Failures that are in no sum, at either end of a range.
     *
     * @param quarter of an hour, in which the edge lies
     */
    record AtEdge(Instant quarter, String fingerprint, long count) {}

    /** The groups that are asked for, of all that was reported until now. */
    Uni<ListedFailure.Listing> list(FailureQuestion question) {
        FailureTrend trend = FailureTrend.of(question.from(), question.to(), clock.instant());
        return fold.settle()
                .chain(
                        asOf ->
                                items(question, trend)
                                        .map(it -> ListedFailure.Listing.of(asOf, trend, it)));
    }

    /**
     * The group that an execution's failure is of, of all that was reported until now, without its trend;
     * empty if the execution has not failed, or without any words.
     */
    public Uni<Optional<ListedFailure>> ofExecution(Caller caller, UUID executionId) {
        return fold.settle().chain(() -> store.ofExecution(caller.namespaceId(), executionId));
    }

    private Uni<List<ListedFailure>> items(FailureQuestion question, FailureTrend trend) {
        if (question.isOfAll()) {
            return store.list(question).chain(it -> withTrends(question, trend, it, List.of()));
        }
        Cover cover = question.cover();
        return edges(question, cover.edges())
                .chain(
                        edges ->
                                store.list(question, cover, edges)
                                        .chain(it -> withTrends(question, trend, it, edges)));
    }

    private Uni<List<AtEdge>> edges(FailureQuestion question, List<Cover.Edge> edges) {
        if (edges.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return partitions
                .days()
                .chain(
                        days ->
                                Multi.createFrom()
                                        .iterable(DayRange.covering(touched(days, edges)))
                                        .onItem()
                                        .transformToUniAndConcatenate(
                                                range -> store.atEdges(question, edges, range))
                                        .collect()
                                        .in(() -> new ArrayList<AtEdge>(), List::addAll)
                                        .map(all -> all));
    }

    /** Days that can hold an execution of an edge. */
    private static List<PartitionDay> touched(List<PartitionDay> days, List<Cover.Edge> edges) {
        return days.stream()
                .filter(
                        day ->
                                edges.stream()
                                        .anyMatch(
                                                edge ->
                                                        !day.newestStartedAt()
                                                                        .toInstant()
                                                                        .isBefore(edge.start())
                                                                && day.oldestStartedAt()
                                                                        .toInstant()
                                                                        .isBefore(edge.end())))
                .toList();
    }

    private Uni<List<ListedFailure>> withTrends(
            FailureQuestion question,
            FailureTrend trend,
            List<ListedFailure> items,
            List<AtEdge> edges) {
        if (items.isEmpty()) {
            return Uni.createFrom().item(items);
        }
        List<String> fingerprints = items.stream().map(ListedFailure::fingerprint).toList();
        return store.trends(question, trend, fingerprints)
                .map(
                        trends -> {
                            edges.forEach(edge -> add(trends, trend, edge));
                            return items.stream().map(it -> it.withTrend(of(trends, it))).toList();
                        });
    }

    private static void add(Map<String, long[]> trends, FailureTrend trend, AtEdge edge) {
        int part = trend.indexOf(edge.quarter());
        if (part >= 0) {
            trends.computeIfAbsent(edge.fingerprint(), it -> new long[FailureTrend.PARTS])[part] +=
                    edge.count();
        }
    }

    private static List<Long> of(Map<String, long[]> trends, ListedFailure item) {
        return Arrays.stream(trends.getOrDefault(item.fingerprint(), new long[FailureTrend.PARTS]))
                .boxed()
                .toList();
    }

    /** Decides about a group. What failed until now is no reason to decide otherwise again. */
    Uni<ListedFailure> decide(Caller caller, String fingerprint, FailureState state) {
        if (fingerprint.indexOf('\0') >= 0) {
            throw unknown();
        }
        Instant now = clock.instant();
        FailureQuestion question =
                new FailureQuestion(
                        caller.namespaceId(), List.of(), null, null, List.of(), true, 1);
        OffsetDateTime moment = now.atOffset(ZoneOffset.UTC);
        return fold.settle()
                .chain(
                        () ->
                                database.transaction(
                                        client ->
                                                store.decide(
                                                        client,
                                                        caller.namespaceId(),
                                                        fingerprint,
                                                        state,
                                                        moment)))
                .map(group -> group.orElseThrow(FailureLister::unknown))
                .chain(
                        group ->
                                withTrends(
                                        question,
                                        FailureTrend.of(null, null, now),
                                        List.of(group),
                                        List.of()))
                .map(groups -> groups.get(0));
    }

    private static ProblemException unknown() {
        return new ProblemException(
                ProblemType.NOT_FOUND, "There are no failures of this fingerprint.");
    }
}
