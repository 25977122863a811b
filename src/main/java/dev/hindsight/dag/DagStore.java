package dev.hindsight.dag;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of graphs. */
@ApplicationScoped
class DagStore {

    Uni<List<String>> store(
            SqlClient client, int namespaceId, List<String> graphs, LocalDate today) {
        return Database.run(
                        client,
                        DagSql.STORE,
                        Args.of(namespaceId, graphs.toArray(String[]::new), today).tuple())
                .map(
                        rows -> {
                            List<String> hashes = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                hashes.add(row.getString(0));
                            }
                            return hashes;
                        });
    }

    /** Forgets graphs that were last used before a day. */
    Uni<Void> forget(SqlClient client, LocalDate before) {
        return Database.run(client, DagSql.FORGET, Tuple.of(before)).replaceWithVoid();
    }

    /** Keeps others from storing graphs until the transaction ends. */
    Uni<Void> hold(SqlClient client) {
        return client.query(DagSql.HOLD).execute().replaceWithVoid();
    }

    /** Erases graphs. */
    Uni<Void> erase(SqlClient client, int namespaceId, List<String> hashes) {
        return Database.run(
                        client,
                        DagSql.ERASE,
                        Args.of(namespaceId, hashes.toArray(String[]::new)).tuple())
                .replaceWithVoid();
    }

    Uni<Optional<String>> find(SqlClient client, int namespaceId, String hash) {
        return Database.run(client, DagSql.FIND, Args.of(namespaceId, hash).tuple())
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(rows.iterator().next().getString(0)));
    }
}
