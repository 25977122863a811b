package dev.hindsight.execution;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Locks the rows of executions within the caller's transaction. */
@ApplicationScoped
class ExecutionLockStore {

    /** Locks the executions that exist, and waits for others who hold them. */
    Uni<ExecutionLocks> lock(SqlClient client, int namespaceId, List<UUID> ids) {
        return lock(client, ExecutionSql.LOCK, namespaceId, ids)
                .map(locked -> new ExecutionLocks(locked, Set.of()));
    }

    /** Locks the executions that exist and that nobody else holds. */
    Uni<ExecutionLocks> lockFree(SqlClient client, int namespaceId, List<UUID> ids) {
        return lock(client, ExecutionSql.LOCK_FREE, namespaceId, ids)
                .chain(
                        locked -> {
                            List<UUID> rest =
                                    ids.stream().filter(id -> !locked.containsKey(id)).toList();
                            return existing(client, namespaceId, rest)
                                    .map(held -> new ExecutionLocks(locked, held));
                        });
    }

    private static Uni<Map<UUID, ExecutionLocks.Locked>> lock(
            SqlClient client, String sql, int namespaceId, List<UUID> ids) {
        return of(client, sql, namespaceId, ids)
                .map(
                        rows -> {
                            Map<UUID, ExecutionLocks.Locked> locked = new HashMap<>();
                            for (Row row : rows) {
                                locked.put(
                                        row.getUUID(0),
                                        new ExecutionLocks.Locked(
                                                ExecutionStatus.ofCode(row.getInteger(1)),
                                                row.getString(2),
                                                row.getInteger(3),
                                                row.getOffsetDateTime(4)));
                            }
                            return locked;
                        });
    }

    private static Uni<Set<UUID>> existing(SqlClient client, int namespaceId, List<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return of(client, ExecutionSql.EXISTING, namespaceId, ids)
                .map(
                        rows -> {
                            Set<UUID> existing = new HashSet<>();
                            rows.forEach(row -> existing.add(row.getUUID(0)));
                            return existing;
                        });
    }

    private static Uni<RowSet<Row>> of(
            SqlClient client, String sql, int namespaceId, List<UUID> ids) {
        return Database.run(
                client,
                DayRange.of(ids).in(sql),
                Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple());
    }
}
