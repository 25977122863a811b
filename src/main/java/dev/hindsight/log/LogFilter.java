package dev.hindsight.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of an execution can be narrowed by; an empty list of values does not narrow.
 *
 * @param afterSequence only lines behind this one
 * @param beforeSequence only lines before this one
 * @param levels any of these
 * @param minLevel this or above
 * @param types any of these
 * @param stepKeys any of these
 * @param words all of these somewhere in the message, in any case
 */
public record LogFilter(
        @Nullable Long afterSequence,
        @Nullable Long beforeSequence,
        List<LogLevel> levels,
        @Nullable LogLevel minLevel,
        List<String> types,
        List<String> stepKeys,
        List<String> words) {

    /** All lines. */
    public static final LogFilter ALL =
            new LogFilter(null, null, List.of(), null, List.of(), List.of(), List.of());

    public LogFilter {
        levels = List.copyOf(levels);
        types = List.copyOf(types);
        stepKeys = List.copyOf(stepKeys);
        words = List.copyOf(words);
    }

    /** All lines of one step. */
    public static LogFilter ofStep(String key) {
        return new LogFilter(null, null, List.of(), null, List.of(), List.of(key), List.of());
    }

    /** The same filter, for the lines behind a sequence. */
    public LogFilter after(long sequence) {
        return beyond(sequence, false);
    }

    /** The same filter, for the lines on the far side of a sequence. */
    LogFilter beyond(@Nullable Long sequence, boolean descending) {
        return new LogFilter(
                descending || sequence == null ? afterSequence : sequence,
                descending && sequence != null ? sequence : beforeSequence,
                levels,
                minLevel,
                types,
                stepKeys,
                words);
    }
}
