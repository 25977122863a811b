package dev.hindsight.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hindsight.log.LogOutcome;
import dev.hindsight.stream.LineError;
import dev.hindsight.stream.LineErrors;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of reported lines.
 *
 * @param accepted lines stored, renumbered ones included
 * @param duplicates lines that were stored already
 * @param renumbered lines whose sequence was taken by a different line
 * @param dropped lines that were not stored, since the log of their execution is full; left out where
 *     there are none
 * @param rejected lines of NDJSON that are not valid; left out where there are none
 * @param errors why, for each of the first hundred of them
 */
@RegisterForReflection
public record LogReceipt(
        int accepted,
        int duplicates,
        int renumbered,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer dropped,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long rejected,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<LineError> errors) {

    /** The receipt for lines that were all valid. */
    static LogReceipt of(LogOutcome outcome) {
        return of(outcome, null, null);
    }

    /** The receipt for lines of which some may not be valid. */
    static LogReceipt of(LogOutcome outcome, LineErrors errors) {
        return errors.count() == 0 ? of(outcome) : of(outcome, errors.count(), errors.told());
    }

    private static LogReceipt of(
            LogOutcome outcome, @Nullable Long rejected, @Nullable List<LineError> errors) {
        return new LogReceipt(
                outcome.accepted(),
                outcome.duplicates(),
                outcome.renumbered(),
                outcome.dropped() == 0 ? null : Integer.valueOf(outcome.dropped()),
                rejected,
                errors);
    }
}
