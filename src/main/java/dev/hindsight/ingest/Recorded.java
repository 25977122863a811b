package dev.hindsight.ingest;

import dev.hindsight.execution.ExecutionOutcome;
import dev.hindsight.log.LogOutcome;
import dev.hindsight.problem.ProblemException;
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
