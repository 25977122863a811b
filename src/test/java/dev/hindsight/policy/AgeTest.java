package dev.hindsight.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ages: which there are, and how far back they reach. */
class AgeTest {

    @ParameterizedTest
    @CsvSource({
        "PT1S,              2024-03-31T10:00:00Z, 2024-03-31T09:59:59Z",
        "PT0.5S,            2024-03-31T10:00:00Z, 2024-03-31T09:59:59.500Z",
        "PT36H,             2024-03-31T10:00:00Z, 2024-03-29T22:00:00Z",
        "P30D,              2024-03-31T10:00:00Z, 2024-03-01T10:00:00Z",
        "P4W,               2024-03-31T10:00:00Z, 2024-03-03T10:00:00Z",
        "P1W1D,             2024-03-31T10:00:00Z, 2024-03-23T10:00:00Z",
        "P1DT12H,           2024-03-31T10:00:00Z, 2024-03-29T22:00:00Z",
        "P1Y2M3DT4H5M6S,    2024-03-31T10:00:00Z, 2023-01-28T05:54:54Z",
        "P1M,               2024-03-31T10:00:00Z, 2024-02-29T10:00:00Z",
        "P1Y,               2024-02-29T10:00:00Z, 2023-02-28T10:00:00Z",
        "P1000Y,            2024-03-31T10:00:00Z, 1024-03-31T10:00:00Z",
    })
    void age_reachesBackByTheCalendar(String text, OffsetDateTime now, OffsetDateTime then) {
        assertThat(new Age(text).before(now)).isEqualTo(then);
        assertThat(new Age(text)).hasToString(text).isEqualTo(new Age(text));
    }

    @Test
    void calendar_isThatOfUtc() {
        OffsetDateTime now = OffsetDateTime.parse("2024-03-01T01:00:00+14:00");

        // In UTC it is still February, whose 29th has no like in January's days but its own.
        assertThat(new Age("P1M").before(now))
                .isEqualTo(OffsetDateTime.parse("2024-01-29T11:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "P",
                "PT",
                "P1DT",
                "30",
                "30D",
                "P30",
                "P1H",
                "PT1D",
                "P1D ",
                " P1D",
                "D1P",
                "P1.5D",
                "P1D1Y",
                "PT1S1M",
                "P1D2D",
                "-P1D",
                "P-1D",
                "+P1D",
                "P+1D",
                "P-1W8D",
                "P1DT-1H",
                "PT-1S",
                "P0D",
                "PT0S",
                "P0Y0M0W0DT0H0M0S",
                "PT0.0S",
                "p1d",
                "P1d",
                "pt1s",
                "P١D",
                "1 day",
                "P1D\u0000",
                "R/P1D",
                "P1000YT1S",
                "P1001Y",
                "P12001M",
                "P366000D",
                "P52286W",
                "PT9000000H",
                "P2147483647Y",
                "P2147483648Y",
                "P2147483647W",
                "P2147483647Y2147483647M",
                "PT9223372036854775807S",
                "PT9223372036854775807H",
                "PT99999999999999999999S",
                "PT0.0000000001S"
            })
    void textThatIsNoPositiveAge_isRefused(String text) {
        assertThatThrownBy(() -> new Age(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(Age.EXPECTED);
    }

    @Test
    void longText_isRefused() {
        String zeros = "P%s1D";

        assertThat(new Age(zeros.formatted("0".repeat(61)))).isNotNull();
        assertThatThrownBy(() -> new Age(zeros.formatted("0".repeat(62))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Age(zeros.formatted("0".repeat(1_000_000))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void age_isReadAlikeEverywhere() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(new Age("P1DT12H30M").text()).isEqualTo("P1DT12H30M");
        } finally {
            Locale.setDefault(before);
        }
    }
}
