package dev.hindsight.migration;

import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * A look at the schema's history without Flyway, which takes a driver, a pool and connections of its own:
 * most starts find nothing for it to do.
 */
@Singleton
class HistoryStore {

    /** The last migration of this release. */
    static final String LAST = "143";

    /** How many there are, with the last. */
    static final long NUMBER = 31;

    private final Database database;

    HistoryStore(Database database) {
        this.database = database;
    }

    /**
     * Whether the migrations of this release were made, and no others; false as well where nobody can
     * tell.
     */
    Uni<Boolean> isComplete() {
        return database.ask(HistorySql.SUM, Tuple.of(LAST))
                .map(rows -> isComplete(rows.iterator().next()))
                .onFailure(RuntimeException.class)
                .recoverWithItem(false);
    }

    private static boolean isComplete(Row row) {
        RowCursor sum = new RowCursor(row);
        return Objects.equals(sum.bigint(), NUMBER)
                && Boolean.TRUE.equals(sum.boolOrNull())
                && Boolean.TRUE.equals(sum.boolOrNull());
    }
}
