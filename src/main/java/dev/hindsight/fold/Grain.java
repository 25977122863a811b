package dev.hindsight.fold;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How much time a rolled-up row covers. Cells of one grain lie side by side, from the epoch on, in UTC;
 * each lies whole in one cell of every coarser grain.
 */
public enum Grain {
    /** So that the hours and days of all time zones in use add up of them. */
    QUARTER(0, Duration.ofMinutes(15)),
    HOUR(1, Duration.ofHours(1)),
    DAY(2, Duration.ofDays(1)),
    /** One cell, of all time. */
    EVER(3, ChronoUnit.FOREVER.getDuration());

    private final int code;
    private final Duration duration;

    Grain(int code, Duration duration) {
        this.code = code;
        this.duration = duration;
    }

    /** The grain with a number; values are in the order of their numbers. */
    public static Grain of(int code) {
        return values()[code];
    }

    /** The number by which rows tell their grain. */
    public int code() {
        return code;
    }

    /** How long a cell is. */
    public Duration duration() {
        return duration;
    }

    /** Where the cell begins that holds a moment; that of {@link #EVER} is named by the epoch. */
    public Instant floor(Instant moment) {
        if (this == EVER) {
            return Instant.EPOCH;
        }
        long second = moment.getEpochSecond();
        return Instant.ofEpochSecond(second - Math.floorMod(second, duration.toSeconds()));
    }

    /**
     * The first moment not before this one at which a cell begins.
     *
     * @throws UnsupportedOperationException for {@link #EVER}, which has no second cell
     */
    public Instant ceil(Instant moment) {
        if (this == EVER) {
            throw new UnsupportedOperationException("There is one cell of all time");
        }
        Instant floor = floor(moment);
        return floor.equals(moment) ? floor : floor.plus(duration);
    }
}
