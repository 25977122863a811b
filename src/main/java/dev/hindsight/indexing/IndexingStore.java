package dev.hindsight.indexing;

import dev.hindsight.db.Database;
import dev.hindsight.db.PreparingPoolCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.function.Function;

/**
 * Builds indexes, on a connection of their own: no transaction may be open there, and the settings under
 * which a build runs for hours are nobody else's.
 */
@ApplicationScoped
class IndexingStore {

    private final PreparingPoolCreator connections;
    private final IndexingConfig config;

    IndexingStore(PreparingPoolCreator connections, IndexingConfig config) {
        this.connections = connections;
        this.config = config;
    }

    /** Does work on a connection of its own. */
    <T> Uni<T> with(Function<SqlClient, Uni<T>> work) {
        String settings =
                IndexingSql.SETTINGS.formatted(config.timeLimit().toMillis(), config.memory());
        return connections
                .single()
                .map(Pool::newInstance)
                .chain(
                        pool ->
                                pool.withConnection(
                                                connection ->
                                                        connection
                                                                .query(settings)
                                                                .execute()
                                                                .chain(
                                                                        () ->
                                                                                work.apply(
                                                                                        connection)))
                                        .eventually(() -> pool.close()));
    }

    /** Lets a transaction be idle until the work is done that it holds a lock for. */
    Uni<Void> hold(SqlClient client) {
        return run(client, IndexingSql.HOLDING);
    }

    /** Makes sure that an index of a day is there; tells whether it was missing. */
    Uni<Boolean> ensure(SqlClient client, SearchIndex index, LocalDate day) {
        return Database.run(client, IndexingSql.LOOK, Tuple.of(index.name(day)))
                .chain(
                        rows ->
                                isValid(rows)
                                        ? Uni.createFrom().item(false)
                                        : build(client, index, day).replaceWith(true));
    }

    private static boolean isValid(RowSet<Row> rows) {
        return rows.size() > 0 && rows.iterator().next().getBoolean(0);
    }

    private static Uni<Void> build(SqlClient client, SearchIndex index, LocalDate day) {
        String name = index.name(day);
        String table = index.table(day);
        return run(client, IndexingSql.DROP.formatted(name))
                .chain(
                        () ->
                                run(
                                        client,
                                        IndexingSql.BUILD.formatted(
                                                name, table, index.definition())))
                .chain(() -> run(client, IndexingSql.ANALYZE.formatted(table)));
    }

    private static Uni<Void> run(SqlClient client, String sql) {
        return client.query(sql).execute().replaceWithVoid();
    }
}
