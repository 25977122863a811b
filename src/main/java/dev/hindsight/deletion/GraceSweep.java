package dev.hindsight.deletion;

import dev.hindsight.boot.Chore;
import dev.hindsight.change.Feed;
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
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Removes soft-deleted executions for good when their grace is over.
 *
 * <p>Any number of replicas may sweep at once: each batch is done by one of them, and whoever finds
 * another at it ends.
 */
@ApplicationScoped
public class GraceSweep implements Chore {

    private static final Logger LOG = Logger.getLogger(GraceSweep.class);

    /** Key of the advisory lock of a batch. */
    private static final long LOCK_KEY = 0x48494e44_00000002L;

    private static final int BATCH = 500;

    private final Database database;
    private final PartitionCatalogue partitions;
    private final DeletionStore store;
    private final Removal removal;
    private final DeletionConfig config;
    private final Clock clock;
    private final Feed feed;

    GraceSweep(
            Database database,
            PartitionCatalogue partitions,
            DeletionStore store,
            Removal removal,
            DeletionConfig config,
            Clock clock,
            Feed feed) {
        this.database = database;
        this.partitions = partitions;
        this.store = store;
        this.removal = removal;
        this.config = config;
        this.clock = clock;
        this.feed = feed;
    }

    @Override
    public int order() {
        return 40;
    }

    @Override
    public String title() {
        return "Remove deleted executions whose grace is over";
    }

    @Override
    public Uni<Void> work() {
        return sweep().replaceWithVoid();
    }

    /** Every hour. */
    @Scheduled(
            every = "1h",
            delayed = "2m",
            identity = "deleted-grace",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onSchedule() {
        return Database.unattended(LOG, "Deleted executions could not be removed", sweep());
    }

    /** Removes what was deleted longer ago than the grace; tells how many executions. */
    public Uni<Integer> sweep() {
        OffsetDateTime before = OffsetDateTime.now(clock).minus(config.deletedGrace());
        return partitions
                .days()
                .onItem()
                .transformToMulti(days -> Multi.createFrom().iterable(DayRange.covering(days)))
                .onItem()
                .transformToMultiAndConcatenate(range -> batches(range, before))
                .collect()
                .with(Collectors.summingInt(Batch::removed))
                .invoke(
                        removed -> {
                            if (removed > 0) {
                                LOG.infof("Removed %d executions that were deleted", removed);
                            }
                        });
    }

    /** How many a batch removed, and whether there may be more. */
    private record Batch(int removed, boolean isFull) {
        static final Batch NONE = new Batch(0, false);
    }

    private Multi<Batch> batches(DayRange range, OffsetDateTime before) {
        return Multi.createBy()
                .repeating()
                .uni(() -> batch(range, before))
                .whilst(batch -> batch.isFull() && batch.removed() > 0);
    }

    private Uni<Batch> batch(DayRange range, OffsetDateTime before) {
        return store.findDeleted(range, before, BATCH)
                .chain(
                        found ->
                                found.isEmpty()
                                        ? Uni.createFrom().item(Batch.NONE)
                                        : database.transaction(
                                                        client -> remove(client, found, before))
                                                .invoke(feed::committed));
    }

    private Uni<Batch> remove(
            SqlClient client, SortedMap<Integer, List<UUID>> found, OffsetDateTime before) {
        int size = found.values().stream().mapToInt(List::size).sum();
        return Database.tryLock(client, LOCK_KEY)
                .chain(
                        mine ->
                                mine
                                        ? Multi.createFrom()
                                                .iterable(found.keySet())
                                                .onItem()
                                                .transformToUniAndConcatenate(
                                                        namespaceId ->
                                                                remove(
                                                                        client,
                                                                        namespaceId,
                                                                        found.get(namespaceId),
                                                                        before))
                                                .collect()
                                                .with(Collectors.summingInt(Integer::intValue))
                                                .map(removed -> new Batch(removed, size == BATCH))
                                        : Uni.createFrom().item(Batch.NONE));
    }

    private Uni<Integer> remove(
            SqlClient client, int namespaceId, List<UUID> ids, OffsetDateTime before) {
        return Multi.createFrom()
                .iterable(DayRange.split(ids))
                .onItem()
                .transformToUniAndConcatenate(
                        day ->
                                store.lockDeleted(client, namespaceId, day, before)
                                        .chain(
                                                locked ->
                                                        locked.isEmpty()
                                                                ? Uni.createFrom().item(0)
                                                                : removal.remove(
                                                                        client,
                                                                        namespaceId,
                                                                        locked)))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }
}
