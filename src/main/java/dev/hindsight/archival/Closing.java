package dev.hindsight.archival;

import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.removal.Removal;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Closes archived executions that nobody reads any more: the rows that were taken out leave again. */
@ApplicationScoped
class Closing implements Chore {

    private static final Logger LOG = Logger.getLogger(Closing.class);

    private static final Duration OPEN = Duration.ofHours(1);

    private static final int BATCH = 100;

    private final Database database;
    private final PartitionCatalogue partitions;
    private final ArchivedStore store;
    private final Removal removal;
    private final Clock clock;

    Closing(
            Database database,
            PartitionCatalogue partitions,
            ArchivedStore store,
            Removal removal,
            Clock clock) {
        this.database = database;
        this.partitions = partitions;
        this.store = store;
        this.removal = removal;
        this.clock = clock;
    }

    @Override
    public int order() {
        return RETENTION - 10;
    }

    @Override
    public String title() {
        return "Close archived executions that nobody reads";
    }

    /** Every ten minutes. */
    @Scheduled(
            every = "10m",
            delayed = "10m",
            identity = "archive-closing",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onSchedule() {
        return Database.unattended(LOG, title() + ": it failed", work());
    }

    @Override
    public Uni<Void> work() {
        OffsetDateTime before = OffsetDateTime.now(clock).minus(OPEN);
        return partitions
                .days()
                .onItem()
                .transformToMulti(days -> Multi.createFrom().iterable(DayRange.covering(days)))
                .onItem()
                .transformToUniAndConcatenate(range -> close(range, before))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> close(DayRange range, OffsetDateTime before) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () ->
                                store.findOpen(database.client(), range, before, BATCH)
                                        .chain(found -> close(found, before)))
                .whilst(closed -> closed == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> close(Map<Integer, List<UUID>> found, OffsetDateTime before) {
        return Multi.createFrom()
                .iterable(found.entrySet())
                .onItem()
                .transformToMultiAndConcatenate(
                        it ->
                                Multi.createFrom()
                                        .iterable(DayRange.split(it.getValue()))
                                        .onItem()
                                        .transformToUniAndConcatenate(
                                                day ->
                                                        database.transaction(
                                                                client ->
                                                                        close(
                                                                                client,
                                                                                it.getKey(),
                                                                                day,
                                                                                before))))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private Uni<Integer> close(
            SqlClient client, int namespaceId, List<UUID> day, OffsetDateTime before) {
        return store.close(client, namespaceId, day, before)
                .call(
                        closed ->
                                closed.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : removal.empty(client, namespaceId, closed))
                .map(List::size);
    }
}
