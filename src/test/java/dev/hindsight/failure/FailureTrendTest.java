package dev.hindsight.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTrendTest {

    private static final Instant NOW = Instant.parse("2026-03-09T12:05:00Z");

    private static @Nullable Instant at(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    @ParameterizedTest
    @CsvSource({
        // from,             to,                   start,                part
        "2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-01T00:00:00Z, PT1H",
        "2026-03-01T00:00:00Z, 2026-03-31T00:00:00Z, 2026-03-01T00:00:00Z, PT30H",
        "2026-03-01T00:07:00Z, 2026-03-02T00:07:00Z, 2026-02-28T18:15:00Z, PT1H15M",
        "2026-03-01T10:00:00Z, 2026-03-01T11:00:00Z, 2026-03-01T05:00:00Z, PT15M",
        "2026-03-01T10:00:00Z, 2026-03-01T10:00:00Z, 2026-03-01T04:00:00Z, PT15M",
        "2026-03-05T10:00:00Z, 2026-03-01T10:00:00Z, 2026-03-01T04:00:00Z, PT15M",
        "2026-03-09T12:00:00Z, ,                     2026-03-09T06:15:00Z, PT15M",
        ",                     ,                     2026-03-08T12:15:00Z, PT1H",
        ",                     2026-03-02T00:00:00Z, 2026-03-01T00:00:00Z, PT1H"
    })
    void parts_areWholeQuarters_andEndWithTheRange(
            @Nullable String from, @Nullable String to, Instant start, String part) {
        FailureTrend trend = FailureTrend.of(at(from), at(to), NOW);

        assertThat(trend.start()).isEqualTo(start);
        assertThat(trend.part()).hasToString(part);
    }

    @Test
    void sums_areReadWithinTheRangeAlone() {
        FailureTrend trend =
                FailureTrend.of(at("2026-03-01T10:07:00Z"), at("2026-03-01T11:50:00Z"), NOW);

        assertThat(trend.first()).isEqualTo("2026-03-01T10:15:00Z");
        assertThat(trend.last()).isEqualTo("2026-03-01T11:45:00Z");
    }

    @Test
    void moments_haveTheirPart() {
        FailureTrend trend = FailureTrend.of(null, at("2026-03-02T00:00:00Z"), NOW);

        assertThat(trend.indexOf(Instant.parse("2026-02-28T23:59:59.999Z"))).isEqualTo(-1);
        assertThat(trend.indexOf(Instant.parse("2026-03-01T00:00:00Z"))).isZero();
        assertThat(trend.indexOf(Instant.parse("2026-03-01T23:59:59.999Z"))).isEqualTo(23);
        assertThat(trend.indexOf(Instant.parse("2026-03-02T00:00:00Z"))).isEqualTo(-1);
    }

    @Test
    void widestRange_isCutToo() {
        FailureTrend trend =
                FailureTrend.of(at("0001-01-01T00:00:00Z"), at("9999-12-31T23:59:59.999Z"), NOW);

        assertThat(trend.indexOf(NOW)).isBetween(0, FailureTrend.PARTS - 1);
    }
}
