package dev.hindsight.failure;

import dev.hindsight.fold.Grain;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A range of time in equal parts, side by side, so that one sees how failures come and go.
 *
 * @param start where the first part begins: at a full quarter of an hour
 * @param part how long each is: some quarters of an hour
 * @param first where the quarters begin that lie whole in the range
 * @param last where they end
 */
record FailureTrend(Instant start, Duration part, Instant first, Instant last) {

    static final int PARTS = 24;

    private static final Duration USUAL = Duration.ofHours(24);

    /**
     * The parts of a range. The last one ends with the range, or with the quarter of an hour that it ends
     * in; where the range is no multiple of the parts, the first begins before it.
     *
     * @param from inclusive; {@code null}: 24 hours before the end
     * @param to exclusive; {@code null}: now
     */
    static FailureTrend of(@Nullable Instant from, @Nullable Instant to, Instant now) {
        Instant end = Grain.QUARTER.ceil(to == null ? now : to);
        Instant begin = from == null ? end.minus(USUAL) : Grain.QUARTER.floor(from);
        long quarter = Grain.QUARTER.duration().toSeconds();
        long quarters = Math.max(0, Duration.between(begin, end).toSeconds() / quarter);
        long each = Math.max(1, (quarters + PARTS - 1) / PARTS);
        Instant start = end.minusSeconds(PARTS * each * quarter);
        return new FailureTrend(
                start,
                Duration.ofSeconds(each * quarter),
                from == null ? start : Grain.QUARTER.ceil(from),
                to == null ? end : Grain.QUARTER.floor(to));
    }

    /** In which part a moment lies, from 0; −1 if in none. */
    int indexOf(Instant moment) {
        long seconds = Duration.between(start, moment).toSeconds();
        return moment.isBefore(start) || seconds >= PARTS * part.toSeconds()
                ? -1
                : (int) (seconds / part.toSeconds());
    }
}
