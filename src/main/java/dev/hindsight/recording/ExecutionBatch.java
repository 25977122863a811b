package dev.hindsight.recording;

import dev.hindsight.execution.ExecutionLocks;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.naming.Addressing;
import dev.hindsight.naming.ExternalIds;
import dev.hindsight.naming.Known;
import dev.hindsight.naming.Tombstones;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reports of executions on their way, within one transaction. */
final class ExecutionBatch {

    /** Rounds in which nothing need be settled: each loses one race to others. */
    private static final int MAX_LOSSES = 6;

    /** What a batch is written with. */
    record Desk(
            ExecutionRecorder executions,
            ExecutionMergeStore store,
            ExternalIds externalIds,
            Tombstones tombstones,
            PartitionCatalogue partitions) {}

    /**
     * How it is written.
     *
     * @param client the transaction
     * @param namespaceId of all its reports
     * @param now the moment that counts as now
     * @param waits whether it waits for rows that others hold
     */
    record Writing(SqlClient client, int namespaceId, OffsetDateTime now, boolean waits) {}

    private final Desk desk;
    private final SqlClient client;
    private final int namespaceId;
    private final OffsetDateTime now;
    private final boolean waits;
    private final List<ExecutionReport> reports;
    private final List<@Nullable String> dagHashes;
    private final Addressing addressing;
    private final @Nullable ExecutionOutcome[] outcomes;

    /** Executions whose rows this transaction holds, and how they stand by now. */
    private final Map<UUID, ExecutionLocks.Locked> standing = new HashMap<>();

    /** Why executions are not there that retention removed. */
    private final Map<UUID, ProblemException> removed = new HashMap<>();

    /** External ids that executions gave up. */
    private final Map<String, UUID> dropped = new TreeMap<>();

    ExecutionBatch(
            Desk desk,
            Writing writing,
            List<ExecutionReport> reports,
            List<@Nullable String> dagHashes) {
        this.desk = desk;
        this.client = writing.client();
        this.namespaceId = writing.namespaceId();
        this.now = writing.now();
        this.waits = writing.waits();
        this.reports = reports;
        this.dagHashes = dagHashes;
        this.addressing =
                desk.externalIds()
                        .addressing(
                                client,
                                namespaceId,
                                reports.stream().map(ExecutionReport::address).toList());
        this.outcomes = new ExecutionOutcome[reports.size()];
    }

    /** Writes them; tells an outcome for each, in their order. */
    Uni<List<ExecutionOutcome>> record() {
        return round(MAX_LOSSES).map(done -> List.of(outcomes));
    }

    /** Takes every execution's next report one step further, until each has its outcome. */
    private Uni<Void> round(int losses) {
        List<Integer> open = open();
        if (losses == 0) {
            open.forEach(i -> fail(i, ExecutionOutcome.contended()));
        }
        if (losses == 0 || open.isEmpty()) {
            return release();
        }
        return addressing
                .find(open, new Refusals())
                .chain(this::lock)
                .chain(this::merge)
                .chain(() -> round(open().size() < open.size() ? MAX_LOSSES : losses - 1));
    }

    private final class Refusals implements Addressing.Refusal {

        @Override
        public void unknown(int i) {
            fail(i, ExecutionOutcome.unknown(reports.get(i)));
        }

        @Override
        public void removed(int i, Known known) {
            fail(i, PartitionCatalogue.gone(known.removedAt(), known.removedBy()));
        }

        @Override
        public void contradictory(int i) {
            fail(i, ExecutionOutcome.twoExecutions());
        }
    }

    private List<Integer> open() {
        return IntStream.range(0, outcomes.length)
                .filter(i -> outcomes[i] == null)
                .boxed()
                .toList();
    }

    /** Locks the executions of all open reports, but for those that are new or locked already. */
    private Uni<Void> lock() {
        Set<UUID> wanted = new TreeSet<>();
        for (int i : open()) {
            UUID id = addressing.id(i);
            if (id != null && !standing.containsKey(id) && !addressing.isNew(id)) {
                wanted.add(id);
            }
        }
        if (wanted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<UUID> ids = List.copyOf(wanted);
        return desk.executions()
                .lock(client, namespaceId, ids, waits)
                .invoke(
                        found -> {
                            standing.putAll(found.locked());
                            leave(found.held());
                            wanted.removeAll(found.locked().keySet());
                            wanted.removeAll(found.held());
                        })
                .chain(() -> desk.tombstones().find(client, namespaceId, wanted))
                .invoke(removed::putAll)
                .replaceWithVoid();
    }

    /** Leaves all reports of executions that others hold: none may overtake another. */
    private void leave(Set<UUID> held) {
        for (int i : held.isEmpty() ? List.<Integer>of() : open()) {
            if (held.contains(addressing.id(i))) {
                outcomes[i] = ExecutionOutcome.held();
            }
        }
    }

    /** Merges one report an execution, and settles those that say nothing of it. */
    private Uni<Void> merge() {
        Map<UUID, Integer> turn = new TreeMap<>();
        List<ExecutionMergeStore.Bound> begun = new ArrayList<>();
        List<ExecutionMergeStore.Bound> batch = new ArrayList<>();
        for (int i : open()) {
            UUID id = addressing.id(i);
            ExecutionLocks.Locked found = id == null ? null : standing.get(id);
            boolean isSettled = found != null && reports.get(i).isSettledBy(found);
            if (id == null || (turn.containsKey(id) && !isSettled)) {
                continue;
            }
            if (addressing.isMisled(i, found == null ? null : found.externalId())) {
                continue;
            }
            if (found != null && found.archivedAt() != null) {
                passBy(i, found.archivedAt());
            } else if (found != null && isSettled) {
                outcomes[i] = ExecutionOutcome.settled(id, reports.get(i), found.version());
            } else if (found == null) {
                turn.put(id, i);
                begin(id, i, begun);
            } else if (reports.get(i).naming() == ExecutionReport.Naming.CONTRADICTS) {
                fail(i, ExecutionOutcome.otherName());
            } else {
                turn.put(id, i);
                batch.add(bound(id, i, reports.get(i).meantOf(found)));
            }
        }
        // They are of different executions, so that neither need wait for the other's answer.
        return Uni.combine()
                .all()
                .unis(
                        desk.store().create(client, namespaceId, now, begun),
                        desk.store().merge(client, namespaceId, now, batch))
                .with(
                        (created, merged) -> {
                            settle(turn, begun, created);
                            settle(turn, batch, merged);
                            return ExecutionMergeStore.Merged.starts(created, merged);
                        })
                .chain(starts -> desk.partitions().widen(client, starts));
    }

    /** What becomes of a report whose execution does not exist. */
    private void begin(UUID id, int i, List<ExecutionMergeStore.Bound> begun) {
        ExecutionReport report = reports.get(i);
        boolean begins = report.begins() && report.ifVersion() == null;
        ProblemException removal = removed.get(id);
        if (addressing.isLost(i) && begins) {
            return;
        }
        if (removal != null) {
            fail(i, removal);
        } else if (!begins) {
            fail(i, ExecutionOutcome.unknown(report));
        } else if (report.id() != null && !report.isOfToday(now)) {
            fail(i, ExecutionOutcome.misdated(report));
        } else {
            begun.add(bound(id, i, report));
        }
    }

    /**
     * An archived execution takes no reports, as one that retention removed takes none; one that would
     * begin under its external id begins another.
     */
    private void passBy(int i, OffsetDateTime archivedAt) {
        ExecutionReport report = reports.get(i);
        boolean renews = report.address().renews() && report.id() == null;
        if (!renews || !addressing.isLost(i)) {
            fail(i, ExecutionService.archived(archivedAt));
        }
    }

    private ExecutionMergeStore.Bound bound(UUID id, int i, ExecutionReport report) {
        return new ExecutionMergeStore.Bound(
                id, report, Defaults.of(report.fields(), now), dagHashes.get(i));
    }

    private void settle(
            Map<UUID, Integer> turn,
            List<ExecutionMergeStore.Bound> batch,
            Map<UUID, ExecutionMergeStore.Merged> merged) {
        for (ExecutionMergeStore.Bound bound : batch) {
            ExecutionMergeStore.Merged it = merged.get(bound.id());
            addressing.noteKnown(bound.id());
            if (it == null) {
                // It lost a race to begin: it merges in the next round.
                continue;
            }
            ExecutionOutcome outcome = ExecutionOutcome.of(it, bound.report());
            int place = turn.get(bound.id());
            outcomes[place] = outcome;
            if (outcome.problem() != null
                    && !Objects.equals(bound.report().externalId(), it.summary().externalId())) {
                addressing.abandon(place);
            }
            ExecutionLocks.Locked before = standing.put(bound.id(), it.standing());
            if (outcome.problem() == null
                    && bound.report().unnamed()
                    && before != null
                    && before.externalId() != null) {
                dropped.put(before.externalId(), bound.id());
            }
        }
    }

    private Uni<Void> release() {
        Set<String> kept = new HashSet<>();
        for (ExecutionOutcome outcome : outcomes) {
            if (outcome.summary() != null && outcome.summary().externalId() != null) {
                kept.add(outcome.summary().externalId());
            }
        }
        dropped.keySet().removeAll(kept);
        return addressing.release(kept, dropped);
    }

    private void fail(int i, ProblemException problem) {
        outcomes[i] = ExecutionOutcome.failed(problem);
    }
}
