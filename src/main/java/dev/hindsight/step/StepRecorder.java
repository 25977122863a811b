package dev.hindsight.step;

import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records reports of steps within a transaction of the caller, who holds their executions' locks. */
@ApplicationScoped
public class StepRecorder {

    private final StepStore store;
    private final ExecutionRecorder executions;

    StepRecorder(StepStore store, ExecutionRecorder executions) {
        this.store = store;
        this.executions = executions;
    }

    /** A report of a step and the execution it belongs to. */
    public record Addressed(UUID executionId, StepReport report) {}

    /**
     * Records a batch of reports in one namespace.
     *
     * @param reports in the order in which they arrived; several may be about one attempt
     * @return an outcome for each report, in their order
     */
    public Uni<List<StepOutcome>> record(
            SqlClient client, int namespaceId, List<Addressed> reports) {
        if (reports.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return numbered(client, namespaceId, reports)
                .chain(
                        numbered -> {
                            StepOutcome[] outcomes = new StepOutcome[numbered.size()];
                            return round(client, namespaceId, numbered, outcomes, new HashMap<>());
                        });
    }

    /** Removes the steps of executions that the transaction removes. Their rows are locked. */
    public Uni<Void> forget(SqlClient client, int namespaceId, List<UUID> executionIds) {
        return store.forget(client, namespaceId, executionIds);
    }

    /** Finds the newest attempt for the reports that name none. */
    private Uni<List<Addressed>> numbered(
            SqlClient client, int namespaceId, List<Addressed> reports) {
        List<StepStore.Key> open =
                reports.stream()
                        .filter(it -> it.report().attempt() == null)
                        .map(it -> new StepStore.Key(it.executionId(), it.report().key()))
                        .distinct()
                        .toList();
        if (open.isEmpty()) {
            return Uni.createFrom().item(reports);
        }
        return store.newestAttempts(client, namespaceId, open)
                .map(newest -> reports.stream().map(it -> numbered(it, newest)).toList());
    }

    private static Addressed numbered(Addressed it, Map<StepStore.Key, Integer> newest) {
        if (it.report().attempt() != null) {
            return it;
        }
        StepStore.Key key = new StepStore.Key(it.executionId(), it.report().key());
        return new Addressed(
                it.executionId(), it.report().withAttempt(newest.getOrDefault(key, 1)));
    }

    /** Merges one report an attempt, then the next one of each, until none is left. */
    private Uni<List<StepOutcome>> round(
            SqlClient client,
            int namespaceId,
            List<Addressed> reports,
            StepOutcome[] outcomes,
            Map<UUID, Failure> failures) {
        OffsetDateTime now = executions.now();
        Map<StepStore.Place, Integer> turn = new LinkedHashMap<>();
        List<StepStore.Bound> batch = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                Addressed it = reports.get(i);
                StepStore.Bound bound =
                        new StepStore.Bound(
                                it.executionId(), it.report(), new StepDefaults(it.report(), now));
                if (turn.putIfAbsent(bound.place(), i) == null) {
                    batch.add(bound);
                }
            }
        }
        if (batch.isEmpty()) {
            return note(client, namespaceId, failures).replaceWith(List.of(outcomes));
        }
        return store.merge(client, namespaceId, now, batch)
                .invoke(
                        merged ->
                                batch.forEach(
                                        bound -> {
                                            StepStore.Merged it = merged.get(bound.place());
                                            outcomes[turn.get(bound.place())] = outcome(bound, it);
                                            notice(failures, bound, it, now);
                                        }))
                .chain(() -> round(client, namespaceId, reports, outcomes, failures));
    }

    private static StepOutcome outcome(StepStore.Bound bound, StepStore.@Nullable Merged merged) {
        StepStore.Place place = bound.place();
        if (merged == null) {
            return failed(place, absent(bound.report()));
        }
        return switch (merged.verdict()) {
            case "version" ->
                    failed(
                            place,
                            new ProblemException(
                                    ProblemType.VERSION_MISMATCH,
                                    "The step has version " + merged.version() + "."));
            case "transition" ->
                    failed(
                            place,
                            new ProblemException(
                                    ProblemType.ILLEGAL_TRANSITION,
                                    "The step is "
                                            + merged.status().word()
                                            + ", which the status sent cannot follow."));
            default ->
                    new StepOutcome(
                            place.key(),
                            place.attempt(),
                            merged.version(),
                            merged.status(),
                            merged.verdict().equals("created"),
                            null);
        };
    }

    private static ProblemException absent(StepReport report) {
        if (report.creates() && report.ifVersion() != null) {
            return new ProblemException(
                    ProblemType.VERSION_MISMATCH,
                    "The step does not exist; version %d was demanded."
                            .formatted(report.ifVersion()));
        }
        if (!report.creates()) {
            return new ProblemException(ProblemType.NOT_FOUND, "There is no such step.");
        }
        String detail = "It is needed to begin a step.";
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "nodeId: " + detail,
                List.of(new Violation("/nodeId", detail)));
    }

    private static StepOutcome failed(StepStore.Place place, ProblemException problem) {
        return new StepOutcome(place.key(), place.attempt(), 0, null, false, problem);
    }

    /** A failed node of an execution, and since when. */
    private record Failure(String nodeId, OffsetDateTime at) {}

    private static void notice(
            Map<UUID, Failure> failures,
            StepStore.Bound bound,
            StepStore.@Nullable Merged merged,
            OffsetDateTime now) {
        if (merged == null || !merged.changed() || merged.status() != StepStatus.FAILED) {
            return;
        }
        OffsetDateTime at = merged.completedAt() == null ? now : merged.completedAt();
        failures.merge(
                bound.executionId(),
                new Failure(merged.nodeId(), at),
                (known, next) -> next.at().isBefore(known.at()) ? known : next);
    }

    private Uni<Void> note(SqlClient client, int namespaceId, Map<UUID, Failure> failures) {
        if (failures.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<UUID> ids = failures.keySet().stream().sorted().toList();
        return executions.noteFailures(
                client,
                namespaceId,
                ids,
                ids.stream().map(id -> failures.get(id).nodeId()).toList(),
                ids.stream().map(id -> failures.get(id).at()).toList());
    }
}
