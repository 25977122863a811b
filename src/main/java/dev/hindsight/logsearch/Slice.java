package dev.hindsight.logsearch;

import dev.hindsight.partition.PartitionDay;
import dev.hindsight.partition.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A stretch of time, told by the ids of the executions that were first reported in it.
 *
 * @param floor the least id
 * @param ceiling the least id behind it
 * @param isIndexed whether an index finds the words of all its lines
 * @param width how long it is at most; the next one that is likewise indexed is longer
 */
record Slice(UUID floor, UUID ceiling, boolean isIndexed, Duration width) {

    /** Days that have an index cost little: what is planned for many of them costs more. */
    private static final Duration FIRST_INDEXED = Duration.ofDays(1);

    private static final Duration LONGEST_INDEXED = Duration.ofDays(32);

    /** Of a busy service minutes may hold a million lines, of an idle one a day nearly none. */
    private static final Duration FIRST = Duration.ofMinutes(5);

    private static final Duration LONGEST = Duration.ofDays(1);

    /** The first slice before a place. */
    static Optional<Slice> before(UUID place, List<PartitionDay> days) {
        return next(place, days, FIRST, FIRST_INDEXED);
    }

    /** The slice before this one. */
    Optional<Slice> before(List<PartitionDay> days) {
        return next(
                floor,
                days,
                isIndexed ? FIRST : twice(LONGEST),
                isIndexed ? twice(LONGEST_INDEXED) : FIRST_INDEXED);
    }

    private Duration twice(Duration longest) {
        Duration twice = width.multipliedBy(2);
        return twice.compareTo(longest) > 0 ? longest : twice;
    }

    /**
     * The next slice.
     *
     * @param place which it lies before
     * @param days that may hold a line, newest first
     */
    private static Optional<Slice> next(
            UUID place, List<PartitionDay> days, Duration width, Duration indexedWidth) {
        for (int i = 0; i < days.size(); i++) {
            PartitionDay day = days.get(i);
            if (compare(day.floor(), place) >= 0) {
                continue;
            }
            UUID ceiling = compare(day.ceiling(), place) < 0 ? day.ceiling() : place;
            return Optional.of(
                    day.isIndexed()
                            ? ofDays(days.subList(i, days.size()), ceiling, indexedWidth)
                            : ofOneDay(day, ceiling, width));
        }
        return Optional.empty();
    }

    private static Slice ofOneDay(PartitionDay day, UUID ceiling, Duration width) {
        Instant end = Uuid7.timeOf(ceiling);
        Instant start = day.day().atStartOfDay(ZoneOffset.UTC).toInstant();
        // Also behind a ceiling within a millisecond, as those of places are.
        Instant from = end.minus(width);
        return new Slice(
                from.isAfter(start) ? Uuid7.floor(from) : day.floor(), ceiling, false, width);
    }

    /** Indexed days that follow one another. */
    private static Slice ofDays(List<PartitionDay> days, UUID ceiling, Duration width) {
        UUID floor = days.get(0).floor();
        for (PartitionDay day : days.subList(1, days.size())) {
            boolean fits =
                    Duration.between(Uuid7.timeOf(day.floor()), Uuid7.timeOf(ceiling))
                                    .compareTo(width)
                            <= 0;
            if (!day.isIndexed() || !fits) {
                break;
            }
            floor = day.floor();
        }
        return new Slice(floor, ceiling, true, width);
    }

    /** As PostgreSQL orders ids, and as they are written. */
    private static int compare(UUID one, UUID other) {
        return one.toString().compareTo(other.toString());
    }
}
