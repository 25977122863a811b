package dev.hindsight.fold;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an execution or an attempt of a step counts for, added or taken away.
 *
 * @param sign 1, or -1 for what is taken away
 * @param nodeId of an attempt; {@code null} of an execution
 * @param executionId of an execution; {@code null} of an attempt
 * @param status its code: that of {@code ExecutionStatus} or {@code StepStatus}
 * @param startedAt decides to which spans it belongs
 * @param durationMs of what ended
 * @param sampleRate more than 0, at most 1
 * @param cached whether the attempt was answered from a cache
 * @param cost of an execution
 * @param failure of an execution that failed
 */
public record Delta(
        int namespaceId,
        int sign,
        String workflowId,
        @Nullable String nodeId,
        @Nullable UUID executionId,
        int status,
        Instant startedAt,
        @Nullable Long durationMs,
        double sampleRate,
        boolean cached,
        @Nullable Cost cost,
        @Nullable Failure failure) {

    /** What an execution cost; the unit is empty where none was reported. */
    public record Cost(BigDecimal amount, String unit) {}

    /**
     * How an execution failed.
     *
     * @param fingerprint which failures of the same kind share
     * @param failedAt when the execution ended
     * @param message and what follows it are absent where the failure is taken away
     */
    public record Failure(
            String fingerprint,
            Instant failedAt,
            UUID executionId,
            @Nullable String message,
            @Nullable String errorType,
            @Nullable String failedNode) {}

    /** Whether it is added. */
    public boolean isAdded() {
        return sign > 0;
    }
}
