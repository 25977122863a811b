package dev.hindsight.partition;

import dev.hindsight.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;

/** Makes days of tables that lie in the past, as the service would have made them at the time. */
@ApplicationScoped
public class PastDays {

    private final Database database;
    private final PartitionStore store;
    private final PartitionCatalogue catalogue;
    private final Clock clock;

    PastDays(Database database, PartitionStore store, PartitionCatalogue catalogue, Clock clock) {
        this.database = database;
        this.store = store;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Makes sure that there are so many days before today. */
    public void make(int days) {
        LocalDate today = PartitionDay.dayOf(clock.instant());
        Set<LocalDate> known = new HashSet<>();
        store.list(database.client()).await().indefinitely().forEach(day -> known.add(day.day()));
        today.minusDays(days)
                .datesUntil(today)
                .filter(day -> !known.contains(day))
                .forEach(
                        day ->
                                database.transaction(client -> store.make(client, day))
                                        .await()
                                        .indefinitely());
        catalogue.refresh().await().indefinitely();
    }
}
