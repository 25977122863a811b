package dev.hindsight.rollup;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What all executions of a workflow count for that ever were.
 *
 * @param latestAt when the one started that started last
 * @param latestId that one, which may be deleted or gone
 * @param p95DurationMs of those that ended, within 1 %; {@code null} when none did
 */
public record WorkflowTotal(
        String workflowId,
        long total,
        long pending,
        long running,
        long completed,
        long failed,
        long cancelled,
        long timedOut,
        long crashed,
        @Nullable Double p95DurationMs,
        @Nullable Instant latestAt,
        @Nullable UUID latestId) {

    /** Of a workflow of which nothing was ever counted. */
    public static WorkflowTotal none(String workflowId) {
        return new WorkflowTotal(workflowId, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null);
    }
}
