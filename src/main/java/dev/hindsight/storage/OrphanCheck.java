package dev.hindsight.storage;

import dev.hindsight.boot.Chore;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks for rows whose execution does not exist: there are no foreign keys that would keep them out, and
 * one code path that writes and removes executions with all that belongs to them should.
 *
 * <p>Day by day and table by table, whatever was not looked at for the longest time first, as far as it
 * comes in a minute; every place about once a day, those where something was found every time. What
 * was looked at is remembered in memory only. External ids do not count: those of a dropped day stay
 * until they are walked out.
 */
@ApplicationScoped
public class OrphanCheck implements Chore {

    private static final Logger LOG = Logger.getLogger(OrphanCheck.class);

    /** After so long a place is looked at again: a little less than a day, so that it is once a day. */
    static final Duration DUE = Duration.ofHours(23);

    /** For so long it goes on, and for as long as the statement takes that is under way by then. */
    static final Duration TIME = Duration.ofMinutes(1);

    /** A statement has a limit of its own; a connection that nothing comes from has none. */
    private static final Duration PATIENCE = TIME.multipliedBy(2);

    private final PartitionCatalogue partitions;
    private final StorageStore store;
    private final Clock clock;
    private final Map<Place, Look> looks = new ConcurrentHashMap<>();

    OrphanCheck(PartitionCatalogue partitions, StorageStore store, Clock clock) {
        this.partitions = partitions;
        this.store = store;
        this.clock = clock;
    }

    private record Place(LocalDate day, String table) {}

    private record Look(Instant at, long found) {}

    @Override
    public int order() {
        return RETENTION + 40;
    }

    @Override
    public String title() {
        return "Look for rows without their execution";
    }

    /** How many were found in a table, over the days that were looked at; empty if none was. */
    OptionalLong found(String table) {
        return looks.entrySet().stream()
                .filter(look -> look.getKey().table().equals(table))
                .mapToLong(look -> look.getValue().found())
                .reduce(Long::sum);
    }

    @Override
    public Uni<Void> work() {
        Instant end = clock.instant().plus(TIME);
        return partitions
                .refresh()
                .onItem()
                .transformToMulti(days -> Multi.createFrom().iterable(due(days)))
                .onItem()
                .transformToUniAndConcatenate(
                        place ->
                                clock.instant().isBefore(end)
                                        ? look(place)
                                        : Uni.createFrom().voidItem())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Places to look at, the longest overdue first; forgets those that are gone. */
    private List<Place> due(List<PartitionDay> days) {
        Set<LocalDate> there =
                days.stream()
                        .filter(day -> !day.isDropped())
                        .map(PartitionDay::day)
                        .collect(Collectors.toUnmodifiableSet());
        looks.keySet().removeIf(place -> !there.contains(place.day()));
        Instant before = clock.instant().minus(DUE);
        List<Place> due = new ArrayList<>();
        for (LocalDate day : there) {
            for (String table : StorageStore.PARTS) {
                Place place = new Place(day, table);
                if (isDue(looks.get(place), before)) {
                    due.add(place);
                }
            }
        }
        // By chance, so that replicas that do not live for long come to every place together.
        Collections.shuffle(due);
        due.sort(Comparator.comparing(this::lookedAt));
        return due;
    }

    private static boolean isDue(@Nullable Look look, Instant before) {
        return look == null || look.found() > 0 || !look.at().isAfter(before);
    }

    private Instant lookedAt(Place place) {
        Look look = looks.get(place);
        return look == null ? Instant.MIN : look.at();
    }

    private Uni<Void> look(Place place) {
        return store.orphans(place.table(), place.day())
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure(StorageStore.TooLarge.class)
                .recoverWithItem(() -> tooLarge(place))
                .invoke(number -> note(place, number))
                .replaceWithVoid();
    }

    private long tooLarge(Place place) {
        LOG.infof(
                "Rows of %s of %s are too many to be looked through in a minute",
                place.table(), place.day());
        return found(place);
    }

    private void note(Place place, long number) {
        if (number > 0 && number != found(place)) {
            LOG.errorf("%d rows of %s of %s have no execution", number, place.table(), place.day());
        }
        looks.put(place, new Look(clock.instant(), number));
    }

    private long found(Place place) {
        Look look = looks.get(place);
        return look == null ? 0 : look.found();
    }
}
