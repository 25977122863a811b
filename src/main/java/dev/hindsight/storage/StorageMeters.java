package dev.hindsight.storage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * Tells what was last read to whoever scrapes. Numbers that are not known are NaN, which no alert takes
 * for a number.
 */
@Singleton
final class StorageMeters implements MeterBinder {

    /** Days that the forecast looks ahead. */
    private static final int AHEAD = 30;

    private final StorageService storage;
    private final OrphanCheck orphans;
    private final StorageConfig config;
    private final Clock clock;

    StorageMeters(StorageService storage, OrphanCheck orphans, StorageConfig config, Clock clock) {
        this.storage = storage;
        this.orphans = orphans;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry metrics) {
        for (String table : StorageStore.TABLES) {
            ofTable("hindsight_storage_table_bytes", table, TableSize::bytes)
                    .description("Bytes of a table with its indexes, of all days")
                    .register(metrics);
            ofTable("hindsight_storage_live_rows", table, TableSize::liveRows)
                    .description("Rows of a table, as PostgreSQL estimates them")
                    .register(metrics);
            ofTable("hindsight_storage_dead_rows", table, TableSize::deadRows)
                    .description("Versions of rows that wait for a vacuum")
                    .register(metrics);
        }
        for (String table : StorageStore.PARTS) {
            Gauge.builder("hindsight_storage_orphans", orphans, it -> told(it.found(table)))
                    .description("Rows whose execution does not exist, which there should never be")
                    .tag("table", table)
                    .register(metrics);
        }
        ofAll("hindsight_storage_database_bytes", StorageReading::databaseBytes)
                .description("Bytes of the whole database")
                .register(metrics);
        ofAll("hindsight_storage_age_seconds", this::age)
                .description("How long ago the sizes were read")
                .register(metrics);
        ofAll("hindsight_storage_growth_bytes_per_day", it -> it.forecast().growthPerDay())
                .description("Bytes that a day adds, before others leave")
                .register(metrics);
        ofAll("hindsight_storage_forecast_bytes", it -> it.forecast().bytesIn(AHEAD))
                .description("Bytes of the whole database in 30 days, if all goes on like this")
                .register(metrics);
        if (config.expectedBytes().isPresent()) {
            Gauge.builder("hindsight_storage_full_in_days", storage, it -> told(it.fullInDays()))
                    .description("Days until the database weighs more than is expected")
                    .register(metrics);
        }
    }

    private Gauge.Builder<?> ofTable(String name, String table, ToDoubleFunction<TableSize> size) {
        return ofAll(name, reading -> size.applyAsDouble(reading.table(table))).tag("table", table);
    }

    private Gauge.Builder<?> ofAll(String name, ToDoubleFunction<StorageReading> number) {
        return Gauge.builder(
                name, storage, it -> it.latest().map(number::applyAsDouble).orElse(Double.NaN));
    }

    private double age(StorageReading reading) {
        return Duration.between(reading.readAt(), clock.instant()).toMillis() / 1000.0;
    }

    private static double told(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : Double.NaN;
    }

    private static double told(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : Double.NaN;
    }
}
