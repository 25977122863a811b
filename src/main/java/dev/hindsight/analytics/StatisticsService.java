package dev.hindsight.analytics;

import dev.hindsight.field.Moments;
import dev.hindsight.fold.Fold;
import dev.hindsight.fold.Grain;
import dev.hindsight.page.Limit;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Tells what executions count for. Sums are read as far as there are any; at the ends of a range that
 * does not keep to quarters of an hour, by the minute, and by creator, the executions themselves.
 */
@ApplicationScoped
public class StatisticsService {

    /** Before everything. */
    private static final List<Instant> ONE_BUCKET = List.of(Moments.FIRST.toInstant());

    private final Fold fold;
    private final StatisticsStore store;
    private final PartitionCatalogue partitions;

    StatisticsService(Fold fold, StatisticsStore store, PartitionCatalogue partitions) {
        this.fold = fold;
        this.store = store;
        this.partitions = partitions;
    }

    /** Statistics of a whole range. */
    public Uni<Statistics> total(StatisticsQuestion question) {
        Totals totals = new Totals();
        Cover cover = summedUp(question, Cover.of(question.from(), question.to()));
        return fold.settle()
                .call(
                        () ->
                                question.isOfRollups()
                                        ? addSums(
                                                question,
                                                cover,
                                                start -> totals,
                                                ONE_BUCKET,
                                                slot -> totals)
                                        : addExecutions(question, ONE_BUCKET, slot -> totals))
                .map(asOf -> totals.told(written(asOf), null));
    }

    /** Of single workflows no hours are summed up, and rows of all time tell no sample rates. */
    private static Cover summedUp(StatisticsQuestion question, Cover cover) {
        Cover known = question.workflowIds().isEmpty() ? cover : cover.without(Grain.HOUR);
        return question.isWeighted() ? known.without(Grain.EVER) : known;
    }

    /** Statistics of each bucket of an axis, whose range is that of the question. */
    Uni<Listed<Statistics>> series(StatisticsQuestion question, TimeAxis axis) {
        Totals[] buckets = new Totals[axis.size()];
        Arrays.setAll(buckets, i -> new Totals());
        Function<Instant, Totals> ofStart = start -> buckets[axis.indexOf(start)];
        Cover cover = summedUp(question, Cover.of(axis));
        return fold.settle()
                .call(
                        () ->
                                question.isOfRollups()
                                        ? addSums(
                                                question,
                                                cover,
                                                ofStart,
                                                axis.starts(),
                                                slot -> buckets[slot])
                                        : addExecutions(
                                                question, axis.starts(), slot -> buckets[slot]))
                .map(
                        asOf ->
                                new Listed<>(
                                        written(asOf),
                                        axis.starts().stream()
                                                .map(
                                                        start ->
                                                                ofStart.apply(start)
                                                                        .told(null, written(start)))
                                                .toList()));
    }

    /**
     * Statistics of the nodes of a workflow. The range is rounded outwards to quarters of an hour: no
     * index leads to the attempts of less.
     */
    Uni<Listed<NodeStatistics>> nodes(StatisticsQuestion question, Limit limit) {
        Cover cover =
                Cover.of(
                                question.from() == null
                                        ? null
                                        : Grain.QUARTER.floor(question.from()),
                                question.to() == null ? null : Grain.QUARTER.ceil(question.to()))
                        .without(Grain.HOUR, Grain.EVER);
        return fold.settle()
                .chain(
                        asOf ->
                                store.nodes(
                                                question.namespaceId(),
                                                question.workflowIds().get(0),
                                                cover.spans())
                                        .map(
                                                nodes ->
                                                        new Listed<>(
                                                                written(asOf),
                                                                slowest(nodes, limit))));
    }

    private static List<NodeStatistics> slowest(Map<String, Totals> nodes, Limit limit) {
        return nodes.entrySet().stream()
                .map(it -> it.getValue().told(it.getKey()))
                .sorted(
                        Comparator.comparing(
                                        NodeStatistics::p95DurationMs,
                                        Comparator.nullsFirst(Comparator.naturalOrder()))
                                .reversed()
                                .thenComparing(NodeStatistics::nodeId))
                .limit(limit.value())
                .toList();
    }

    /** Sums, and at the ends executions: to the totals of their starts, and of their buckets' places. */
    private Uni<Void> addSums(
            StatisticsQuestion question,
            Cover cover,
            Function<Instant, Totals> ofStart,
            List<Instant> starts,
            IntFunction<Totals> ofSlot) {
        return store.addRollups(question, cover.spans(), ofStart)
                .chain(() -> addEdges(question, cover, starts, ofSlot));
    }

    private Uni<Void> addEdges(
            StatisticsQuestion question,
            Cover cover,
            List<Instant> starts,
            IntFunction<Totals> totals) {
        return Multi.createFrom()
                .iterable(cover.edges())
                .onItem()
                .transformToUniAndConcatenate(
                        edge ->
                                addExecutions(
                                        question.within(edge.start(), edge.end()), starts, totals))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> addExecutions(
            StatisticsQuestion question, List<Instant> starts, IntFunction<Totals> totals) {
        return partitions
                .days()
                .onItem()
                .transformToMulti(
                        days ->
                                Multi.createFrom()
                                        .iterable(DayRange.covering(touched(days, question))))
                .onItem()
                .transformToUniAndConcatenate(
                        range -> store.addExecutions(question, range, starts, totals))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Days that can hold an execution that is asked of. */
    private static List<PartitionDay> touched(
            List<PartitionDay> days, StatisticsQuestion question) {
        Instant from = question.from();
        Instant to = question.to();
        return days.stream()
                .filter(day -> from == null || !day.newestStartedAt().toInstant().isBefore(from))
                .filter(day -> to == null || day.oldestStartedAt().toInstant().isBefore(to))
                .toList();
    }

    private static String written(Instant moment) {
        return Moments.write(moment.atOffset(ZoneOffset.UTC));
    }
}
