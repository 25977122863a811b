package dev.hindsight.usage;

import dev.hindsight.field.Moments;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.storage.StorageService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the history weighs, of all namespaces. */
@ApplicationScoped
class UsageService {

    /** Tables are measured once a minute anyhow. */
    static final Duration TABLES_FRESH = Duration.ofMinutes(1);

    /** What workflows weigh changes slowly, and costs a second or two. */
    static final Duration WORKFLOWS_FRESH = Duration.ofMinutes(5);

    /** Statements have limits of their own, but there may be many days, and connections may hang. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StorageService storage;
    private final PartitionCatalogue partitions;
    private final UsageStore store;
    private final Clock clock;
    private final int sampleSize;
    private final Remembered<TableUsage> tables;
    private final Remembered<WorkflowUsage> workflows;

    @Inject
    UsageService(
            StorageService storage, PartitionCatalogue partitions, UsageStore store, Clock clock) {
        this(storage, partitions, store, clock, Sample.EXECUTIONS);
    }

    /**
     * @param sampleSize no more executions than this are measured
     */
    UsageService(
            StorageService storage,
            PartitionCatalogue partitions,
            UsageStore store,
            Clock clock,
            int sampleSize) {
        this.storage = storage;
        this.partitions = partitions;
        this.store = store;
        this.clock = clock;
        this.sampleSize = sampleSize;
        this.tables = new Remembered<>(() -> bounded(readTables()), TABLES_FRESH, clock);
        this.workflows = new Remembered<>(() -> bounded(readWorkflows()), WORKFLOWS_FRESH, clock);
    }

    /** What the tables weigh, at most two minutes old. */
    Uni<TableUsage> tables() {
        return tables.get();
    }

    /** What all workflows weigh, at most five minutes old while it can be measured. */
    Uni<WorkflowUsage> workflows() {
        return workflows.get();
    }

    private Uni<TableUsage> readTables() {
        return storage.current()
                .chain(
                        reading ->
                                partitions
                                        .days()
                                        .chain(store::span)
                                        .map(
                                                span ->
                                                        TableUsage.of(
                                                                reading,
                                                                span,
                                                                storage.fullInDays())));
    }

    private Uni<WorkflowUsage> readWorkflows() {
        Instant now = clock.instant();
        return storage.current()
                .map(reading -> Sample.size(reading, sampleSize))
                .chain(size -> leaves().chain(leaves -> measure(leaves, size, now)));
    }

    /** The days that hold anything. */
    private Uni<List<Leaf>> leaves() {
        return partitions
                .refresh()
                .map(
                        days ->
                                days.stream()
                                        .filter(day -> !day.isDropped())
                                        .map(PartitionDay::day)
                                        .toList())
                .chain(store::leaves)
                .map(leaves -> leaves.stream().filter(leaf -> leaf.pages() > 0).toList());
    }

    /** One day after the other: the database has others to serve. */
    private Uni<WorkflowUsage> measure(List<Leaf> leaves, int size, Instant now) {
        Sample sample = Sample.of(leaves, size);
        return Multi.createFrom()
                .iterable(leaves)
                .onItem()
                .transformToUniAndConcatenate(leaf -> store.measure(leaf.day(), sample.percent()))
                .collect()
                .in(Total::new, Total::add)
                .map(
                        total ->
                                new WorkflowUsage(
                                        Moments.write(now.atOffset(ZoneOffset.UTC)),
                                        sample.isPart(),
                                        total.scaled(sample)));
    }

    /** What was measured on all days. */
    private static final class Total {

        private record Key(String namespace, String workflowId) {}

        private final Map<Key, WorkflowWeight> weights = new HashMap<>();

        void add(List<WorkflowWeight> day) {
            for (WorkflowWeight weight : day) {
                Key key = new Key(weight.namespace(), weight.workflowId());
                weights.merge(key, weight, WorkflowWeight::plus);
            }
        }

        List<WorkflowWeight> scaled(Sample sample) {
            long measured = weights.values().stream().mapToLong(WorkflowWeight::executions).sum();
            double factor = sample.factor(measured);
            return weights.values().stream()
                    .map(weight -> weight.times(factor))
                    .sorted(WorkflowWeight.HEAVIEST_FIRST)
                    .toList();
        }
    }

    private static <T> Uni<T> bounded(Uni<T> reading) {
        return reading.ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure(TimeoutException.class)
                .transform(
                        late ->
                                ProblemException.causedBy(
                                        late,
                                        ProblemType.UNAVAILABLE,
                                        "What the history weighs could not be read in time.",
                                        Map.of("retryAfter", Remembered.PAUSE.toSeconds())));
    }
}
