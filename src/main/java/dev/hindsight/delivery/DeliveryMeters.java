package dev.hindsight.delivery;

import dev.hindsight.delivery.DeliveryStore.Count;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Tells what was last counted in the outbox to whoever scrapes. */
@Singleton
final class DeliveryMeters implements MeterBinder {

    private final Clock clock;
    private volatile @Nullable Count latest;

    DeliveryMeters(Clock clock) {
        this.clock = clock;
    }

    /** Notes what was counted; {@code null} where there is nothing to count. */
    void counted(@Nullable Count count) {
        latest = count;
    }

    @Override
    public void bindTo(MeterRegistry metrics) {
        gauge("hindsight_webhook_waiting", Count::waiting)
                .description("Events that wait to be sent to webhooks")
                .register(metrics);
        gauge("hindsight_webhook_dead", Count::dead)
                .description("Events that could not be delivered and were given up")
                .register(metrics);
        gauge("hindsight_webhook_oldest_seconds", this::age)
                .description("How long ago the oldest event happened that waits")
                .register(metrics);
    }

    private Gauge.Builder<?> gauge(String name, ToDoubleFunction<Count> number) {
        return Gauge.builder(
                name,
                this,
                it -> {
                    Count count = it.latest;
                    return count == null ? 0 : number.applyAsDouble(count);
                });
    }

    private double age(Count count) {
        OffsetDateTime oldest = count.oldest();
        return oldest == null
                ? 0
                : Duration.between(oldest.toInstant(), clock.instant()).toMillis() / 1000.0;
    }
}
