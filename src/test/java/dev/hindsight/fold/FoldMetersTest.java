package dev.hindsight.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FoldMetersTest {

    private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");

    private final FoldMeters meters = new FoldMeters(Clock.fixed(NOW, ZoneOffset.UTC));
    private final MeterRegistry registry = new SimpleMeterRegistry();

    FoldMetersTest() {
        meters.bindTo(registry);
    }

    private double told(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void beforeTheFirstLook_nothingIsKnown() {
        assertThat(told("hindsight_statistics_waiting")).isNaN();
        assertThat(told("hindsight_statistics_lag_seconds")).isNaN();
    }

    @Test
    void whatWaits_isToldWithItsAge() {
        meters.saw(Optional.of(new DeltaStore.Waiting(11, NOW.minusMillis(2_500), 30)));

        assertThat(told("hindsight_statistics_waiting")).isEqualTo(20);
        assertThat(told("hindsight_statistics_lag_seconds")).isEqualTo(2.5);

        meters.saw(Optional.empty());

        assertThat(told("hindsight_statistics_waiting")).isZero();
        assertThat(told("hindsight_statistics_lag_seconds")).isZero();
    }

    @Test
    void clockOfAnotherReplica_mayBeAhead() {
        meters.saw(Optional.of(new DeltaStore.Waiting(1, NOW.plusSeconds(1), 1)));

        assertThat(told("hindsight_statistics_lag_seconds")).isZero();
    }
}
