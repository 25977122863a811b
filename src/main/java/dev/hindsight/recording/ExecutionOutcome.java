package dev.hindsight.recording;

import dev.hindsight.edge.EntityTag;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.field.Labels;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one report of an execution.
 *
 * @param id the execution; {@code null} only with a problem
 * @param summary the execution as it stands now; {@code null} with a problem, and where the report
 *     said nothing of the execution itself
 * @param created whether the report began it
 * @param problem why the report was not taken; {@code null} if it was
 * @param isHeld whether that is since others hold the execution, and the report was not to wait
 */
public record ExecutionOutcome(
        @Nullable UUID id,
        @Nullable ExecutionSummary summary,
        boolean created,
        @Nullable ProblemException problem,
        boolean isHeld) {

    /** An outcome of which all is known. */
    public ExecutionOutcome(
            @Nullable UUID id,
            @Nullable ExecutionSummary summary,
            boolean created,
            @Nullable ProblemException problem) {
        this(id, summary, created, problem, false);
    }

    /** The outcome of a report that did not wait for others who hold its execution. */
    static ExecutionOutcome held() {
        ProblemException problem =
                new ProblemException(
                        ProblemType.CONFLICT, "Another writer holds the execution. Try again.");
        return new ExecutionOutcome(null, null, false, problem, true);
    }

    /** The outcome of a report that needs no more than that its execution is there. */
    static ExecutionOutcome settled(UUID id, ExecutionReport report, int version) {
        return EntityTag.matches(report.ifVersion(), version)
                ? new ExecutionOutcome(id, null, false, null)
                : failed(ExecutionService.mismatch("has version " + version, report.ifVersion()));
    }

    static ExecutionOutcome failed(ProblemException problem) {
        return new ExecutionOutcome(null, null, false, problem);
    }

    /** Whether the report was taken but for its status, since a later one is known. */
    public boolean ignores(ExecutionReport report) {
        Short sent = report.fields().get(ExecutionField.STATUS, Short.class);
        return summary != null && sent != null && summary.status().code() != sent;
    }

    /** The verdict of the merge statement, in words for the caller. */
    static ExecutionOutcome of(ExecutionMergeStore.Merged merged, ExecutionReport report) {
        ExecutionSummary now = merged.summary();
        return switch (merged.verdict()) {
            case "created" -> new ExecutionOutcome(now.id(), now, true, null);
            case "merged" -> new ExecutionOutcome(now.id(), now, false, null);
            case "workflow" -> conflict("The execution belongs to another workflowId.");
            case "run" -> conflict("The execution has another runId.");
            case "external" -> failed(otherName());
            case "version" ->
                    failed(
                            ExecutionService.mismatch(
                                    "has version " + now.version(), report.ifVersion()));
            case "labels" ->
                    failed(invalid("/labels", "There are more than " + Labels.MAX + " labels."));
            case "transition" ->
                    failed(
                            new ProblemException(
                                    ProblemType.ILLEGAL_TRANSITION,
                                    "The execution is "
                                            + now.status().word()
                                            + ", which the status sent cannot follow."));
            default -> throw new IllegalStateException("Unknown verdict " + merged.verdict());
        };
    }

    /** There is no such execution: nothing to report to, or nothing said to begin one. */
    static ProblemException unknown(ExecutionReport report) {
        Integer demanded = report.ifVersion();
        if (demanded != null && (report.begins() || demanded == EntityTag.ANY)) {
            return ExecutionService.mismatch("does not exist", demanded);
        }
        return report.patches() || report.onlyTouches()
                ? new ProblemException(ProblemType.NOT_FOUND, "There is no such execution.")
                : invalid(
                        "/workflowId",
                        "It is needed to begin an execution, and there is none yet to merge into.");
    }

    /** A client's own id is too old, or too new, to begin an execution with. */
    static ProblemException misdated(ExecutionReport report) {
        return report.onlyTouches()
                ? unknown(report)
                : invalid(
                        "/id",
                        "There is no such execution, and to begin one the id's time must lie within"
                                + " the last 24 hours and the next 5 minutes.");
    }

    static ProblemException twoExecutions() {
        return new ProblemException(
                ProblemType.CONFLICT, "The id and the externalId belong to different executions.");
    }

    static ProblemException otherName() {
        return new ProblemException(ProblemType.CONFLICT, "The execution has another externalId.");
    }

    static ProblemException contended() {
        return new ProblemException(
                ProblemType.UNAVAILABLE, "Too many reports of this execution at once. Try again.");
    }

    private static ProblemException invalid(String pointer, String detail) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                pointer.substring(1) + ": " + detail,
                List.of(new Violation(pointer, detail)));
    }

    private static ExecutionOutcome conflict(String detail) {
        return failed(new ProblemException(ProblemType.CONFLICT, detail));
    }
}
