package dev.hindsight.dag;

import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;

/** Forgets graphs when the last day is gone whose executions refer to them. */
@ApplicationScoped
class DagChore implements Chore {

    private final Database database;
    private final PartitionCatalogue partitions;
    private final DagStore store;

    DagChore(Database database, PartitionCatalogue partitions, DagStore store) {
        this.database = database;
        this.partitions = partitions;
        this.store = store;
    }

    @Override
    public int order() {
        return RETENTION + 20;
    }

    @Override
    public String title() {
        return "Forget graphs of days that are gone";
    }

    @Override
    public Uni<Void> work() {
        return partitions.refresh().chain(this::forget);
    }

    private Uni<Void> forget(List<PartitionDay> days) {
        return days.stream()
                .filter(day -> !day.isDropped())
                .map(PartitionDay::day)
                .min(LocalDate::compareTo)
                .map(oldest -> store.forget(database.client(), oldest))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
