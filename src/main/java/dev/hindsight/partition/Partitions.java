package dev.hindsight.partition;

import dev.hindsight.boot.Preparation;
import dev.hindsight.db.Database;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Makes days of tables ahead of time. */
@ApplicationScoped
public class Partitions implements Preparation {

    private static final Logger LOG = Logger.getLogger(Partitions.class);

    /** For so long the start waits for tables to be made; others may be making them. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Database database;
    private final PartitionStore store;
    private final PartitionCatalogue catalogue;
    private final PartitionConfig config;
    private final Clock clock;

    Partitions(
            Database database,
            PartitionStore store,
            PartitionCatalogue catalogue,
            PartitionConfig config,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.catalogue = catalogue;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public int order() {
        return 20;
    }

    /** Sees to it that there are tables for today. */
    @Override
    public Uni<Boolean> prepare() {
        return makeAhead().replaceWith(true).ifNoItem().after(PATIENCE).fail();
    }

    /**
     * Makes the missing days from yesterday, whose ids a client may still bring, to the configured
     * number of days ahead; tells how many were missing. Any number of replicas may do so at once.
     */
    public Uni<Integer> makeAhead() {
        LocalDate today = PartitionDay.dayOf(clock.instant());
        List<LocalDate> wanted =
                today.minusDays(1).datesUntil(today.plusDays(config.daysAhead() + 1L)).toList();
        return catalogue
                .refresh()
                .chain(
                        known ->
                                missing(wanted, known).isEmpty()
                                        ? Uni.createFrom().item(0)
                                        : make(wanted));
    }

    /** Every hour, so that one failure, or ten, does not matter. */
    @Scheduled(every = "1h", delayed = "1h", identity = "partitions-ahead")
    Uni<Void> onSchedule() {
        return makeAhead()
                .onFailure(RuntimeException.class)
                .invoke(failure -> LOG.error("Days of tables could not be made ahead", failure))
                .replaceWithVoid();
    }

    private Uni<Integer> make(List<LocalDate> wanted) {
        return database.transaction(client -> makeMissing(client, wanted))
                .call(catalogue::refresh)
                .invoke(made -> LOG.infof("Made tables for %d days", made));
    }

    private Uni<Integer> makeMissing(SqlClient client, List<LocalDate> wanted) {
        return store.lock(client)
                .chain(() -> store.list(client))
                .chain(
                        known -> {
                            List<LocalDate> missing = missing(wanted, known);
                            return Multi.createFrom()
                                    .iterable(missing)
                                    .onItem()
                                    .transformToUniAndConcatenate(day -> store.make(client, day))
                                    .collect()
                                    .asList()
                                    .replaceWith(missing.size());
                        });
    }

    private static List<LocalDate> missing(List<LocalDate> wanted, List<PartitionDay> known) {
        Set<LocalDate> there =
                known.stream().map(PartitionDay::day).collect(Collectors.toUnmodifiableSet());
        return wanted.stream().filter(day -> !there.contains(day)).toList();
    }
}
