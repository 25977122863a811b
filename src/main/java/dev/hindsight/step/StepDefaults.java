package dev.hindsight.step;

import dev.hindsight.field.Fields;
import dev.hindsight.field.Moments;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The values with which a report would begin a step: what it says, and a default for the rest. A
 * step that has an end and no status is completed, one with neither runs.
 */
final class StepDefaults {

    private final Fields<StepField> fields;
    private final @Nullable String nodeId;
    private final StepStatus status;
    private final @Nullable OffsetDateTime startedAt;
    private final @Nullable OffsetDateTime completedAt;
    private final @Nullable Long durationMs;

    StepDefaults(StepReport report, OffsetDateTime now) {
        this.fields = report.fields();
        this.nodeId =
                fields.has(StepField.NODE_ID)
                        ? fields.get(StepField.NODE_ID, String.class)
                        : report.defaultNode();
        OffsetDateTime end = fields.get(StepField.COMPLETED_AT, OffsetDateTime.class);
        Short code = fields.get(StepField.STATUS, Short.class);
        if (code != null) {
            this.status = StepStatus.ofCode(code);
        } else {
            this.status = end == null ? StepStatus.RUNNING : StepStatus.COMPLETED;
        }
        boolean ended = status.rank() == 2 || status == StepStatus.CRASHED;
        this.completedAt = end == null && ended ? now : end;
        Long sentMs = fields.get(StepField.DURATION_MS, Long.class);
        this.startedAt = startedAt(now, ended, sentMs);
        this.durationMs =
                sentMs != null || !ended || completedAt == null || startedAt == null
                        ? sentMs
                        : Long.valueOf(
                                Math.max(0, Duration.between(startedAt, completedAt).toMillis()));
    }

    /** As of executions; but one that waits, or was passed by, has not started. */
    private @Nullable OffsetDateTime startedAt(
            OffsetDateTime now, boolean ended, @Nullable Long sentMs) {
        OffsetDateTime start = fields.get(StepField.STARTED_AT, OffsetDateTime.class);
        if (start != null || status == StepStatus.PENDING || status == StepStatus.SKIPPED) {
            return start;
        }
        if (!ended || completedAt == null) {
            return now;
        }
        if (sentMs != null) {
            return Moments.before(completedAt, sentMs);
        }
        return completedAt.isBefore(now) ? completedAt : now;
    }

    int rank() {
        return status.rank();
    }

    /** What is bound for a field: what was said of it, or its default. */
    @Nullable Object value(StepField field) {
        return switch (field) {
            case STATUS -> status.code();
            case NODE_ID -> nodeId;
            case STARTED_AT -> startedAt;
            case COMPLETED_AT -> fields.has(field) ? fields.get(field) : completedAt;
            case DURATION_MS -> fields.has(field) ? fields.get(field) : durationMs;
            default -> fields.get(field);
        };
    }
}
