package dev.hindsight.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PulseTest {

    @ParameterizedTest
    @CsvSource({"PT0S, PT0S", "PT2S, PT1S", "PT5S, PT2.5S", "PT6S, PT3S", "PT10S, PT7S"})
    void whoWatches_isSentAway_whenThereIsTimeToGo_andNotInTheFirstHalf(
            Duration delay, Duration after) {
        assertThat(Pulse.rest(delay)).isEqualTo(after);
    }
}
