package dev.hindsight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a lane waits for those whom it has answered. Times are microseconds. */
class GatheringTest {

    private final Gathering gathering = new Gathering();

    private void wrote(int reports, int waiting, long began, long ended) {
        gathering.wrote(reports, waiting, began * 1_000, ended * 1_000);
    }

    private Duration pause(int waiting, long now) {
        return gathering.pause(waiting, now * 1_000);
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }

    @Test
    void whatComesFirst_isWrittenAtOnce() {
        assertThat(pause(1, 0)).isZero();
        assertThat(pause(1, Long.MAX_VALUE / 1_000)).isZero();
        assertThat(pause(1, Long.MIN_VALUE / 1_000)).isZero();
    }

    @Test
    void whoReportsAlone_isNeverMadeToWait() {
        wrote(1, 0, 0, 1_000);

        assertThat(pause(1, 1_010)).isZero();
    }

    @Test
    void thoseWhoWereAnswered_areWaitedForWithThoseWhoWait() {
        wrote(4, 3, 0, 2_000);

        assertThat(gathering.expected()).isEqualTo(7);
        assertThat(pause(3, 2_000)).isEqualTo(micros(1_000));
        assertThat(pause(6, 2_700)).isEqualTo(micros(300));
        assertThat(pause(7, 2_700)).isZero();
        assertThat(pause(8, 2_700)).isZero();
    }

    @Test
    void pause_lastsHalfATransactionAtMost() {
        wrote(2, 0, 0, 600);

        assertThat(pause(1, 600)).isEqualTo(micros(300));
        assertThat(pause(1, 899)).isEqualTo(micros(1));
        assertThat(pause(1, 900)).isZero();
    }

    @Test
    void pause_isBoundedHoweverLongATransactionTook() {
        wrote(2, 0, 0, 60_000_000);

        assertThat(pause(1, 60_000_000)).isEqualTo(Gathering.MAX_PAUSE);
    }

    @Test
    void clock_mayPassZero() {
        wrote(2, 0, -2_500, -500);

        assertThat(pause(1, 0)).isEqualTo(micros(500));
        assertThat(pause(1, 500)).isZero();
    }

    @Test
    void vainPauses_becomeRarer() {
        assertThat(restsAfterAPause(1)).isOne();
        assertThat(restsAfterAPause(1)).isEqualTo(2);
        assertThat(restsAfterAPause(1)).isEqualTo(4);
        for (int i = 0; i < 10; i++) {
            restsAfterAPause(1);
        }
        assertThat(restsAfterAPause(1)).isEqualTo(Gathering.MAX_RESTS);
    }

    @Test
    void pauseThatWasWorthIt_isFollowedByTheNext() {
        restsAfterAPause(1);
        restsAfterAPause(1);

        assertThat(restsAfterAPause(2)).isZero();
        assertThat(restsAfterAPause(1)).isOne();
    }

    /** Transactions that begin without a pause, after one that ended when so many waited. */
    private int restsAfterAPause(int waiting) {
        wrote(2, 0, 0, 1_000);
        gathering.paused(waiting);
        int rests = 0;
        while (true) {
            wrote(2, 0, 0, 1_000);
            if (!pause(1, 1_000).isZero()) {
                return rests;
            }
            rests++;
        }
    }
}
