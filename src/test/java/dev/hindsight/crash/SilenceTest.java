package dev.hindsight.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long nothing was heard, in words: exact, since it is a number that somebody set. */
class SilenceTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.001S, 1 ms",
        "PT0.999S, 999 ms",
        "PT3S, 3 s",
        "PT3.5S, 3 s 500 ms",
        "PT1M, 1 min",
        "PT90S, 1 min 30 s",
        "PT59M59.999S, 59 min 59 s 999 ms",
        "PT1H, 1 h",
        "PT24H, 1 d",
        "PT168H, 7 d",
        "PT87840H0.007S, 3660 d 7 ms"
    })
    void lengths_areToldExactly_inUnitsOfPeople(Duration length, String words) {
        assertThat(Silence.words(length)).isEqualTo(words);
    }
}
