package dev.hindsight.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrainTest {

    @Test
    void codes_areThoseOfStoredRows() {
        assertThat(Stream.of(Grain.values()).map(Grain::code)).containsExactly(0, 1, 2, 3);
        assertThat(Grain.QUARTER.duration()).isEqualTo(Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @CsvSource({
        "QUARTER, 2026-11-20T10:44:59.999999Z, 2026-11-20T10:30:00Z, 2026-11-20T10:45:00Z",
        "QUARTER, 2026-11-20T10:45:00Z,        2026-11-20T10:45:00Z, 2026-11-20T10:45:00Z",
        "QUARTER, 2026-11-20T10:45:00.000001Z, 2026-11-20T10:45:00Z, 2026-11-20T11:00:00Z",
        "HOUR,    2026-11-20T10:45:00Z,        2026-11-20T10:00:00Z, 2026-11-20T11:00:00Z",
        "DAY,     2026-11-20T10:45:00Z,        2026-11-20T00:00:00Z, 2026-11-21T00:00:00Z",
        "DAY,     1969-12-31T23:59:59Z,        1969-12-31T00:00:00Z, 1970-01-01T00:00:00Z",
        "HOUR,    0001-01-01T00:00:01Z,        0001-01-01T00:00:00Z, 0001-01-01T01:00:00Z"
    })
    void cells_beginAtFullUnitsOfUtc(Grain grain, Instant moment, Instant floor, Instant ceil) {
        assertThat(grain.floor(moment)).isEqualTo(floor);
        assertThat(grain.ceil(moment)).isEqualTo(ceil);
    }

    @Test
    void ever_isOneCell() {
        assertThat(Grain.EVER.floor(Instant.parse("2026-11-20T10:45:00Z")))
                .isEqualTo(Instant.EPOCH);
        assertThatThrownBy(() -> Grain.EVER.ceil(Instant.EPOCH))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
