package dev.hindsight.partition;

import dev.hindsight.boot.Chore;
import dev.hindsight.boot.Preparation;
import dev.hindsight.db.Database;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Makes days of tables ahead of time. */
@ApplicationScoped
public class Partitions implements Preparation, Chore {

    private static final Logger LOG = Logger.getLogger(Partitions.class);

    /** For so long a day may take; others may be making it. */
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

    @Override
    public String title() {
        return "Make tables for the coming days";
    }

    @Override
    public Uni<Void> work() {
        return makeAhead().replaceWithVoid();
    }

    /** Sees to it that there are tables for today and the days to come. */
    @Override
    public Uni<Boolean> prepare() {
        return makeAhead().replaceWith(true);
    }

    /**
     * Makes the missing days from yesterday, whose ids a client may still bring, to the configured
     * number of days ahead, today first; tells how many it made. Any number of replicas may do so at
     * once: a day is made by one of them.
     */
    public Uni<Integer> makeAhead() {
        LocalDate today = PartitionDay.dayOf(clock.instant());
        List<LocalDate> wanted =
                Stream.concat(
                                today.datesUntil(today.plusDays(config.daysAhead() + 1L)),
                                Stream.of(today.minusDays(1)))
                        .toList();
        return catalogue.refresh().chain(known -> make(missing(wanted, known)));
    }

    /**
     * Makes sure that there are tables for days, past ones too: those that were never made or were
     * dropped are made. Costs nothing where they are there, which is nearly always.
     */
    public Uni<Void> ensure(Set<LocalDate> days) {
        return catalogue
                .days()
                .map(known -> missing(days.stream().sorted().toList(), known))
                .chain(this::make)
                .replaceWithVoid();
    }

    /** Every hour, so that one failure, or ten, does not matter. */
    @Scheduled(every = "1h", delayed = "1h", identity = "partitions-ahead")
    Uni<Void> onSchedule() {
        return makeAhead()
                .onFailure(RuntimeException.class)
                .invoke(
                        failure ->
                                Database.tell(
                                        LOG, "Days of tables could not be made ahead", failure))
                .replaceWithVoid()
                .onFailure(RuntimeException.class)
                .recoverWithNull();
    }

    private Uni<Integer> make(List<LocalDate> days) {
        if (days.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return Multi.createFrom()
                .iterable(days)
                .onItem()
                .transformToUniAndConcatenate(this::make)
                .collect()
                .with(Collectors.summingInt(Integer::intValue))
                .call(() -> catalogue.refresh())
                .invoke(made -> LOG.infof("Made tables for %d days", made));
    }

    /**
     * Makes one day, in a transaction of its own: its tables and indexes are all locked until the
     * commit, and a server has room for the locks of some hundred days at most.
     */
    private Uni<Integer> make(LocalDate day) {
        return database.transaction(
                        client ->
                                store.lock(client)
                                        .chain(() -> store.list(client))
                                        .chain(
                                                known ->
                                                        missing(List.of(day), known).isEmpty()
                                                                ? Uni.createFrom().item(0)
                                                                : store.make(client, day)
                                                                        .replaceWith(1)))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }

    private static List<LocalDate> missing(List<LocalDate> wanted, List<PartitionDay> known) {
        Set<LocalDate> there =
                known.stream()
                        .filter(day -> !day.isDropped())
                        .map(PartitionDay::day)
                        .collect(Collectors.toUnmodifiableSet());
        return wanted.stream().filter(day -> !there.contains(day)).toList();
    }
}
