package dev.hindsight.fold;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How much waits to be rolled up, and since when: of this replica's last look, some seconds ago. */
@Singleton
final class FoldMeters implements MeterBinder {

    private final Clock clock;

    /** What a look saw. */
    private record Look(DeltaStore.@Nullable Waiting waiting) {}

    private volatile @Nullable Look last;

    FoldMeters(Clock clock) {
        this.clock = clock;
    }

    /** What a look saw. */
    void saw(Optional<DeltaStore.Waiting> waiting) {
        last = new Look(waiting.orElse(null));
    }

    @Override
    public void bindTo(MeterRegistry metrics) {
        Gauge.builder("hindsight_statistics_waiting", this, FoldMeters::waiting)
                .description("Changes that statistics do not hold yet")
                .register(metrics);
        Gauge.builder("hindsight_statistics_lag_seconds", this, FoldMeters::lag)
                .description("How long the oldest of them has waited")
                .register(metrics);
    }

    /** By their ids, which have few gaps. */
    private double waiting() {
        return of(waiting -> waiting.last() - waiting.first() + 1.0);
    }

    private double lag() {
        return of(
                waiting ->
                        Math.max(
                                0,
                                Duration.between(waiting.since(), clock.instant()).toMillis()
                                        / 1_000.0));
    }

    private double of(ToDoubleFunction<DeltaStore.Waiting> number) {
        Look look = last;
        if (look == null) {
            return Double.NaN;
        }
        return look.waiting() == null ? 0 : number.applyAsDouble(look.waiting());
    }
}
