package dev.hindsight.log;

import dev.hindsight.field.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One reported line.
 *
 * @param fields what it says
 * @param sentSequence the sequence it was once sent with, where it comes back from an export under the
 *     one that it was given instead
 */
public record LogReport(Fields<LogField> fields, @Nullable Long sentSequence) {

    /** A line that comes for the first time. */
    public LogReport(Fields<LogField> fields) {
        this(fields, null);
    }

    /** The engine's order within the execution; {@code null} to be given the next free one. */
    public @Nullable Long sequence() {
        return fields.get(LogField.SEQUENCE, Long.class);
    }
}
