package dev.hindsight.copy;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.Fields;
import dev.hindsight.transcript.Stamps;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An execution as a transcript tells it.
 *
 * @param fields what it says, with its notices
 * @param unset fields for which a default is told, and that hold nothing
 * @param life what is kept of it besides its fields
 * @param stamps which reports set its fields
 */
public record ExecutionCopy(
        UUID id,
        @Nullable String externalId,
        String workflowId,
        Fields<ExecutionField> fields,
        Set<ExecutionField> unset,
        Life life,
        Stamps stamps) {

    public ExecutionCopy {
        unset = Set.copyOf(unset);
        if (!stamps.fit(ExecutionField.values().length + 1)) {
            throw new IllegalArgumentException("These are no stamps of an execution");
        }
    }

    /**
     * What is kept of an execution besides its fields.
     *
     * @param failedNode the node of its latest failed step
     * @param failedAt when that failed
     * @param logBytes bytes of its log, as they were counted
     * @param logDropped lines that came when its log was full
     */
    public record Life(
            int version,
            OffsetDateTime createdAt,
            OffsetDateTime updatedAt,
            @Nullable OffsetDateTime deletedAt,
            @Nullable OffsetDateTime lastHeartbeatAt,
            boolean payloadExpired,
            @Nullable String failedNode,
            @Nullable OffsetDateTime failedAt,
            long logBytes,
            long logDropped) {}

    /** What is bound for a field: what is told of it, or what every execution has. */
    @Nullable Object value(ExecutionField field) {
        Object value = unset.contains(field) ? null : fields.get(field);
        if (value != null) {
            return value;
        }
        return switch (field) {
            case ATTEMPT -> Integer.valueOf(1);
            case TRIGGER_TYPE -> "manual";
            case PINNED -> false;
            default -> null;
        };
    }
}
