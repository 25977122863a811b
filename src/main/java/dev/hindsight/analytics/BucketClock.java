package dev.hindsight.analytics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * When the minutes, hours or days of a zone begin. It remembers the last change of the clocks that it
 * looked up, and is therefore quick for moments that ascend.
 */
final class BucketClock {

    private static final int MINUTE_SECONDS = 60;
    private static final int HOUR_SECONDS = 3_600;

    private final Bucket bucket;
    private final ZoneId zone;
    private final ZoneRules rules;

    private @Nullable Instant nextChange;
    private boolean hasLookedAhead;

    BucketClock(Bucket bucket, ZoneId zone) {
        this.bucket = bucket;
        this.zone = zone;
        this.rules = zone.getRules();
    }

    /** Where the bucket begins that holds a moment. */
    Instant floor(Instant moment) {
        if (bucket == Bucket.DAY) {
            return dayStart(moment);
        }
        Instant full = ofLocalSecond(localSecond(moment), 0, moment);
        // The last change at the moment or before it; the change at this very moment counts.
        ZoneOffsetTransition change = rules.previousTransition(moment.plusNanos(1));
        return change != null && change.getInstant().isAfter(full) ? change.getInstant() : full;
    }

    /** Where the bucket ends that begins at a moment. */
    Instant next(Instant start) {
        if (bucket == Bucket.DAY) {
            return nextDay(start);
        }
        Instant full = ofLocalSecond(localSecond(start), unit(), start);
        Instant change = changeAfter(start);
        return change != null && change.isBefore(full) ? change : full;
    }

    /**
     * Where the local date that is shown at a moment was first shown. Where the clocks are put back over
     * midnight, the end of the old day is shown once more after the new one began: it stays with the new
     * one, so that days lie side by side.
     */
    private Instant dayStart(Instant moment) {
        LocalDate date = moment.atZone(zone).toLocalDate();
        Instant following = startOf(date.plusDays(1));
        return following.isAfter(moment) ? startOf(date) : following;
    }

    private Instant nextDay(Instant start) {
        LocalDate date = start.atZone(zone).toLocalDate();
        Instant next;
        do {
            date = date.plusDays(1);
            next = startOf(date);
            // The start of a date that was skipped is that of the date behind it.
        } while (!next.isAfter(start));
        return next;
    }

    private Instant startOf(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }

    private long localSecond(Instant moment) {
        return moment.getEpochSecond() + rules.getOffset(moment).getTotalSeconds();
    }

    /** The full minute or hour of a local second, and some seconds more, at the offset of a moment. */
    private Instant ofLocalSecond(long second, int more, Instant moment) {
        long full = second - Math.floorMod(second, unit()) + more;
        return Instant.ofEpochSecond(full - rules.getOffset(moment).getTotalSeconds());
    }

    private int unit() {
        return bucket == Bucket.MINUTE ? MINUTE_SECONDS : HOUR_SECONDS;
    }

    /** The first change of the clocks after a moment; null if there is none. */
    private @Nullable Instant changeAfter(Instant moment) {
        Instant known = nextChange;
        if (!hasLookedAhead || (known != null && !known.isAfter(moment))) {
            ZoneOffsetTransition change = rules.nextTransition(moment);
            nextChange = change == null ? null : change.getInstant();
            hasLookedAhead = true;
        }
        return nextChange;
    }
}
