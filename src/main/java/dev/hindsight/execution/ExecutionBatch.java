package dev.hindsight.execution;

import dev.hindsight.naming.Addressing;
import dev.hindsight.naming.ExternalIds;
import dev.hindsight.naming.Known;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports of executions on their way, within one transaction. */
final class ExecutionBatch {

    /** Rounds in which no report gets its outcome: one to lose each race. */
    private static final int MAX_IDLE_ROUNDS = 6;

    /** A client's own id may be so old, and a clock's difference in the future. */
    private static final Duration OLDEST_ID = Duration.ofHours(24);

    private static final Duration NEWEST_ID = Duration.ofMinutes(5);

    /** What a batch is written with. */
    record Desk(ExecutionStore store, ExternalIds externalIds, PartitionCatalogue partitions) {}

    /** The transaction it is written in, for one namespace, and the moment that counts as now. */
    record Writing(SqlClient client, int namespaceId, OffsetDateTime now) {}

    private final ExecutionStore store;
    private final PartitionCatalogue partitions;
    private final SqlClient client;
    private final int namespaceId;
    private final OffsetDateTime now;
    private final List<ExecutionReport> reports;
    private final List<@Nullable String> dagHashes;
    private final Addressing addressing;
    private final @Nullable ExecutionOutcome[] outcomes;

    /** External ids that executions gave up. */
    private final Map<String, UUID> dropped = new TreeMap<>();

    ExecutionBatch(
            Desk desk,
            Writing writing,
            List<ExecutionReport> reports,
            List<@Nullable String> dagHashes) {
        this.store = desk.store();
        this.partitions = desk.partitions();
        this.client = writing.client();
        this.namespaceId = writing.namespaceId();
        this.now = writing.now();
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
        return round(MAX_IDLE_ROUNDS).map(done -> List.of(outcomes));
    }

    /**
     * Takes every open report one step further, until each has its outcome. Many may be about one
     * execution, each of which takes a round.
     */
    private Uni<Void> round(int left) {
        List<Integer> open = open();
        if (open.isEmpty()) {
            return release();
        }
        if (left == 0) {
            open.forEach(i -> fail(i, ExecutionOutcome.contended()));
            return release();
        }
        return addressing
                .find(open, new Refusals())
                .chain(this::lockAndMerge)
                .chain(() -> round(open().size() < open.size() ? MAX_IDLE_ROUNDS : left - 1));
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
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                open.add(i);
            }
        }
        return open;
    }

    private Uni<Void> lockAndMerge() {
        // At most one report an execution; the others wait for the next round, in their order.
        Map<UUID, Integer> turn = new TreeMap<>();
        for (int i : open()) {
            UUID id = addressing.id(i);
            if (id != null) {
                turn.putIfAbsent(id, i);
            }
        }
        return turn.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.lock(client, namespaceId, List.copyOf(turn.keySet()))
                        .chain(locked -> merge(turn, locked));
    }

    private Uni<Void> merge(Map<UUID, Integer> turn, Map<UUID, ExecutionStore.Locked> locked) {
        List<ExecutionStore.Bound> batch = new ArrayList<>();
        turn.forEach(
                (id, i) -> {
                    ExecutionStore.Locked found = locked.get(id);
                    ExecutionReport report =
                            found != null && found.status() == ExecutionStatus.CRASHED
                                    ? reports.get(i).reviving()
                                    : reports.get(i);
                    if (found == null) {
                        begin(id, i, report, batch);
                    } else if (report.onlyTouches() && report.fields().mask() == 0) {
                        outcomes[i] = new ExecutionOutcome(id, null, false, null);
                    } else {
                        batch.add(bound(id, false, i, report));
                    }
                });
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return store.merge(client, namespaceId, now, batch)
                .invoke(merged -> settle(turn, batch, merged, locked))
                .chain(merged -> partitions.widen(client, starts(merged)))
                .chain(() -> rememberWorkflows(turn));
    }

    /** What becomes of a report whose execution does not exist. */
    private void begin(UUID id, int i, ExecutionReport report, List<ExecutionStore.Bound> batch) {
        boolean begins = report.begins() && report.ifVersion() == null;
        ProblemException removal = partitions.removal(id).orElse(null);
        if (addressing.isLost(i) && begins) {
            return;
        }
        if (removal != null) {
            fail(i, removal);
        } else if (!begins) {
            fail(i, ExecutionOutcome.unknown(report));
        } else if (report.id() != null && !isOfToday(report.id())) {
            fail(i, ExecutionOutcome.misdated(report));
        } else {
            batch.add(bound(id, true, i, report));
        }
    }

    private boolean isOfToday(UUID id) {
        Instant minted = Uuid7.timeOf(id);
        return Uuid7.is(id)
                && !minted.isBefore(now.toInstant().minus(OLDEST_ID))
                && !minted.isAfter(now.toInstant().plus(NEWEST_ID));
    }

    private ExecutionStore.Bound bound(UUID id, boolean creates, int i, ExecutionReport report) {
        return new ExecutionStore.Bound(
                id, creates, report, Defaults.of(report.fields(), now), dagHashes.get(i));
    }

    private static Map<UUID, OffsetDateTime> starts(Map<UUID, ExecutionStore.Merged> merged) {
        Map<UUID, OffsetDateTime> starts = new HashMap<>();
        merged.forEach((id, it) -> starts.put(id, it.summary().startedAt()));
        return starts;
    }

    private void settle(
            Map<UUID, Integer> turn,
            List<ExecutionStore.Bound> batch,
            Map<UUID, ExecutionStore.Merged> merged,
            Map<UUID, ExecutionStore.Locked> locked) {
        for (ExecutionStore.Bound bound : batch) {
            ExecutionStore.Merged it = merged.get(bound.id());
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
            ExecutionStore.Locked before = locked.get(bound.id());
            if (outcome.problem() == null
                    && bound.report().unnamed()
                    && before != null
                    && before.externalId() != null) {
                dropped.put(before.externalId(), bound.id());
            }
        }
    }

    private Uni<Void> rememberWorkflows(Map<UUID, Integer> turn) {
        List<String> workflows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i : turn.values()) {
            ExecutionOutcome outcome = outcomes[i];
            if (outcome == null || outcome.summary() == null) {
                continue;
            }
            ExecutionSummary summary = outcome.summary();
            boolean named = reports.get(i).fields().has(ExecutionField.WORKFLOW_NAME);
            String name = summary.workflowName() == null ? "" : summary.workflowName();
            if ((outcome.created() || named) && seen.add(summary.workflowId() + '\0' + name)) {
                workflows.add(summary.workflowId());
                names.add(name);
            }
        }
        return workflows.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.rememberWorkflows(client, namespaceId, workflows, names);
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
