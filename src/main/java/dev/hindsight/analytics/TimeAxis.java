package dev.hindsight.analytics;

import dev.hindsight.fold.Grain;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A range of time, cut into minutes, hours or days as the clocks of a zone show them.
 *
 * <p>Buckets lie side by side. A minute or hour begins whenever a clock shows a full one, and whenever
 * the clocks are changed: the hour that is shown twice in autumn is two buckets. A day begins when its
 * date is first shown: at 01:00 where the clocks skip midnight, and not at all where they skip the date.
 *
 * @param bucket what a bucket is
 * @param zone whose clocks are meant
 * @param from where the range begins, inclusive; the first bucket holds it, and may begin before it
 * @param to where the range ends, exclusive; the last bucket ends at it or after it
 * @param starts where the buckets begin, ascending; none if the range is empty
 * @param end where the last bucket ends; {@code to} if there is none
 */
public record TimeAxis(
        Bucket bucket, ZoneId zone, Instant from, Instant to, List<Instant> starts, Instant end) {

    /** How many buckets there are at most: an answer is not paged, and a picture has no more pixels. */
    public static final int MAX_BUCKETS = 2_000;

    public TimeAxis {
        starts = List.copyOf(starts);
    }

    /**
     * Cuts a range.
     *
     * @param from inclusive
     * @param to exclusive; the axis is empty if it is not after {@code from}
     * @throws ProblemException if there would be more than {@link #MAX_BUCKETS}; or if hours or days
     *     would not begin at quarters of an hour of UTC, which are all that rolled-up statistics know: no
     *     zone has been off them since 1979, and none has changed its clocks off them, at a minute past
     *     midnight say, since 2022
     */
    public static TimeAxis of(Instant from, Instant to, Bucket bucket, ZoneId zone) {
        List<Instant> starts = new ArrayList<>();
        Instant end = to;
        if (from.isBefore(to)) {
            BucketClock clock = new BucketClock(bucket, zone);
            end = clock.floor(from);
            while (end.isBefore(to)) {
                if (starts.size() == MAX_BUCKETS) {
                    throw tooMany();
                }
                starts.add(aligned(end, bucket));
                end = clock.next(end);
            }
        }
        return new TimeAxis(bucket, zone, from, to, starts, end);
    }

    /** How many buckets there are. */
    public int size() {
        return starts.size();
    }

    /** The bucket that holds a moment, counted from 0; −1 for a moment before the first or after the last. */
    public int indexOf(Instant moment) {
        if (!moment.isBefore(end)) {
            return -1;
        }
        int place = Collections.binarySearch(starts, moment);
        return place >= 0 ? place : -place - 2;
    }

    private static Instant aligned(Instant start, Bucket bucket) {
        if (bucket != Bucket.MINUTE && !Grain.QUARTER.floor(start).equals(start)) {
            String detail =
                    ("The clocks of this zone do not keep to quarters of an hour around %s, so that no"
                                    + " statistics tell its hours and days: ask for another zone, a"
                                    + " later from, or bucket=minute.")
                            .formatted(start);
            throw invalid("zone", detail);
        }
        return start;
    }

    private static ProblemException tooMany() {
        String detail =
                "There would be more than %,d buckets: ask for a larger bucket, or for less time between from and to."
                        .formatted(MAX_BUCKETS);
        return invalid("bucket", detail);
    }

    private static ProblemException invalid(String parameter, String detail) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, detail, List.of(new Violation(parameter, detail)));
    }
}
