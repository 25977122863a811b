package dev.hindsight.naming;

import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Forgets what was removed so long ago that nobody is told of it any more.
 *
 * <p>Tombstones of ids are found by their age. External ids are walked through, a slice at a time and on
 * from where the last walk ended: those of a day that was dropped still stand there as they were, since
 * to mark each of them would have cost more than the drop.
 */
@ApplicationScoped
class TombstoneChore implements Chore {

    /** Tombstones forgotten in one transaction. */
    private static final int BATCH = 5_000;

    /** External ids looked at in one transaction. */
    private static final int SLICE = 20_000;

    /** Slices of one walk: 24 a day get through two hundred million names. */
    private static final int SLICES = 500;

    private final Database database;
    private final Tombstones tombstones;
    private final ExternalIdStore names;
    private final PartitionCatalogue partitions;
    private final Clock clock;

    TombstoneChore(
            Database database,
            Tombstones tombstones,
            ExternalIdStore names,
            PartitionCatalogue partitions,
            Clock clock) {
        this.database = database;
        this.tombstones = tombstones;
        this.names = names;
        this.partitions = partitions;
        this.clock = clock;
    }

    @Override
    public int order() {
        return RETENTION + 30;
    }

    @Override
    public String title() {
        return "Forget what was removed long ago";
    }

    @Override
    public Uni<Void> work() {
        return Multi.createBy()
                .repeating()
                .uni(() -> database.transaction(client -> tombstones.forgetOld(client, BATCH)))
                .whilst(forgotten -> forgotten == BATCH)
                .collect()
                .last()
                .chain(() -> partitions.refresh())
                .chain(this::walk);
    }

    private Uni<Void> walk(List<PartitionDay> days) {
        OffsetDateTime since = OffsetDateTime.now(clock).minus(PartitionCatalogue.REMEMBERED);
        Set<LocalDate> forgotten =
                days.stream()
                        .filter(day -> day.droppedAt() != null && day.droppedAt().isBefore(since))
                        .map(PartitionDay::day)
                        .collect(Collectors.toUnmodifiableSet());
        return Multi.createBy()
                .repeating()
                .uni(
                        () ->
                                database.transaction(
                                        client -> slice(client, new Memory(since, forgotten))))
                .whilst(isFull -> isFull)
                .select()
                .first(SLICES)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** What is not remembered: removals before a moment, and whole days. */
    record Memory(OffsetDateTime since, Set<LocalDate> forgotten) {

        boolean holds(ExternalIdStore.Name name) {
            return name.removedAt() == null
                    ? !forgotten.contains(PartitionDay.dayOf(name.executionId()))
                    : name.removedAt().isAfter(since);
        }
    }

    /** Takes out of one slice what leads nowhere; tells whether there is another behind it. */
    private Uni<Boolean> slice(SqlClient client, Memory memory) {
        return names.walk(client, SLICE, memory.since(), memory.forgotten())
                .chain(
                        slice -> {
                            List<ExternalIdStore.Name> gone =
                                    slice.names().stream()
                                            .filter(name -> !memory.holds(name))
                                            .toList();
                            return names.forgetLoose(client, gone).replaceWith(slice.isFull());
                        });
    }
}
