package dev.hindsight.sweep;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * When the last sweep ended, whoever swept, as this replica last saw; and what sweeps of this replica
 * did.
 */
@Startup
@Singleton
final class SweepMeters {

    /** How a sweep of this replica ended. */
    enum Outcome {
        COMPLETE,
        /** Its time was over. */
        PARTIAL,
        /** Some of what was due could not be done. */
        HINDERED,
        FAILED
    }

    private final Map<Outcome, Counter> runs = new EnumMap<>(Outcome.class);
    private final Counter removed;
    private final Counter archived;
    private final Counter payloads;
    private final Counter logs;
    private final Counter snapshots;
    private final Counter archiveFailures;
    private volatile SweepStore.@Nullable Last last;

    SweepMeters(MeterRegistry metrics) {
        for (Outcome outcome : Outcome.values()) {
            runs.put(
                    outcome,
                    Counter.builder("hindsight_sweep_runs")
                            .description("Sweeps of this replica, by how they ended")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
        this.removed = executions(metrics, "removed");
        this.archived = executions(metrics, "archived");
        this.payloads = executions(metrics, "payloads_dropped");
        this.logs = executions(metrics, "log_dropped");
        this.snapshots = executions(metrics, "snapshots_trimmed");
        this.archiveFailures =
                Counter.builder("hindsight_sweep_archive_failures")
                        .description("Sweeps of this replica that could not write to the archive")
                        .register(metrics);
        gauge("hindsight_sweep_last_end_timestamp_seconds", it -> it.at().toEpochSecond())
                .description("When the last sweep ended, of whichever replica")
                .register(metrics);
        gauge("hindsight_sweep_last_hindered", it -> it.isHindered() ? 1 : 0)
                .description("1 if some of what was due in it could not be done, else 0")
                .register(metrics);
    }

    private static Counter executions(MeterRegistry metrics, String action) {
        return Counter.builder("hindsight_sweep_executions")
                .description("Executions, by what sweeps of this replica did with them")
                .tag("action", action)
                .register(metrics);
    }

    private Gauge.Builder<?> gauge(String name, ToDoubleFunction<SweepStore.Last> number) {
        return Gauge.builder(
                name,
                this,
                it -> {
                    SweepStore.Last known = it.last;
                    return known == null ? Double.NaN : number.applyAsDouble(known);
                });
    }

    /** Notes the last sweep that came to its end. */
    void saw(SweepStore.Last sweep) {
        last = sweep;
    }

    /** A sweep of this replica ends. */
    void ended(Outcome outcome) {
        Counter counter = runs.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    /** A sweep of this replica ends, and this is what it did. */
    void did(SweepStore.Done done) {
        removed.increment((double) done.removed());
        archived.increment((double) done.archived());
        payloads.increment((double) done.payloads());
        logs.increment((double) done.logs());
        snapshots.increment((double) done.snapshots());
    }

    /** Nothing could be archived. */
    void archiveFailed() {
        archiveFailures.increment();
    }
}
