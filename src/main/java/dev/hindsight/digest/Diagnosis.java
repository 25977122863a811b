package dev.hindsight.digest;

import dev.hindsight.access.Caller;
import dev.hindsight.digest.Findings.Elsewhere;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.failure.FailureLister;
import dev.hindsight.failure.ListedFailure;
import dev.hindsight.log.LogFilter;
import dev.hindsight.log.LogLine;
import dev.hindsight.log.LogService;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Offset;
import dev.hindsight.page.Query;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.search.ExecutionLister;
import dev.hindsight.search.ExecutionWalk;
import dev.hindsight.step.Step;
import dev.hindsight.step.StepService;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts together what is known of one failure. What a caller may not read is left out, and told to be. */
@Singleton
public final class Diagnosis {

    /** Failing steps among which the first is looked for. */
    private static final int FAILING = 500;

    /** The last lines that are told. */
    private static final int LINES = 20;

    /** Other executions of the same group of failures. */
    private static final int OTHERS = 5;

    /** Steps that still ran when an execution crashed. */
    static final int RUNNING = 10;

    private final Handles handles;
    private final StepService steps;
    private final LogService logs;
    private final FailureLister failures;
    private final ExecutionLister lister;
    private final ExecutionWalk walk;
    private final Differences differences;

    Diagnosis(
            Handles handles,
            StepService steps,
            LogService logs,
            FailureLister failures,
            ExecutionLister lister,
            ExecutionWalk walk,
            Differences differences) {
        this.handles = handles;
        this.steps = steps;
        this.logs = logs;
        this.failures = failures;
        this.lister = lister;
        this.walk = walk;
        this.differences = differences;
    }

    /** What is known of an execution's failure. */
    public Uni<Findings> of(Caller caller, String handle) {
        return handles.opened(caller, handle)
                .chain(
                        execution ->
                                steps.failed(caller, execution.id(), FAILING)
                                        .chain(failing -> of(caller, execution, failing)));
    }

    private Uni<Findings> of(Caller caller, ExecutionSummary execution, List<Step> failing) {
        Optional<Culprit> culprit = Culprit.of(failing);
        boolean isOver = execution.status().isTerminal() || !failing.isEmpty();
        return Uni.combine()
                .all()
                .unis(
                        lines(caller, execution.id(), culprit),
                        elsewhere(caller, execution.id()),
                        walk.lastCompletedBefore(caller, execution),
                        stillRunning(caller, execution))
                .asTuple()
                .chain(
                        found ->
                                differences(caller, execution, found.getItem3(), isOver)
                                        .map(
                                                different ->
                                                        new Findings(
                                                                execution,
                                                                culprit.orElse(null),
                                                                found.getItem4(),
                                                                failing.size() == FAILING,
                                                                found.getItem1(),
                                                                !caller.seesPayloads(),
                                                                found.getItem2().orElse(null),
                                                                found.getItem3().orElse(null),
                                                                different.orElse(null))));
    }

    /** What it was at when nothing more was heard of it; nobody says of these steps how they ended. */
    private Uni<List<Step>> stillRunning(Caller caller, ExecutionSummary execution) {
        return execution.status() == ExecutionStatus.CRASHED
                ? steps.running(caller, execution.id(), RUNNING + 1)
                : Uni.createFrom().item(List.of());
    }

    /** The last lines of the step that failed first; where it wrote none, of the execution. */
    private Uni<List<LogLine>> lines(Caller caller, UUID id, Optional<Culprit> culprit) {
        if (!caller.seesPayloads()) {
            return Uni.createFrom().item(List.of());
        }
        Uni<List<LogLine>> ofStep =
                culprit.map(it -> logs.tail(caller, id, LogFilter.ofStep(it.step().key()), LINES))
                        .orElseGet(() -> Uni.createFrom().item(List.of()));
        return ofStep.chain(
                lines ->
                        lines.isEmpty()
                                ? logs.tail(caller, id, LogFilter.ALL, LINES)
                                : Uni.createFrom().item(lines));
    }

    private Uni<Optional<Elsewhere>> elsewhere(Caller caller, UUID id) {
        return failures.ofExecution(caller, id)
                .chain(
                        group ->
                                group.isEmpty()
                                        ? Uni.createFrom().item(Optional.empty())
                                        : others(caller, id, group.get()).map(Optional::of));
    }

    private Uni<Elsewhere> others(Caller caller, UUID id, ListedFailure group) {
        Query query =
                new Query(
                        Map.of(
                                "fingerprint",
                                List.of(group.fingerprint()),
                                "status",
                                List.of("failed,timed_out,crashed")));
        return lister.list(caller, query, new Limit(OTHERS + 1), Offset.NONE, null)
                .map(
                        page ->
                                new Elsewhere(
                                        group,
                                        page.items().stream()
                                                .filter(it -> !it.id().equals(id))
                                                .limit(OTHERS)
                                                .toList()));
    }

    /** Only short of what would make the explanation fail: two that cannot be compared are not. */
    private Uni<Optional<Differences.Told>> differences(
            Caller caller,
            ExecutionSummary execution,
            Optional<ExecutionSummary> success,
            boolean isOver) {
        if (!isOver || success.isEmpty() || !caller.seesPayloads()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return differences
                .find(
                        caller,
                        new ExecutionRef(execution.id(), null),
                        new ExecutionRef(success.get().id(), null),
                        Findings.BOUNDS.steps())
                .map(Optional::of)
                .onFailure(ProblemException.class)
                .recoverWithItem(Optional.empty());
    }
}
