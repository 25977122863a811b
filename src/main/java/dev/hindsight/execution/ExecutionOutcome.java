package dev.hindsight.execution;

import dev.hindsight.problem.ProblemException;
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
 */
public record ExecutionOutcome(
        @Nullable UUID id,
        @Nullable ExecutionSummary summary,
        boolean created,
        @Nullable ProblemException problem) {

    static ExecutionOutcome failed(ProblemException problem) {
        return new ExecutionOutcome(null, null, false, problem);
    }
}
