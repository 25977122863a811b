package dev.hindsight.failure;

import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import dev.hindsight.rollup.RollupConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;

/** Forgets failures of long ago. */
@ApplicationScoped
class FailureChore implements Chore {

    /** Rows forgotten in one transaction. */
    private static final int BATCH = 5_000;

    private final Database database;
    private final FailureStore store;
    private final RollupConfig config;
    private final Clock clock;

    FailureChore(Database database, FailureStore store, RollupConfig config, Clock clock) {
        this.database = database;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public int order() {
        return RETENTION + 40;
    }

    @Override
    public String title() {
        return "Forget failures of long ago";
    }

    @Override
    public Uni<Void> work() {
        OffsetDateTime before = config.forgotten(clock.instant()).atOffset(ZoneOffset.UTC);
        return forget(client -> store.forgetCells(client, before, BATCH))
                .chain(() -> forget(client -> store.forgetGroups(client, before, BATCH)));
    }

    private Uni<Void> forget(Function<SqlClient, Uni<Integer>> some) {
        return Multi.createBy()
                .repeating()
                .uni(() -> database.transaction(some))
                .whilst(forgotten -> forgotten == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
