package dev.hindsight.execution;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.hindsight.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * An execution with its payloads, each as JSON text.
 *
 * @param summary what lists tell of it
 * @param notices what was altered in it: the stored arrays of notices by column
 * @param payloadWithheld whether payloads are absent because they are not for who asks
 */
@JsonSerialize(using = ExecutionJson.Whole.class)
public record Execution(
        ExecutionSummary summary,
        @Nullable String input,
        @Nullable String output,
        @Nullable String metadata,
        @Nullable String triggerData,
        @Nullable String errorStack,
        @Nullable String notices,
        boolean payloadWithheld) {

    /** The same for a caller, who may not be one to read payloads. */
    public Execution told(Caller caller) {
        return caller.seesPayloads()
                ? this
                : new Execution(summary, null, null, null, null, null, null, true);
    }
}
