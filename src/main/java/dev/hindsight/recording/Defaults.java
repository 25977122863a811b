package dev.hindsight.recording;

import static dev.hindsight.execution.ExecutionField.COMPLETED_AT;
import static dev.hindsight.execution.ExecutionField.DURATION_MS;
import static dev.hindsight.execution.ExecutionField.STARTED_AT;
import static dev.hindsight.execution.ExecutionField.STATUS;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.Fields;
import dev.hindsight.field.Moments;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The values with which a report would begin an execution: what it says, and a default for what
 * every execution has. Defaults carry no stamp, so that any later report that says the thing itself
 * replaces them.
 */
final class Defaults {

    private final Fields<ExecutionField> fields;
    private final ExecutionStatus status;
    private final OffsetDateTime startedAt;
    private final @Nullable OffsetDateTime completedAt;
    private final @Nullable Long durationMs;

    private Defaults(Fields<ExecutionField> fields, OffsetDateTime now) {
        this.fields = fields;
        Short code = fields.get(STATUS, Short.class);
        this.status = code == null ? ExecutionStatus.RUNNING : ExecutionStatus.ofCode(code);
        boolean ended = status.isTerminal() || status == ExecutionStatus.CRASHED;
        OffsetDateTime end = fields.get(COMPLETED_AT, OffsetDateTime.class);
        this.completedAt = end == null && ended ? now : end;
        Long sentMs = fields.get(DURATION_MS, Long.class);
        OffsetDateTime start = fields.get(STARTED_AT, OffsetDateTime.class);
        this.startedAt = start != null ? start : startBefore(now, ended, sentMs);
        this.durationMs =
                sentMs != null || !ended || completedAt == null
                        ? sentMs
                        : Long.valueOf(
                                Math.max(0, Duration.between(startedAt, completedAt).toMillis()));
    }

    static Defaults of(Fields<ExecutionField> fields, OffsetDateTime now) {
        return new Defaults(fields, now);
    }

    /** An end without a start: it lay as long before as it lasted, or is not known to be earlier. */
    private OffsetDateTime startBefore(OffsetDateTime now, boolean ended, @Nullable Long sentMs) {
        if (!ended || completedAt == null) {
            return now;
        }
        if (sentMs != null) {
            return Moments.before(completedAt, sentMs);
        }
        return completedAt.isBefore(now) ? completedAt : now;
    }

    ExecutionStatus status() {
        return status;
    }

    OffsetDateTime startedAt() {
        return startedAt;
    }

    /** What is bound for a field: what was said of it, or its default. */
    @Nullable Object value(ExecutionField field) {
        return switch (field) {
            case STATUS -> status.code();
            case STARTED_AT -> startedAt;
            case COMPLETED_AT -> fields.has(field) ? fields.get(field) : completedAt;
            case DURATION_MS -> fields.has(field) ? fields.get(field) : durationMs;
            case ATTEMPT -> fields.has(field) ? fields.get(field) : Integer.valueOf(1);
            case TRIGGER_TYPE -> fields.get(field) == null ? "manual" : fields.get(field);
            case PINNED -> Boolean.TRUE.equals(fields.get(field));
            default -> fields.get(field);
        };
    }
}
