package dev.hindsight.failure;

import dev.hindsight.fold.Delta;
import dev.hindsight.fold.Folding;
import dev.hindsight.fold.Grain;
import dev.hindsight.fold.WaitingDeltas;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.removal.Trace;
import dev.hindsight.rollup.RollupConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Adds failures up, by group, and by span of time; forgets what the erased ones said. */
@ApplicationScoped
class FailureFold implements Folding, Trace {

    /** Groups that are looked up at once. */
    private static final int MAX_UNSURE = 100;

    private final FailureStore store;
    private final WaitingDeltas waiting;
    private final PartitionCatalogue partitions;
    private final RollupConfig config;
    private final Clock clock;

    FailureFold(
            FailureStore store,
            WaitingDeltas waiting,
            PartitionCatalogue partitions,
            RollupConfig config,
            Clock clock) {
        this.store = store;
        this.waiting = waiting;
        this.partitions = partitions;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Void> fold(SqlClient client, List<Delta> deltas, boolean isAll) {
        Instant now = clock.instant();
        Instant forgotten = config.forgotten(now);
        Map<FailureGroup.Key, GroupChange> changes = new LinkedHashMap<>();
        Map<Cell, Long> sums = new HashMap<>();
        for (Delta delta : deltas) {
            Delta.Failure failure = delta.failure();
            if (failure != null) {
                changes.computeIfAbsent(
                                new FailureGroup.Key(delta.namespaceId(), failure.fingerprint()),
                                key -> new GroupChange())
                        .add(failure, delta.isAdded());
                for (Cell cell : Cell.of(delta, failure, forgotten)) {
                    sums.merge(cell, (long) delta.sign(), Long::sum);
                }
            }
        }
        Uni<Void> added =
                changes.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : change(client, changes, now, isAll)
                                .chain(() -> store.addUp(client, sums));
        return isAll ? added.chain(() -> lookUp(client)) : added;
    }

    /** First what waits: nobody adds it to a group behind this one's back. */
    @Override
    public Uni<Void> erase(SqlClient client, int namespaceId, List<UUID> ids) {
        return waiting.forgetMessages(client, namespaceId, ids)
                .chain(() -> store.forgetExamples(client, namespaceId, ids));
    }

    private Uni<Void> change(
            SqlClient client,
            Map<FailureGroup.Key, GroupChange> changes,
            Instant now,
            boolean isAll) {
        return store.load(client, List.copyOf(changes.keySet()))
                .chain(
                        known -> {
                            List<FailureGroup> groups = new ArrayList<>();
                            changes.forEach(
                                    (key, change) -> {
                                        FailureGroup group =
                                                change.applyTo(key, known.get(key), now, isAll);
                                        if (group != null) {
                                            groups.add(group);
                                        }
                                    });
                            return store.save(client, groups);
                        });
    }

    /**
     * Looks up what was taken away, now that there is nothing that would be taken away yet: some groups at a
     * time, until none is left, since nobody comes back for them before something else is reported.
     */
    private Uni<Void> lookUp(SqlClient client) {
        return store.unsure(client, MAX_UNSURE)
                .chain(
                        groups ->
                                groups.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : partitions
                                                .days(client)
                                                .chain(days -> store.find(client, days, groups))
                                                .map(found -> regained(groups, found))
                                                .chain(it -> store.save(client, it))
                                                .chain(() -> lookUp(client)));
    }

    private static List<FailureGroup> regained(
            List<FailureGroup> groups, Map<FailureGroup.Key, FailureGroup.Found> found) {
        return groups.stream().map(group -> group.regain(found.get(group.key()))).toList();
    }

    /**
     * Which row of {@code failure_rollup}.
     *
     * @param startAt where its span begins
     */
    record Cell(
            int namespaceId, Grain grain, Instant startAt, String workflowId, String fingerprint) {

        /** Finer ones, for the edges of ranges; and coarser ones, so that a year is not read by quarters. */
        private static final List<Grain> GRAINS = List.of(Grain.QUARTER, Grain.DAY);

        /** The rows that a failure belongs to, those of spans before a moment left out. */
        static List<Cell> of(Delta delta, Delta.Failure failure, Instant forgotten) {
            List<Cell> cells = new ArrayList<>(GRAINS.size());
            for (Grain grain : GRAINS) {
                Instant start = grain.floor(delta.startedAt());
                if (!start.isBefore(forgotten)) {
                    cells.add(
                            new Cell(
                                    delta.namespaceId(),
                                    grain,
                                    start,
                                    delta.workflowId(),
                                    failure.fingerprint()));
                }
            }
            return cells;
        }
    }
}
