package dev.hindsight.execution;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Rows of single executions. Writes join the caller's transaction. */
@ApplicationScoped
class ExecutionStore {

    Uni<Void> rememberWorkflows(
            SqlClient client, int namespaceId, List<String> ids, List<String> names) {
        return Database.run(
                        client,
                        ExecutionSql.REMEMBER_WORKFLOWS,
                        Args.of(
                                        namespaceId,
                                        ids.toArray(String[]::new),
                                        names.toArray(String[]::new))
                                .tuple())
                .replaceWithVoid();
    }

    Uni<Void> beat(SqlClient client, int namespaceId, List<UUID> ids, OffsetDateTime now) {
        return Database.run(
                        client,
                        ExecutionSql.BEAT,
                        Args.of(namespaceId, ids.toArray(UUID[]::new), now).tuple())
                .replaceWithVoid();
    }

    /** Tells of executions that the last lines of their logs were not stored. */
    Uni<Void> noteCutLogs(SqlClient client, int namespaceId, List<UUID> ids) {
        return Database.run(
                        client,
                        ExecutionSql.NOTE_CUT_LOGS,
                        Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple())
                .replaceWithVoid();
    }

    Uni<Void> noteFailures(
            SqlClient client,
            int namespaceId,
            List<UUID> ids,
            List<String> nodes,
            List<OffsetDateTime> failedAt,
            OffsetDateTime now) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(ExecutionSql.NOTE_FAILURES),
                        Args.of(
                                        namespaceId,
                                        now,
                                        ids.toArray(UUID[]::new),
                                        nodes.toArray(String[]::new),
                                        failedAt.toArray(OffsetDateTime[]::new))
                                .tuple())
                .replaceWithVoid();
    }

    /** Deletes executions softly; tells the versions of those that were not deleted before. */
    Uni<Map<UUID, Integer>> delete(
            SqlClient client, int namespaceId, List<UUID> ids, OffsetDateTime now) {
        return mark(client, ExecutionSql.DELETE, namespaceId, ids, now);
    }

    /** Takes soft deletions back; tells the versions of the executions that were deleted. */
    Uni<Map<UUID, Integer>> restore(
            SqlClient client, int namespaceId, List<UUID> ids, OffsetDateTime now) {
        return mark(client, ExecutionSql.RESTORE, namespaceId, ids, now);
    }

    private static Uni<Map<UUID, Integer>> mark(
            SqlClient client, String sql, int namespaceId, List<UUID> ids, OffsetDateTime now) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(sql),
                        Args.of(namespaceId, ids.toArray(UUID[]::new), now).tuple())
                .map(
                        rows -> {
                            Map<UUID, Integer> versions = new HashMap<>();
                            for (Row row : rows) {
                                versions.put(row.getUUID(0), row.getInteger(1));
                            }
                            return versions;
                        });
    }

    /** Removes the rows of executions; tells their external ids. */
    Uni<Map<String, UUID>> forget(SqlClient client, int namespaceId, List<UUID> ids) {
        Map<String, UUID> names = new TreeMap<>();
        return of(client, ExecutionSql.FORGET, namespaceId, ids)
                .invoke(
                        rows -> {
                            for (Row row : rows) {
                                if (row.getString(1) != null) {
                                    names.put(row.getString(1), row.getUUID(0));
                                }
                            }
                        })
                .replaceWith(names);
    }

    Uni<Void> expirePayloads(
            SqlClient client, int namespaceId, List<UUID> ids, OffsetDateTime now) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(ExecutionSql.EXPIRE_PAYLOADS),
                        Args.of(namespaceId, ids.toArray(UUID[]::new), now).tuple())
                .replaceWithVoid();
    }

    Uni<Void> forgetPayloads(SqlClient client, int namespaceId, List<UUID> ids) {
        return of(client, ExecutionSql.FORGET_PAYLOADS, namespaceId, ids).replaceWithVoid();
    }

    Uni<Void> forgetHeartbeats(SqlClient client, int namespaceId, List<UUID> ids) {
        return of(client, ExecutionSql.FORGET_HEARTBEATS, namespaceId, ids).replaceWithVoid();
    }

    private static Uni<RowSet<Row>> of(
            SqlClient client, String sql, int namespaceId, List<UUID> ids) {
        return Database.run(
                client,
                DayRange.of(ids).in(sql),
                Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple());
    }

    /** Whether an execution, soft-deleted or not, is archived; empty if it is not there. */
    Uni<Optional<Boolean>> findArchived(SqlClient client, int namespaceId, UUID id) {
        return Database.run(
                        client,
                        DayRange.of(id).in(ExecutionSql.IS_ARCHIVED),
                        Args.of(namespaceId, id).tuple())
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(rows.iterator().next().getBoolean(0)));
    }

    /** One execution with its payloads, soft-deleted ones too. */
    Uni<Optional<Execution>> find(SqlClient client, int namespaceId, UUID id) {
        return Database.run(
                        client,
                        DayRange.of(id).in(ExecutionSql.FIND),
                        Args.of(namespaceId, id).tuple())
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(ExecutionRows.whole(rows.iterator().next())));
    }

    /** Executions without payloads, soft-deleted ones too; those that are not there are absent. */
    Uni<Map<UUID, ExecutionSummary>> findAll(
            SqlClient client, int namespaceId, Collection<UUID> ids) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(ExecutionSql.FIND_ALL),
                        Args.of(namespaceId).add(ids.toArray(UUID[]::new)).tuple())
                .map(
                        rows -> {
                            Map<UUID, ExecutionSummary> found = new HashMap<>();
                            for (Row row : rows) {
                                ExecutionSummary summary = ExecutionRows.summary(row);
                                found.put(summary.id(), summary);
                            }
                            return found;
                        });
    }

    /** Rows and bytes of an execution: none where it is not there. */
    Uni<Stored> storage(SqlClient client, int namespaceId, UUID id) {
        return Database.run(
                        client,
                        DayRange.of(id).in(ExecutionSql.STORAGE),
                        Args.of(namespaceId, id).tuple())
                .map(
                        rows ->
                                rows.size() == 0
                                        ? new Stored("execution", 0, 0)
                                        : new Stored(
                                                "execution", 1, rows.iterator().next().getLong(0)));
    }
}
