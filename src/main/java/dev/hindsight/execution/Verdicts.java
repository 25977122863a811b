package dev.hindsight.execution;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;

/** The verdicts of the merge statement, in words for the caller. */
final class Verdicts {

    private Verdicts() {}

    static ExecutionOutcome outcome(ExecutionStore.Merged merged, ExecutionReport report) {
        ExecutionSummary now = merged.summary();
        return switch (merged.verdict()) {
            case "created" -> new ExecutionOutcome(now.id(), now, true, null);
            case "merged" -> new ExecutionOutcome(now.id(), now, false, null);
            case "workflow" -> conflict("The execution belongs to another workflowId.");
            case "run" -> conflict("The execution has another runId.");
            case "external" -> conflict("The execution has another externalId.");
            case "version" ->
                    ExecutionOutcome.failed(
                            new ProblemException(
                                    ProblemType.VERSION_MISMATCH,
                                    "The execution has version "
                                            + now.version()
                                            + ", not "
                                            + report.ifVersion()
                                            + "."));
            case "transition" ->
                    ExecutionOutcome.failed(
                            new ProblemException(
                                    ProblemType.ILLEGAL_TRANSITION,
                                    "The execution is "
                                            + now.status().word()
                                            + ", which the status sent cannot follow."));
            default -> throw new IllegalStateException("Unknown verdict " + merged.verdict());
        };
    }

    private static ExecutionOutcome conflict(String detail) {
        return ExecutionOutcome.failed(new ProblemException(ProblemType.CONFLICT, detail));
    }
}
