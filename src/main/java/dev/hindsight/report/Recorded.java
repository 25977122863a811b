package dev.hindsight.report;

import dev.hindsight.log.LogOutcome;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.recording.ExecutionOutcome;
import dev.hindsight.step.StepOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one report. It is durable when this is told.
 *
 * @param execution what became of its execution
 * @param steps one for each report of a step
 * @param lines what became of its lines
 */
public record Recorded(ExecutionOutcome execution, List<StepOutcome> steps, LogOutcome lines) {

    /** The outcome of a report of which nothing was taken. */
    static Recorded refused(@Nullable ProblemException problem) {
        return new Recorded(
                new ExecutionOutcome(null, null, false, problem), List.of(), LogOutcome.NONE);
    }

    /** Whether nothing was written yet, since others hold the execution. */
    boolean isHeld() {
        return execution.isHeld();
    }

    /** Whether a part of the report was taken and another was not, which must not be. */
    boolean isHalf() {
        return execution.problem() == null && problem() != null;
    }

    /** Whether it may have left a change; a sign of life leaves none. */
    boolean mayChange() {
        return execution.summary() != null || !steps.isEmpty() || lines.accepted() > 0;
    }

    /** Why nothing of the report was taken; {@code null} if it was. */
    public @Nullable ProblemException problem() {
        if (execution.problem() != null) {
            return execution.problem();
        }
        for (StepOutcome step : steps) {
            if (step.problem() != null) {
                return step.problem();
            }
        }
        return null;
    }
}
