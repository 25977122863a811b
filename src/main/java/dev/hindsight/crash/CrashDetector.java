package dev.hindsight.crash;

import dev.hindsight.boot.Chore;
import dev.hindsight.change.Feed;
import dev.hindsight.crash.CrashStore.Since;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks for executions of which nothing is heard any more.
 *
 * <p>Any number of replicas may look at once: each batch is written by one of them, and whoever finds
 * another at it ends. A look that finds nothing takes no lock and begins no transaction.
 */
@Startup
@ApplicationScoped
public class CrashDetector implements Chore {

    private static final Logger LOG = Logger.getLogger(CrashDetector.class);

    /** Keys of the advisory locks of a batch. */
    private static final long SILENT_KEY = 0x48494e44_00000003L;

    private static final long STALE_KEY = 0x48494e44_00000004L;

    private static final int BATCH = 500;

    private final Database database;
    private final PartitionCatalogue partitions;
    private final CrashStore store;
    private final CrashRecorder recorder;
    private final CrashConfig config;
    private final Clock clock;
    private final Feed feed;
    private final Counter silent;
    private final Counter stale;

    CrashDetector(
            Database database,
            PartitionCatalogue partitions,
            CrashStore store,
            CrashRecorder recorder,
            CrashConfig config,
            Clock clock,
            Feed feed,
            MeterRegistry metrics) {
        this.database = database;
        this.partitions = partitions;
        this.store = store;
        this.recorder = recorder;
        this.config = config;
        this.clock = clock;
        this.feed = feed;
        this.silent = counter(metrics, "heartbeat");
        this.stale = counter(metrics, "report");
    }

    private static Counter counter(MeterRegistry metrics, String missing) {
        return Counter.builder("hindsight_crash_detected")
                .description("Executions that this replica took for crashed, and what was missing")
                .tag("missing", missing)
                .register(metrics);
    }

    /** As often as the contract has it. */
    @Scheduled(
            every = "10s",
            delayed = "10s",
            identity = "crash-heartbeats",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onHeartbeatSchedule() {
        return logged(checkHeartbeats());
    }

    /** Every hour. */
    @Scheduled(
            every = "1h",
            delayed = "1m",
            identity = "crash-stale",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onStaleSchedule() {
        return logged(checkStale());
    }

    @Override
    public int order() {
        return 30;
    }

    @Override
    public String title() {
        return "Take silent executions for crashed";
    }

    @Override
    public Uni<Void> work() {
        return checkHeartbeats().chain(this::checkStale).replaceWithVoid();
    }

    private static Uni<Void> logged(Uni<Integer> check) {
        return Database.unattended(LOG, "Crashed executions could not be looked for", check);
    }

    /**
     * Takes the running executions for crashed whose last heartbeat, else their creation, is as long
     * ago as they promised one in; tells how many.
     */
    public Uni<Integer> checkHeartbeats() {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return check(
                new Suspicion(
                        SILENT_KEY,
                        silent,
                        range -> store.findSilent(range, now, BATCH),
                        (client, namespaceId, ids) ->
                                store.stillSilent(client, namespaceId, ids, now)));
    }

    /** Takes the executions for crashed that never ended and of which nothing is reported; how many. */
    public Uni<Integer> checkStale() {
        OffsetDateTime now = OffsetDateTime.now(clock);
        Since since =
                new Since(
                        now,
                        now.minus(config.staleAfter()),
                        "No report for %s.".formatted(Silence.words(config.staleAfter())));
        return check(
                new Suspicion(
                        STALE_KEY,
                        stale,
                        range -> store.findStale(range, since, BATCH),
                        (client, namespaceId, ids) ->
                                store.stillStale(client, namespaceId, ids, since)));
    }

    /** Finds executions by namespace; at most {@link #BATCH}. */
    @FunctionalInterface
    private interface Finding {
        Uni<SortedMap<Integer, List<UUID>>> in(DayRange days);
    }

    /** Looks once more at executions of a day whose rows are locked; tells why those crashed. */
    @FunctionalInterface
    private interface Asking {
        Uni<Map<UUID, String>> again(SqlClient client, int namespaceId, List<UUID> ids);
    }

    private record Suspicion(long lockKey, Counter count, Finding find, Asking ask) {}

    /** How many a batch took for crashed, and whether there may be more. */
    private record Batch(int crashed, boolean isFull) {
        static final Batch NONE = new Batch(0, false);
    }

    private Uni<Integer> check(Suspicion suspicion) {
        return partitions
                .days()
                .onItem()
                .transformToMulti(days -> Multi.createFrom().iterable(DayRange.covering(days)))
                .onItem()
                .transformToMultiAndConcatenate(range -> batches(suspicion, range))
                .collect()
                .with(Collectors.summingInt(Batch::crashed))
                .invoke(
                        crashed -> {
                            if (crashed > 0) {
                                LOG.infof("Took %d silent executions for crashed", crashed);
                            }
                        });
    }

    private Multi<Batch> batches(Suspicion suspicion, DayRange range) {
        return Multi.createBy()
                .repeating()
                .uni(() -> batch(suspicion, range))
                .whilst(batch -> batch.isFull() && batch.crashed() > 0);
    }

    private Uni<Batch> batch(Suspicion suspicion, DayRange range) {
        return suspicion
                .find()
                .in(range)
                .chain(
                        found ->
                                found.isEmpty()
                                        ? Uni.createFrom().item(Batch.NONE)
                                        : database.transaction(
                                                        client -> crash(client, suspicion, found))
                                                .invoke(feed::committed)
                                                .invoke(
                                                        batch ->
                                                                suspicion
                                                                        .count()
                                                                        .increment(
                                                                                batch.crashed())));
    }

    private Uni<Batch> crash(
            SqlClient client, Suspicion suspicion, SortedMap<Integer, List<UUID>> found) {
        int size = found.values().stream().mapToInt(List::size).sum();
        return Database.tryLock(client, suspicion.lockKey())
                .chain(
                        mine ->
                                mine
                                        ? Multi.createFrom()
                                                .iterable(found.entrySet())
                                                .onItem()
                                                .transformToUniAndConcatenate(
                                                        it ->
                                                                crash(
                                                                        client,
                                                                        suspicion,
                                                                        it.getKey(),
                                                                        it.getValue()))
                                                .collect()
                                                .with(Collectors.summingInt(Integer::intValue))
                                                .map(crashed -> new Batch(crashed, size == BATCH))
                                        : Uni.createFrom().item(Batch.NONE));
    }

    private Uni<Integer> crash(
            SqlClient client, Suspicion suspicion, int namespaceId, List<UUID> ids) {
        return Multi.createFrom()
                .iterable(DayRange.split(ids))
                .onItem()
                .transformToUniAndConcatenate(
                        day ->
                                recorder.lock(client, namespaceId, day)
                                        .chain(
                                                () ->
                                                        suspicion
                                                                .ask()
                                                                .again(client, namespaceId, day))
                                        .chain(still -> recorder.crash(client, namespaceId, still)))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }
}
