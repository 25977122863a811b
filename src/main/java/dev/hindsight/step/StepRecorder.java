package dev.hindsight.step;

import dev.hindsight.edge.EntityTag;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
     * @param now when they are recorded: that of their executions, so that what begins or ends with one, and
     *     does not say when, does so with it
     * @param reports in the order in which they arrived; several may be about one attempt
     * @return an outcome for each report, in their order
     */
    public Uni<List<StepOutcome>> record(
            SqlClient client, int namespaceId, OffsetDateTime now, List<Addressed> reports) {
        if (reports.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        StepOutcome[] outcomes = new StepOutcome[reports.size()];
        List<Integer> all = IntStream.range(0, outcomes.length).boxed().toList();
        return round(
                new Writing(client, namespaceId, now), reports, all, outcomes, new HashMap<>());
    }

    /** The transaction in which reports are written, where and when. */
    private record Writing(SqlClient client, int namespaceId, OffsetDateTime now) {}

    /** Removes the steps of executions that the transaction removes. Their rows are locked. */
    public Uni<Void> forget(SqlClient client, int namespaceId, List<UUID> executionIds) {
        return store.forget(client, namespaceId, executionIds);
    }

    /** Removes the payloads of the steps of executions, whose rows are locked. */
    public Uni<Void> forgetPayloads(SqlClient client, int namespaceId, List<UUID> executionIds) {
        return store.forgetPayloads(client, namespaceId, executionIds);
    }

    /** Merges the reports whose turn it is of those left, then the next ones, until none is left. */
    private Uni<List<StepOutcome>> round(
            Writing writing,
            List<Addressed> reports,
            List<Integer> left,
            StepOutcome[] outcomes,
            Map<UUID, Failure> failures) {
        SqlClient client = writing.client();
        int namespaceId = writing.namespaceId();
        OffsetDateTime now = writing.now();
        Turn turn = new Turn();
        for (int i : left) {
            Addressed it = reports.get(i);
            turn.offer(
                    i,
                    new StepStore.Bound(
                            it.executionId(), it.report(), new StepDefaults(it.report(), now)));
        }
        if (turn.batch().isEmpty()) {
            return note(client, namespaceId, failures).replaceWith(List.of(outcomes));
        }
        return store.create(client, namespaceId, now, turn.beginning())
                .chain(
                        created ->
                                store.merge(client, namespaceId, now, turn.without(created))
                                        .map(merged -> both(created, merged)))
                .invoke(
                        merged ->
                                turn.settle(
                                        merged,
                                        (i, bound, it) -> {
                                            outcomes[i] = outcome(bound, it);
                                            notice(failures, bound, it, now);
                                        }))
                .map(merged -> left.stream().filter(i -> outcomes[i] == null).toList())
                .chain(next -> round(writing, reports, next, outcomes, failures));
    }

    private static List<StepStore.Merged> both(
            List<StepStore.Merged> created, List<StepStore.Merged> merged) {
        return Stream.concat(created.stream(), merged.stream()).toList();
    }

    private static StepOutcome outcome(StepStore.Bound bound, StepStore.@Nullable Merged merged) {
        if (merged == null) {
            return failed(bound, absent(bound.report()));
        }
        return switch (merged.verdict()) {
            case "version" ->
                    failed(
                            bound,
                            new ProblemException(
                                    ProblemType.VERSION_MISMATCH,
                                    "The step has version " + merged.version() + "."));
            case "transition" ->
                    failed(
                            bound,
                            new ProblemException(
                                    ProblemType.ILLEGAL_TRANSITION,
                                    "The step is "
                                            + merged.status().word()
                                            + ", which the status sent cannot follow."));
            default ->
                    new StepOutcome(
                            merged.step().key(),
                            merged.attempt(),
                            merged.version(),
                            merged.status(),
                            merged.verdict().equals("created"),
                            null);
        };
    }

    private static ProblemException absent(StepReport report) {
        Integer demanded = report.ifVersion();
        if (demanded != null && (report.creates() || demanded == EntityTag.ANY)) {
            return new ProblemException(
                    ProblemType.VERSION_MISMATCH,
                    "The step does not exist; %s was demanded."
                            .formatted(
                                    demanded == EntityTag.ANY
                                            ? "any version"
                                            : "version " + demanded));
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

    private static StepOutcome failed(StepStore.Bound bound, ProblemException problem) {
        Integer attempt = bound.report().attempt();
        return new StepOutcome(
                bound.report().key(), attempt == null ? 1 : attempt, 0, null, false, problem);
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

    /**
     * The reports of a batch that one statement merges: at most one an attempt. One that names no attempt
     * is about the newest, which the reports before it may begin; it waits until those are merged, and
     * those behind it until it is.
     */
    private static final class Turn {

        /** An attempt of a step; the newest without a number. */
        private record Place(StepStore.Key step, @Nullable Integer attempt) {}

        /** Told what became of a report; {@code merged} is {@code null} if there is no step for it. */
        @FunctionalInterface
        interface Settlement {
            void settle(int report, StepStore.Bound bound, StepStore.@Nullable Merged merged);
        }

        private final List<Integer> reports = new ArrayList<>();
        private final List<StepStore.Bound> batch = new ArrayList<>();
        private final Set<Place> places = new HashSet<>();
        private final Set<StepStore.Key> begun = new HashSet<>();
        private final Set<StepStore.Key> closed = new HashSet<>();

        /** Takes a report in if it is its turn. They are offered in their order. */
        void offer(int report, StepStore.Bound bound) {
            StepStore.Key step = bound.step();
            Integer attempt = bound.report().attempt();
            if (closed.contains(step)) {
                return;
            }
            if (attempt == null) {
                closed.add(step);
                if (begun.contains(step)) {
                    return;
                }
            }
            begun.add(step);
            if (places.add(new Place(step, attempt))) {
                reports.add(report);
                batch.add(bound);
            }
        }

        List<StepStore.Bound> batch() {
            return batch;
        }

        /** Those whose steps may have to be begun. */
        List<StepStore.Bound> beginning() {
            return batch.stream().filter(StepStore.Bound::begins).toList();
        }

        /** Those that did not begin their steps. */
        List<StepStore.Bound> without(List<StepStore.Merged> created) {
            Set<Place> begunNow = new HashSet<>();
            for (StepStore.Merged it : created) {
                begunNow.add(new Place(it.step(), it.attempt()));
                begunNow.add(new Place(it.step(), null));
            }
            return batch.stream()
                    .filter(it -> !begunNow.contains(new Place(it.step(), it.report().attempt())))
                    .toList();
        }

        /** Deals out what the statement answered. */
        void settle(List<StepStore.Merged> merged, Settlement settlement) {
            Map<Place, StepStore.Merged> answers = new HashMap<>();
            for (StepStore.Merged it : merged) {
                answers.put(new Place(it.step(), it.attempt()), it);
                answers.put(new Place(it.step(), null), it);
            }
            for (int i = 0; i < batch.size(); i++) {
                StepStore.Bound bound = batch.get(i);
                Place place = new Place(bound.step(), bound.report().attempt());
                settlement.settle(reports.get(i), bound, answers.get(place));
            }
        }
    }
}
