package dev.hindsight.logsearch;

import dev.hindsight.content.Words;
import dev.hindsight.log.LogLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which lines are looked for; all that is there must match.
 *
 * @param words in the message, or in the beginning of the data
 * @param levels any of these, if any are given
 * @param minLevel this or above
 * @param types any of these, if any are given
 * @param stepKeys likewise
 */
record LogQuestion(
        @Nullable Words words,
        List<LogLevel> levels,
        @Nullable LogLevel minLevel,
        List<String> types,
        List<String> stepKeys) {}
