package dev.hindsight.comparison;

import dev.hindsight.step.StepStatus;
import org.jspecify.annotations.Nullable;

/**
 * The newest attempt of a step, in outline.
 *
 * @param key unique in its execution
 * @param durationMs absent while it runs
 */
record Visit(
        String key,
        int attempt,
        String nodeId,
        @Nullable Integer iteration,
        StepStatus status,
        @Nullable Long durationMs) {}
