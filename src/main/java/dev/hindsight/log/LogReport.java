package dev.hindsight.log;

import dev.hindsight.field.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One reported line.
 *
 * @param fields what it says
 */
public record LogReport(Fields<LogField> fields) {

    /** The engine's order within the execution; {@code null} to be given the next free one. */
    public @Nullable Long sequence() {
        return fields.get(LogField.SEQUENCE, Long.class);
    }
}
