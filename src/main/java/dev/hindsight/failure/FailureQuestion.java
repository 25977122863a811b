package dev.hindsight.failure;

import dev.hindsight.analytics.Cover;
import dev.hindsight.fold.Grain;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which groups of failures are asked for.
 *
 * @param workflows whose failures count; empty: those of all
 * @param from failures of executions count that started then or later; {@code null}: of all time
 * @param to and before
 * @param states of the groups; never empty
 * @param isByCount whether the most frequent come first, and not those that were seen last
 * @param limit most groups
 */
record FailureQuestion(
        int namespaceId,
        List<String> workflows,
        @Nullable Instant from,
        @Nullable Instant to,
        List<FailureState> states,
        boolean isByCount,
        int limit) {

    FailureQuestion {
        workflows = List.copyOf(workflows);
        states = states.isEmpty() ? List.of(FailureState.values()) : List.copyOf(states);
    }

    /** Whether all failures there ever were count. */
    boolean isOfAll() {
        return workflows.isEmpty() && from == null && to == null;
    }

    /** What the range is made up of, in grains that failures are summed up by. */
    Cover cover() {
        return Cover.of(from, to).without(Grain.HOUR, Grain.EVER);
    }
}
