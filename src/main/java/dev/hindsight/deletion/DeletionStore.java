package dev.hindsight.deletion;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Rows that are due, and rows of {@code change}. */
@ApplicationScoped
class DeletionStore {

    private final Database database;

    DeletionStore(Database database) {
        this.database = database;
    }

    /** Executions that were deleted before a moment, by namespace; at most so many. */
    Uni<SortedMap<Integer, List<UUID>>> findDeleted(
            DayRange days, OffsetDateTime before, int limit) {
        return database.ask(
                        days.in(DeletionSql.FIND_DELETED), Args.of(before, (long) limit).tuple())
                .map(
                        rows -> {
                            SortedMap<Integer, List<UUID>> found = new TreeMap<>();
                            for (Row row : rows) {
                                found.computeIfAbsent(row.getInteger(0), id -> new ArrayList<>())
                                        .add(row.getUUID(1));
                            }
                            return found;
                        });
    }

    /** Locks those of some executions of a day that are still deleted since before a moment. */
    Uni<List<UUID>> lockDeleted(
            SqlClient client, int namespaceId, List<UUID> ids, OffsetDateTime before) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(DeletionSql.LOCK_DELETED),
                        Args.of(namespaceId, ids.toArray(UUID[]::new), before).tuple())
                .map(
                        rows -> {
                            List<UUID> locked = new ArrayList<>();
                            for (Row row : rows) {
                                locked.add(row.getUUID(0));
                            }
                            return List.copyOf(locked);
                        });
    }

    /** Tells that an execution was deleted or restored, and what it was before. */
    Uni<Void> tellMarked(SqlClient client, OffsetDateTime now, int namespaceId, Marked marked) {
        return Database.run(
                        client,
                        DeletionSql.TELL_MARKED,
                        Args.of(
                                        now,
                                        marked.id(),
                                        namespaceId,
                                        marked.version(),
                                        marked.wasDeleted())
                                .tuple())
                .replaceWithVoid();
    }

    /** An execution that was deleted or restored: its version since then. */
    record Marked(UUID id, int version, boolean wasDeleted) {}
}
