package dev.hindsight.step;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.hindsight.access.Caller;
import dev.hindsight.outcome.Cost;
import dev.hindsight.outcome.RecordedError;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a visit of an execution to a node.
 *
 * @param key unique in its execution
 * @param attempt from 1
 * @param version grows by one with each change of a field
 * @param dependsOn a JSON array of keys
 * @param durationMs never negative; absent while it runs
 * @param payloads its payloads; {@code null} where they are left out
 */
@JsonSerialize(using = StepJson.class)
public record Step(
        String key,
        int attempt,
        int version,
        String nodeId,
        @Nullable String nodeType,
        @Nullable String nodeName,
        @Nullable Integer stepIndex,
        @Nullable Integer iteration,
        @Nullable String parentKey,
        @Nullable String dependsOn,
        StepStatus status,
        @Nullable OffsetDateTime queuedAt,
        @Nullable OffsetDateTime startedAt,
        @Nullable OffsetDateTime completedAt,
        @Nullable Long durationMs,
        @Nullable RecordedError error,
        @Nullable Boolean cached,
        @Nullable Cost cost,
        @Nullable Payloads payloads) {

    /** The same without its payloads. */
    public Step summary() {
        return with(null);
    }

    /** The same for a caller, who may not be one to read payloads. */
    Step told(Caller caller) {
        return payloads == null || caller.seesPayloads() ? this : with(payloads.withhold());
    }

    /** The same with other payloads; {@code null} leaves them out. */
    public Step with(@Nullable Payloads other) {
        return new Step(
                key,
                attempt,
                version,
                nodeId,
                nodeType,
                nodeName,
                stepIndex,
                iteration,
                parentKey,
                dependsOn,
                status,
                queuedAt,
                startedAt,
                completedAt,
                durationMs,
                error,
                cached,
                cost,
                other);
    }

    /**
     * What an attempt carries, each as JSON text.
     *
     * @param notices what was altered: the stored arrays of notices by column
     * @param withheld whether they are absent because they are not for who asks
     */
    public record Payloads(
            @Nullable String input,
            @Nullable String output,
            @Nullable String metadata,
            @Nullable String errorStack,
            @Nullable String notices,
            boolean withheld) {

        private Payloads withhold() {
            return new Payloads(null, null, null, null, null, true);
        }
    }
}
