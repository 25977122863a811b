package dev.hindsight.execution;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import org.jspecify.annotations.Nullable;

/**
 * An execution with its payloads, each as JSON text.
 *
 * @param summary what lists tell of it
 * @param notices what was altered in it: the stored arrays of notices by column
 */
@JsonSerialize(using = ExecutionJson.Whole.class)
public record Execution(
        ExecutionSummary summary,
        @Nullable String input,
        @Nullable String output,
        @Nullable String metadata,
        @Nullable String triggerData,
        @Nullable String errorStack,
        @Nullable String notices) {}
