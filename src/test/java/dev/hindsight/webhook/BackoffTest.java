package dev.hindsight.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long it takes until something is tried again. */
class BackoffTest {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(8);

    private static Duration most(int failures) {
        return Backoff.wait(failures, FIRST, LONGEST, bound -> bound);
    }

    @Test
    void wait_doublesUpToABound() {
        assertThat(most(1)).isEqualTo(FIRST);
        assertThat(most(2)).isEqualTo(Duration.ofSeconds(10));
        assertThat(most(10)).isEqualTo(Duration.ofSeconds(5 << 9));
        assertThat(most(14)).isEqualTo(LONGEST);
        assertThat(most(Integer.MAX_VALUE)).isEqualTo(LONGEST);
    }

    @Test
    void wait_isAnyTimeUpToThat_butASecondAtLeast() {
        assertThat(Backoff.wait(3, FIRST, LONGEST, bound -> 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Backoff.wait(3, FIRST, LONGEST, bound -> bound / 2))
                .isEqualTo(Duration.ofSeconds(10));
    }
}
