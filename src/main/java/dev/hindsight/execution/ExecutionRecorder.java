package dev.hindsight.execution;

import dev.hindsight.field.FieldContext;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records reports of executions within a transaction of the caller: finds out which execution each
 * is about, locks those, and merges.
 */
@ApplicationScoped
public class ExecutionRecorder {

    /** Rounds that a report may need: one to lose each race, one to win. */
    private static final int MAX_ROUNDS = 6;

    private final ExecutionStore store;
    private final PartitionCatalogue partitions;
    private final Clock clock;

    ExecutionRecorder(ExecutionStore store, PartitionCatalogue partitions, Clock clock) {
        this.store = store;
        this.partitions = partitions;
        this.clock = clock;
    }

    /** The moment of this clock, as it is stored. */
    public OffsetDateTime now() {
        return OffsetDateTime.now(clock).truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Records a batch of reports in one namespace. When it answers, the rows of all executions that
     * are told without a problem are locked until the transaction ends, in the order of their ids.
     *
     * @param reports in the order in which they arrived; several may be about one execution
     * @param dagHashes hashes of the reports' graphs, in hex, one a report
     * @return an outcome for each report, in their order
     */
    public Uni<List<ExecutionOutcome>> record(
            SqlClient client,
            int namespaceId,
            List<ExecutionReport> reports,
            List<@Nullable String> dagHashes) {
        Batch batch = new Batch(client, namespaceId, now(), reports, dagHashes);
        return batch.round(MAX_ROUNDS).map(done -> batch.outcomes());
    }

    /** Notes that engines said of executions that they are alive. Their rows are locked. */
    public Uni<Void> beat(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.beat(client, namespaceId, List.copyOf(new TreeSet<>(ids)), now());
    }

    /** Notes the latest failed node of each execution. Their rows are locked. */
    public Uni<Void> noteFailures(
            SqlClient client,
            int namespaceId,
            List<UUID> ids,
            List<String> nodes,
            List<OffsetDateTime> failedAt) {
        return store.noteFailures(client, namespaceId, ids, nodes, failedAt);
    }

    /** One call's worth of reports on their way. */
    private final class Batch {
        private final SqlClient client;
        private final int namespaceId;
        private final OffsetDateTime now;
        private final List<ExecutionReport> reports;
        private final List<@Nullable String> dagHashes;
        private final @Nullable ExecutionOutcome[] outcomes;
        private final @Nullable UUID[] ids;

        /** External ids that this batch took; those whose report is refused are given back. */
        private final Map<String, UUID> claims = new TreeMap<>();

        Batch(
                SqlClient client,
                int namespaceId,
                OffsetDateTime now,
                List<ExecutionReport> reports,
                List<@Nullable String> dagHashes) {
            this.client = client;
            this.namespaceId = namespaceId;
            this.now = now;
            this.reports = reports;
            this.dagHashes = dagHashes;
            this.outcomes = new ExecutionOutcome[reports.size()];
            this.ids = new UUID[reports.size()];
        }

        List<ExecutionOutcome> outcomes() {
            return List.of(outcomes);
        }

        /** Takes every open report one step further, until each has its outcome. */
        Uni<Void> round(int left) {
            List<Integer> open = open();
            if (open.isEmpty()) {
                return release();
            }
            if (left == 0) {
                open.forEach(i -> fail(i, contended()));
                return release();
            }
            return resolve(open).chain(this::lockAndMerge).chain(() -> round(left - 1));
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

        /** Finds the id of every open report, claiming external ids for those that may begin one. */
        private Uni<Void> resolve(List<Integer> open) {
            Set<String> names = new TreeSet<>();
            for (int i : open) {
                ids[i] = reports.get(i).id();
                if (reports.get(i).externalId() != null) {
                    names.add(reports.get(i).externalId());
                }
            }
            return store.resolve(client, namespaceId, List.copyOf(names))
                    .chain(known -> claim(open, known));
        }

        private Uni<Void> claim(List<Integer> open, Map<String, ExecutionStore.Known> known) {
            Map<String, UUID> wanted = new TreeMap<>();
            for (int i : open) {
                ExecutionReport report = reports.get(i);
                String name = report.externalId();
                ExecutionStore.Known found = name == null ? null : known.get(name);
                if (found != null && found.removedAt() == null) {
                    follow(i, found.id());
                } else if (found != null && !begins(report)) {
                    fail(i, removed(found));
                } else if (name != null && report.id() == null && !begins(report)) {
                    fail(i, unknown(report));
                } else if (name != null) {
                    wanted.putIfAbsent(name, report.id() == null ? Uuid7.mint() : report.id());
                } else if (report.id() == null && begins(report)) {
                    ids[i] = Uuid7.mint();
                } else if (report.id() == null) {
                    fail(i, unknown(report));
                }
            }
            if (wanted.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            return store.claim(client, namespaceId, wanted)
                    .invoke(
                            claimed -> {
                                claims.putAll(claimed);
                                for (int i : open) {
                                    String name = reports.get(i).externalId();
                                    if (name != null && wanted.containsKey(name)) {
                                        ids[i] = claimed.get(name);
                                        // Another was faster, or another report of this batch
                                        // claims it: the next round will find whose it is.
                                        UUID sent = reports.get(i).id();
                                        if (sent != null && !sent.equals(ids[i])) {
                                            ids[i] = null;
                                        }
                                    }
                                }
                            })
                    .replaceWithVoid();
        }

        private void follow(int i, UUID found) {
            UUID sent = reports.get(i).id();
            if (sent != null && !sent.equals(found)) {
                fail(i, conflict("The id and the externalId belong to different executions."));
            } else {
                ids[i] = found;
            }
        }

        private Uni<Void> lockAndMerge() {
            // At most one report an execution; the others wait for the next round, in their order.
            Map<UUID, Integer> turn = new TreeMap<>();
            for (int i : open()) {
                if (ids[i] != null) {
                    turn.putIfAbsent(ids[i], i);
                }
            }
            if (turn.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            return store.lock(client, namespaceId, List.copyOf(turn.keySet()))
                    .chain(locked -> merge(turn, locked));
        }

        private Uni<Void> merge(Map<UUID, Integer> turn, Map<UUID, ExecutionStatus> locked) {
            List<ExecutionStore.Bound> batch = new ArrayList<>();
            turn.forEach(
                    (id, i) -> {
                        ExecutionReport report = reports.get(i);
                        ExecutionStatus status = locked.get(id);
                        if (status == null && !begins(report)) {
                            fail(i, missing(id, report));
                        } else if (status == null || !report.onlyTouches()) {
                            batch.add(bound(id, status == null, i, report));
                        } else if (status == ExecutionStatus.CRASHED) {
                            batch.add(bound(id, false, i, report.reviving()));
                        } else {
                            outcomes[i] = new ExecutionOutcome(id, null, false, null);
                        }
                    });
            if (batch.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            return store.merge(client, namespaceId, now, batch)
                    .invoke(merged -> settle(turn, batch, merged))
                    .chain(merged -> partitions.widen(client, starts(merged)))
                    .chain(() -> rememberWorkflows(turn));
        }

        private ExecutionStore.Bound bound(
                UUID id, boolean creates, int i, ExecutionReport report) {
            return new ExecutionStore.Bound(
                    id, creates, report, Defaults.of(report.fields(), now), dagHashes.get(i));
        }

        private Map<UUID, OffsetDateTime> starts(Map<UUID, ExecutionStore.Merged> merged) {
            Map<UUID, OffsetDateTime> starts = new HashMap<>();
            merged.forEach((id, it) -> starts.put(id, it.summary().startedAt()));
            return starts;
        }

        private void settle(
                Map<UUID, Integer> turn,
                List<ExecutionStore.Bound> batch,
                Map<UUID, ExecutionStore.Merged> merged) {
            for (ExecutionStore.Bound bound : batch) {
                int i = turn.get(bound.id());
                // One that is in no row lost a race to begin: it merges in the next round.
                Optional.ofNullable(merged.get(bound.id()))
                        .ifPresent(it -> outcomes[i] = Verdicts.outcome(it, bound.report()));
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
            for (ExecutionOutcome outcome : outcomes()) {
                if (outcome.summary() != null && outcome.summary().externalId() != null) {
                    claims.remove(outcome.summary().externalId());
                }
            }
            return claims.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : store.release(client, namespaceId, claims);
        }

        private boolean begins(ExecutionReport report) {
            return report.workflowId() != null && report.mode() == FieldContext.Mode.MERGE;
        }

        private ProblemException missing(UUID id, ExecutionReport report) {
            return partitions.removal(id).orElseGet(() -> unknown(report));
        }

        private void fail(int i, ProblemException problem) {
            outcomes[i] = ExecutionOutcome.failed(problem);
        }
    }

    private static ProblemException unknown(ExecutionReport report) {
        if (report.mode() == FieldContext.Mode.MERGE && !report.onlyTouches()) {
            String detail =
                    "It is needed to begin an execution, and there is none yet to merge into.";
            return new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "workflowId: " + detail,
                    List.of(new Violation("/workflowId", detail)));
        }
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such execution.");
    }

    private static ProblemException removed(ExecutionStore.Known known) {
        return PartitionCatalogue.gone(known.removedAt(), known.removedBy());
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }

    private static ProblemException contended() {
        return new ProblemException(
                ProblemType.UNAVAILABLE, "Too many reports of this execution at once. Try again.");
    }
}
