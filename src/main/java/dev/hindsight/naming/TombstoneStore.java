package dev.hindsight.naming;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Rows of {@code tombstone}. */
@ApplicationScoped
class TombstoneStore {

    Uni<Void> bury(
            SqlClient client, int namespaceId, List<UUID> ids, OffsetDateTime now, String policy) {
        return Database.run(
                        client,
                        TombstoneSql.BURY,
                        Args.of(namespaceId, ids.toArray(UUID[]::new), now, policy).tuple())
                .replaceWithVoid();
    }

    /** Those that were removed after a moment, by their ids. */
    Uni<Map<UUID, Known>> find(
            SqlClient client, int namespaceId, Collection<UUID> ids, OffsetDateTime after) {
        return Database.run(
                        client,
                        TombstoneSql.FIND,
                        Args.of(namespaceId, ids.toArray(UUID[]::new), after).tuple())
                .map(
                        rows -> {
                            Map<UUID, Known> found = new HashMap<>();
                            for (Row row : rows) {
                                found.put(
                                        row.getUUID(0),
                                        new Known(
                                                row.getUUID(0),
                                                row.getOffsetDateTime(1),
                                                row.getString(2)));
                            }
                            return found;
                        });
    }

    Uni<Integer> forgetOld(SqlClient client, OffsetDateTime before, int limit) {
        return Database.run(client, TombstoneSql.FORGET_OLD, Args.of(before, (long) limit).tuple())
                .map(RowSet::rowCount);
    }
}
