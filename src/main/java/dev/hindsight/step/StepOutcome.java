package dev.hindsight.step;

import dev.hindsight.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What became of one report of a step.
 *
 * @param key the step's key
 * @param attempt from 1
 * @param version the attempt's version after the report; 0 with a problem
 * @param status the attempt's status after the report; {@code null} with a problem
 * @param created whether the report began the attempt
 * @param problem why the report was not taken; {@code null} if it was
 */
public record StepOutcome(
        String key,
        int attempt,
        int version,
        @Nullable StepStatus status,
        boolean created,
        @Nullable ProblemException problem) {

    /** Whether the report was taken but for its status, since a later one is known. */
    public boolean ignores(StepReport report) {
        Short sent = report.fields().get(StepField.STATUS, Short.class);
        return status != null && sent != null && status.code() != sent;
    }
}
