package dev.hindsight.log;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.RowCursor;
import java.time.OffsetDateTime;

/** Reads rows of {@link LogSql#COLUMNS}. */
public final class LogRows {

    private LogRows() {}

    /** Reads a line where the cursor stands. */
    public static LogLine read(RowCursor next) {
        long sequence = requireNonNull(next.bigint());
        OffsetDateTime timestamp = requireNonNull(next.moment());
        LogLevel level = LogLevel.ofCode(requireNonNull(next.integer()));
        String type = next.text();
        String stepKey = next.text();
        Integer attempt = next.integer();
        Integer stream = next.integer();
        return new LogLine(
                sequence,
                timestamp,
                level,
                type,
                stepKey,
                attempt,
                stream == null ? null : stream == 1 ? "stdout" : "stderr",
                next.text(),
                next.text(),
                next.text());
    }
}
