package dev.hindsight.report;

import java.time.Duration;

/**
 * How long a lane waits between two transactions for those whom it has just answered. An engine reports
 * again as soon as it is answered. A transaction that begins without it leaves it to the next one, and
 * those who report go by turns in two halves, at the cost of two transactions.
 *
 * <p>So a lane expects as many reports as the last transaction held and left waiting, and begins when
 * they are there. It does not wait longer than half of what that transaction took, nor than {@link
 * #MAX_PAUSE}. Where they do not come, the next transaction begins without a pause; after the next vain
 * one two of them do, then four, up to {@link #MAX_RESTS}. What comes to a line that was idle for that
 * long, or whose last transaction held one report, is written at once.
 *
 * <p>Used by one thread, but for {@link #expected}.
 */
final class Gathering {

    static final Duration MAX_PAUSE = Duration.ofMillis(2);

    static final int MAX_RESTS = 32;

    private volatile int expected;

    /** Until when it is worth to wait, by the clock of {@link #wrote}. */
    private long until;

    /** Transactions from now on that begin without a pause. */
    private int rests;

    /** How many do after the next vain pause. */
    private int nextRests = 1;

    /**
     * A transaction is over.
     *
     * @param reports how many it held
     * @param waiting how many wait now
     * @param began when it began, in nanoseconds of a clock
     * @param ended when it was over, by the same clock
     */
    void wrote(int reports, int waiting, long began, long ended) {
        expected = reports + waiting;
        until = ended + Math.min((ended - began) / 2, MAX_PAUSE.toNanos());
    }

    /** At how many that wait the next transaction begins. */
    int expected() {
        return expected;
    }

    /**
     * How long to wait before the next transaction begins; zero if it should at once.
     *
     * @param waiting how many wait
     * @param now by the clock of {@link #wrote}
     */
    Duration pause(int waiting, long now) {
        long left = until - now;
        if (waiting >= expected || left <= 0) {
            return Duration.ZERO;
        }
        if (rests > 0) {
            rests--;
            return Duration.ZERO;
        }
        return Duration.ofNanos(left);
    }

    /**
     * A pause is over.
     *
     * @param waiting how many wait by now
     */
    void paused(int waiting) {
        if (waiting < expected) {
            rests = nextRests;
            nextRests = Math.min(2 * nextRests, MAX_RESTS);
        } else {
            nextRests = 1;
        }
    }
}
