package dev.hindsight.naming;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Rows of external ids. Writes join the caller's transaction. */
@ApplicationScoped
class ExternalIdStore {

    /** The executions that external ids lead to; ids that lead nowhere are absent. */
    Uni<Map<String, Known>> find(SqlClient client, int namespaceId, List<String> externalIds) {
        if (externalIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Database.run(
                        client,
                        ExternalIdSql.FIND,
                        Args.of(namespaceId, externalIds.toArray(String[]::new)).tuple())
                .map(
                        rows -> {
                            Map<String, Known> known = new HashMap<>();
                            for (Row row : rows) {
                                known.put(
                                        row.getString(0),
                                        new Known(
                                                row.getUUID(1),
                                                row.getOffsetDateTime(2),
                                                row.getString(3)));
                            }
                            return known;
                        });
    }

    /** Claims external ids that nobody ever had for executions; tells those that were free. */
    Uni<Map<String, UUID>> claimNew(SqlClient client, int namespaceId, Map<String, UUID> wanted) {
        return wanted.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : claim(client, ExternalIdSql.CLAIM_NEW, namespaceId, wanted);
    }

    /** Claims external ids, those of removed executions too; tells those that were free. */
    Uni<Map<String, UUID>> claim(SqlClient client, int namespaceId, Map<String, UUID> wanted) {
        return claim(client, ExternalIdSql.CLAIM, namespaceId, wanted);
    }

    private static Uni<Map<String, UUID>> claim(
            SqlClient client, String sql, int namespaceId, Map<String, UUID> wanted) {
        return Database.run(
                        client,
                        sql,
                        Args.of(
                                        namespaceId,
                                        wanted.keySet().toArray(String[]::new),
                                        wanted.values().toArray(UUID[]::new))
                                .tuple())
                .map(ExternalIdStore::idsByName);
    }

    /** Gives external ids that lead to executions that do not exist to new ones; tells which. */
    Uni<Map<String, UUID>> takeOver(
            SqlClient client,
            int namespaceId,
            Map<String, UUID> dangling,
            Map<String, UUID> wanted) {
        List<String> names = List.copyOf(wanted.keySet());
        return Database.run(
                        client,
                        ExternalIdSql.TAKE_OVER,
                        Args.of(
                                        namespaceId,
                                        names.toArray(String[]::new),
                                        names.stream().map(dangling::get).toArray(UUID[]::new),
                                        names.stream().map(wanted::get).toArray(UUID[]::new))
                                .tuple())
                .map(ExternalIdStore::idsByName);
    }

    /** Makes the tombstones again whose external ids were claimed in vain. */
    Uni<Void> bury(SqlClient client, int namespaceId, Map<String, Known> removed) {
        List<String> names = List.copyOf(removed.keySet());
        List<Known> known = List.copyOf(removed.values());
        return Database.run(
                        client,
                        ExternalIdSql.BURY,
                        Args.of(
                                        namespaceId,
                                        names.toArray(String[]::new),
                                        known.stream().map(Known::id).toArray(UUID[]::new),
                                        known.stream()
                                                .map(Known::removedAt)
                                                .toArray(OffsetDateTime[]::new),
                                        known.stream().map(Known::removedBy).toArray(String[]::new))
                                .tuple())
                .replaceWithVoid();
    }

    private static Map<String, UUID> idsByName(RowSet<Row> rows) {
        Map<String, UUID> ids = new HashMap<>();
        for (Row row : rows) {
            ids.put(row.getString(0), row.getUUID(1));
        }
        return ids;
    }

    /** Frees the external ids of removed executions, but for those that another is claiming. */
    Uni<Void> forget(SqlClient client, int namespaceId, Map<String, UUID> removed) {
        return Database.run(
                        client,
                        ExternalIdSql.FORGET,
                        Args.of(
                                        namespaceId,
                                        removed.keySet().toArray(String[]::new),
                                        removed.values().toArray(UUID[]::new))
                                .tuple())
                .replaceWithVoid();
    }

    /** Gives external ids back that were claimed for executions that did not come to be. */
    Uni<Void> release(SqlClient client, int namespaceId, Map<String, UUID> claims) {
        return Database.run(
                        client,
                        ExternalIdSql.RELEASE,
                        Args.of(
                                        namespaceId,
                                        claims.keySet().toArray(String[]::new),
                                        claims.values().toArray(UUID[]::new))
                                .tuple())
                .replaceWithVoid();
    }
}
