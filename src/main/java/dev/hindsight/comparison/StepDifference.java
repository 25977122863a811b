package dev.hindsight.comparison;

import dev.hindsight.outcome.Cost;
import dev.hindsight.outcome.RecordedError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How two steps differ, but for their statuses and times.
 *
 * @param pair which pair of its batch it is
 * @param left what is narrow of the one
 * @param right what is narrow of the other
 * @param sizes of each payload the bytes on both sides together; {@code null} where it is equal
 */
record StepDifference(int pair, Narrow left, Narrow right, List<@Nullable Integer> sizes) {

    /** What a step tells besides payloads, as far as it is compared. */
    record Narrow(
            @Nullable String nodeName,
            @Nullable String nodeType,
            @Nullable RecordedError error,
            @Nullable Boolean cached,
            @Nullable Cost cost) {}

    /** About how many bytes of payloads are fetched to tell it. */
    long bytes() {
        long bytes = 0;
        for (Integer size : sizes) {
            bytes += size == null ? 0 : Math.min(size, 2 * Difference.MAX_BYTES);
        }
        return bytes;
    }

    /** Tells what is narrow. */
    void tell(Changes changes) {
        changes.text("/nodeType", left.nodeType(), right.nodeType())
                .text("/nodeName", left.nodeName(), right.nodeName())
                .json("/cached", json(left.cached()), json(right.cached()));
        RecordFields.error(changes, left.error(), right.error());
        RecordFields.cost(changes, left.cost(), right.cost());
    }

    private static @Nullable String json(@Nullable Boolean value) {
        return value == null ? null : value.toString();
    }
}
