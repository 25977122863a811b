package dev.hindsight.partition;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * For how many days there are tables, and how many days there are. Of what was last read, so that nobody
 * waits for the database; but by today's date, so that the horizon comes nearer while it is away.
 */
@Singleton
final class PartitionMeters implements MeterBinder {

    private static final List<String> STATES = List.of("open", "closed", "indexed", "dropped");

    private final PartitionCatalogue catalogue;
    private final Clock clock;

    PartitionMeters(PartitionCatalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry metrics) {
        Gauge.builder("hindsight_partition_days_ahead", this, it -> it.told(it::ahead))
                .description("Days after today for which there are tables")
                .register(metrics);
        for (String state : STATES) {
            Gauge.builder(
                            "hindsight_partition_days",
                            this,
                            it -> it.told(days -> number(days, state)))
                    .description("Days of tables that there are or were")
                    .tag("state", state)
                    .register(metrics);
        }
    }

    private double told(ToDoubleFunction<List<PartitionDay>> number) {
        return catalogue.known().map(number::applyAsDouble).orElse(Double.NaN);
    }

    private double ahead(List<PartitionDay> days) {
        return PartitionHealth.daysAhead(days, PartitionDay.dayOf(clock.instant()));
    }

    private static double number(List<PartitionDay> days, String state) {
        return days.stream().filter(day -> day.state().equals(state)).count();
    }
}
