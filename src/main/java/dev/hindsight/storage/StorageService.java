package dev.hindsight.storage;

import dev.hindsight.db.Database;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What everything weighs, read about once a minute. */
@ApplicationScoped
public class StorageService {

    private static final Logger LOG = Logger.getLogger(StorageService.class);

    private static final Duration FRESH = Duration.ofMinutes(1);

    /** A connection that nobody closed and nothing comes from must not be waited for for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StorageStore store;
    private final PartitionCatalogue partitions;
    private final StorageConfig config;
    private final Clock clock;
    private volatile @Nullable StorageReading latest;

    StorageService(
            StorageStore store, PartitionCatalogue partitions, StorageConfig config, Clock clock) {
        this.store = store;
        this.partitions = partitions;
        this.config = config;
        this.clock = clock;
    }

    /** What was last read, however long ago; asks nobody. Empty until something was. */
    public Optional<StorageReading> latest() {
        return Optional.ofNullable(latest);
    }

    /** What was read within the last minute, or is read now. */
    public Uni<StorageReading> current() {
        StorageReading last = latest;
        return last != null && last.readAt().plus(FRESH).isAfter(clock.instant())
                ? Uni.createFrom().item(last)
                : read();
    }

    /** Days until the database weighs more than is expected; empty if it will not, or nothing is. */
    public OptionalInt fullInDays() {
        StorageReading last = latest;
        return last == null || config.expectedBytes().isEmpty()
                ? OptionalInt.empty()
                : last.forecast().daysUntil(config.expectedBytes().getAsLong());
    }

    /** Every minute. */
    @Scheduled(
            every = "60s",
            delayed = "5s",
            identity = "storage-sizes",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onSchedule() {
        return read().onFailure(RuntimeException.class)
                .invoke(
                        failure ->
                                Database.tell(
                                        LOG, "The sizes of the tables could not be read", failure))
                .replaceWithVoid()
                .onFailure(RuntimeException.class)
                .recoverWithNull();
    }

    private Uni<StorageReading> read() {
        return partitions
                .days()
                .chain(days -> store.sizes().map(sizes -> reading(sizes, removed(days))))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .invoke(reading -> latest = reading);
    }

    private StorageReading reading(StorageStore.Sizes sizes, Set<LocalDate> removed) {
        Instant now = clock.instant();
        return new StorageReading(
                now,
                sizes.database(),
                sizes.tables(),
                sizes.days(),
                Forecast.of(sizes.database(), sizes.days(), removed, PartitionDay.dayOf(now)));
    }

    private static Set<LocalDate> removed(List<PartitionDay> days) {
        return days.stream()
                .filter(day -> day.droppedAt() != null)
                .map(PartitionDay::day)
                .collect(Collectors.toUnmodifiableSet());
    }
}
