package dev.hindsight.sla;

import dev.hindsight.boot.Chore;
import dev.hindsight.change.Feed;
import dev.hindsight.db.Database;
import dev.hindsight.migration.Schema;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionCatalogue;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks whether what is expected is kept, one replica at a time. Each SLA is looked at in a transaction of
 * its own: what is found is told even if another one cannot be looked at.
 */
@ApplicationScoped
public class SlaCheck implements Chore {

    private static final Logger LOG = Logger.getLogger(SlaCheck.class);

    /** Key of the advisory lock. */
    private static final long KEY = 0x48494e44_00000009L;

    /** Breaches forgotten at once. */
    private static final int BATCH = 1_000;

    /** For so long breaches are remembered that are over: longer than any window. */
    private static final Duration MEMORY = Duration.ofDays(90);

    private final Database database;
    private final PartitionCatalogue partitions;
    private final SlaStore slas;
    private final CheckStore store;
    private final Feed feed;
    private final Clock clock;

    SlaCheck(
            Database database,
            PartitionCatalogue partitions,
            SlaStore slas,
            CheckStore store,
            Feed feed,
            Clock clock) {
        this.database = database;
        this.partitions = partitions;
        this.slas = slas;
        this.store = store;
        this.feed = feed;
        this.clock = clock;
    }

    /** Every half a minute. */
    @Scheduled(
            every = "30s",
            delayed = "15s",
            identity = "sla",
            skipExecutionIf = Schema.NotUsable.class,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onSchedule() {
        return Database.unattended(LOG, "Service levels could not be checked", check());
    }

    /** Behind what takes executions for crashed, before what tells webhooks. */
    @Override
    public int order() {
        return RETENTION - 20;
    }

    @Override
    public String title() {
        return "Check service levels";
    }

    @Override
    public Uni<Void> work() {
        return check().replaceWithVoid();
    }

    /** Looks at all of them; tells how many breaches were found. */
    public Uni<Integer> check() {
        return slas.all()
                .chain(
                        all ->
                                all.isEmpty()
                                        ? Uni.createFrom().item(0)
                                        : partitions
                                                .days()
                                                .map(DayRange::covering)
                                                .chain(days -> check(all, days)));
    }

    private Uni<Integer> check(List<Sla> all, List<DayRange> days) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(sla -> check(sla, days))
                .collect()
                .with(Collectors.summingInt(Integer::intValue))
                .invoke(
                        found -> {
                            if (found > 0) {
                                feed.committed();
                            }
                        })
                .call(() -> database.transaction(this::forget));
    }

    private Uni<Integer> forget(SqlClient client) {
        return slas.forget(client, now().minus(MEMORY), BATCH);
    }

    private Uni<Integer> check(Sla sla, List<DayRange> days) {
        return database.transaction(
                        client ->
                                Database.tryLock(client, KEY)
                                        .chain(
                                                mine ->
                                                        mine
                                                                ? new Look(
                                                                                store, client, sla,
                                                                                days, now())
                                                                        .all()
                                                                : Uni.createFrom().item(0)))
                .onFailure(RuntimeException.class)
                .invoke(
                        failure ->
                                Database.tell(LOG, "A service level could not be checked", failure))
                .onFailure(RuntimeException.class)
                .recoverWithItem(0);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock).truncatedTo(ChronoUnit.MILLIS);
    }
}
