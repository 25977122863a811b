package dev.hindsight.rollup;

import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Forgets sums of long ago. */
@ApplicationScoped
class RollupChore implements Chore {

    /** Rows forgotten in one transaction. */
    private static final int BATCH = 5_000;

    private final Database database;
    private final RollupConfig config;
    private final Clock clock;

    RollupChore(Database database, RollupConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public int order() {
        return RETENTION + 30;
    }

    @Override
    public String title() {
        return "Forget statistics of long ago";
    }

    @Override
    public Uni<Void> work() {
        OffsetDateTime before = config.forgotten(clock.instant()).atOffset(ZoneOffset.UTC);
        return Multi.createFrom()
                .iterable(List.of(RollupSql.FORGET, NodeRollupSql.FORGET))
                .onItem()
                .transformToUniAndConcatenate(sql -> forget(sql, before))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> forget(String sql, OffsetDateTime before) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () ->
                                database.transaction(
                                        client -> SumRows.forget(client, sql, before, BATCH)))
                .whilst(forgotten -> forgotten == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
