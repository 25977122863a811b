package dev.hindsight.indexing;

import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import dev.hindsight.migration.Schema;
import dev.hindsight.partition.DayTables;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Builds the search indexes of days that are over, the newest first: those are searched most.
 *
 * <p>Any number of replicas may try at once: one of them builds, the others leave it to that one.
 */
@ApplicationScoped
public class DayIndexer implements Chore {

    private static final Logger LOG = Logger.getLogger(DayIndexer.class);

    /** Key of the advisory lock of who builds. */
    private static final long KEY = 0x48494e44_00000007L;

    /** As a chore it begins no other day after so long: the next one goes on. */
    private static final Duration CHORE = Duration.ofMinutes(10);

    private final Database database;
    private final PartitionCatalogue catalogue;
    private final DayTables tables;
    private final IndexingStore store;
    private final IndexingConfig config;
    private final Clock clock;

    DayIndexer(
            Database database,
            PartitionCatalogue catalogue,
            DayTables tables,
            IndexingStore store,
            IndexingConfig config,
            Clock clock) {
        this.database = database;
        this.catalogue = catalogue;
        this.tables = tables;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public int order() {
        return RETENTION + 50;
    }

    @Override
    public String title() {
        return "Build search indexes of days that are over";
    }

    /** Behind a sweep, which makes room; whoever waits for that does not wait for days of building. */
    @Override
    public Uni<Void> work() {
        return indexDays(clock.instant().plus(CHORE)).replaceWithVoid();
    }

    /** Looks at the catalogue alone, but for once a day. */
    @Scheduled(
            every = "10m",
            delayed = "5m",
            identity = "search-indexes",
            skipExecutionIf = Schema.NotUsable.class,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onSchedule() {
        return Database.unattended(LOG, "Search indexes could not be built", indexDays());
    }

    /** Builds what is missing on days that are over, unless another replica does; tells how many days. */
    public Uni<Integer> indexDays() {
        return indexDays(Instant.MAX);
    }

    private Uni<Integer> indexDays(Instant end) {
        return catalogue
                .refresh()
                .chain(
                        days -> {
                            List<LocalDate> due = due(days);
                            return due.isEmpty()
                                    ? Uni.createFrom().item(0)
                                    : database.transaction(client -> alone(client, due, end));
                        });
    }

    private List<LocalDate> due(List<PartitionDay> days) {
        Instant now = clock.instant();
        Duration after = config.after();
        return days.stream()
                .filter(day -> !day.isDropped() && !day.isIndexed())
                .map(PartitionDay::day)
                .filter(
                        day ->
                                !day.plusDays(1)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant()
                                        .plus(after)
                                        .isAfter(now))
                .toList();
    }

    /** The transaction does nothing but hold a lock: no snapshot, for which a build would wait. */
    private Uni<Integer> alone(SqlClient client, List<LocalDate> due, Instant end) {
        return Database.tryLock(client, KEY)
                .chain(
                        isAlone ->
                                isAlone
                                        ? store.hold(client)
                                                .chain(
                                                        () ->
                                                                store.with(
                                                                        other ->
                                                                                each(
                                                                                        other, due,
                                                                                        end)))
                                        : Uni.createFrom().item(0));
    }

    /** No day is begun after the end. */
    private Uni<Integer> each(SqlClient client, List<LocalDate> due, Instant end) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUniAndConcatenate(
                        day ->
                                clock.instant().isBefore(end)
                                        ? index(client, day)
                                        : Uni.createFrom().item(false))
                .collect()
                .with(Collectors.summingInt(isDone -> isDone ? 1 : 0));
    }

    private Uni<Boolean> index(SqlClient client, LocalDate day) {
        long before = System.nanoTime();
        return tables.close(client, day)
                .chain(
                        () ->
                                Multi.createFrom()
                                        .iterable(SearchIndex.ALL)
                                        .onItem()
                                        .transformToUniAndConcatenate(
                                                index -> store.ensure(client, index, day))
                                        .onItem()
                                        .ignoreAsUni())
                .chain(() -> tables.markIndexed(client, day, SearchIndex.names(day)))
                .invoke(
                        isDone -> {
                            if (isDone) {
                                LOG.infof(
                                        "Built the search indexes of %s in %d s",
                                        day, (System.nanoTime() - before) / 1_000_000_000);
                            }
                        })
                // The day may have been dropped, or be swept: the others are not held up by that.
                .onFailure()
                .invoke(
                        failure ->
                                LOG.warnf(
                                        "The search indexes of %s could not be built, and will be"
                                                + " later: %s",
                                        day, failure.getMessage()))
                .onFailure()
                .recoverWithItem(false);
    }
}
