package dev.hindsight.partition;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.Failures;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables of days, as a whole. */
@ApplicationScoped
class DayTableStore {

    /** The table of executions, whose key is their id; in all others it is {@code execution_id}. */
    private static final String FIRST = "execution";

    private static final List<String> ALL = PartitionSql.TABLES;

    Uni<Void> hold(SqlClient client, LocalDate day) {
        return run(client, PartitionSql.HOLD.formatted(leaves(ALL, day, ", ONLY "), suffix(day)));
    }

    /** Locks the tables that all days have in common, at once or not at all. */
    Uni<Void> lockParents(SqlClient client) {
        return run(client, PartitionSql.LOCK_PARENTS.formatted(String.join(", ONLY ", ALL)))
                .onFailure()
                .transform(Failures::lostIfTimedOut);
    }

    Uni<Void> drop(SqlClient client, LocalDate day) {
        return run(client, PartitionSql.DROP.formatted(leaves(ALL, day, ", ")));
    }

    Uni<Void> truncate(SqlClient client, LocalDate day, List<String> tables) {
        return run(client, PartitionSql.TRUNCATE.formatted(leaves(tables, day, ", ONLY ")));
    }

    /** Notes when a day was dropped, and by which policy. */
    Uni<Void> markDropped(
            SqlClient client, LocalDate day, OffsetDateTime now, @Nullable String policy) {
        return mark(client, PartitionSql.MARK_DROPPED, day, now, policy);
    }

    /** Notes when most of a day was removed, and by which policy. */
    Uni<Void> markSwept(SqlClient client, LocalDate day, OffsetDateTime now, String policy) {
        return mark(client, PartitionSql.MARK_SWEPT, day, now, policy);
    }

    /** Notes that a day is over. */
    Uni<Void> markClosed(SqlClient client, LocalDate day) {
        return Database.run(client, PartitionSql.MARK_CLOSED, Tuple.of(day)).replaceWithVoid();
    }

    /** Notes that a day has its search indexes, if it has. */
    Uni<Boolean> markIndexed(SqlClient client, LocalDate day, List<String> indexes) {
        return Database.run(
                        client,
                        PartitionSql.MARK_INDEXED,
                        Args.of(day, indexes.toArray(String[]::new)).tuple())
                .map(rows -> rows.rowCount() > 0);
    }

    /** Forgets a day of which nothing was ever removed; tells whether it is one. */
    Uni<Boolean> unmark(SqlClient client, LocalDate day) {
        return Database.run(client, PartitionSql.UNMARK, Tuple.of(day))
                .map(rows -> rows.rowCount() > 0);
    }

    private static Uni<Void> mark(
            SqlClient client,
            String sql,
            LocalDate day,
            OffsetDateTime now,
            @Nullable String policy) {
        return Database.run(client, sql, Args.of(day, now, policy).tuple()).replaceWithVoid();
    }

    /** Writes what is to stay of all tables of a day into new ones. */
    Uni<Void> succeed(SqlClient client, LocalDate day, List<DayTables.Kept> kept) {
        Args args =
                Args.of(
                        Args.column(kept, Integer[]::new, DayTables.Kept::namespaceId),
                        Args.column(kept, UUID[]::new, DayTables.Kept::id));
        return each(
                table ->
                        run(
                                        client,
                                        PartitionSql.SUCCEED.formatted(
                                                table, suffix(day), PartitionStore.storage(table)))
                                .chain(
                                        () ->
                                                Database.run(
                                                        client,
                                                        PartitionSql.KEEP.formatted(
                                                                table, suffix(day), key(table)),
                                                        args.tuple()))
                                .replaceWithVoid());
    }

    private static String key(String table) {
        return table.equals(FIRST) ? "id" : "execution_id";
    }

    /** Puts the new tables of a day into the place of the old ones, which are dropped. */
    Uni<Void> replace(SqlClient client, LocalDate day) {
        return each(
                table ->
                        run(
                                client,
                                PartitionSql.REPLACE.formatted(table, suffix(day))
                                        + ";"
                                        + PartitionStore.attachment(table, day)));
    }

    /** The bytes of each table of a day, with its indexes. */
    Uni<Map<String, Long>> sizes(SqlClient client, LocalDate day) {
        return Database.run(
                        client,
                        PartitionSql.SIZES,
                        Args.of(ALL.toArray(String[]::new), suffix(day)).tuple())
                .map(
                        rows -> {
                            Map<String, Long> sizes = new HashMap<>();
                            for (Row row : rows) {
                                sizes.put(row.getString(0), row.getLong(1));
                            }
                            return Map.copyOf(sizes);
                        });
    }

    private static String suffix(LocalDate day) {
        return PartitionStore.suffix(day);
    }

    private static String leaves(List<String> tables, LocalDate day, String between) {
        return tables.stream()
                .map(table -> table + "_" + suffix(day))
                .collect(Collectors.joining(between));
    }

    private interface Step {
        Uni<Void> on(String table);
    }

    private static Uni<Void> each(Step step) {
        return Multi.createFrom()
                .iterable(ALL)
                .onItem()
                .transformToUniAndConcatenate(step::on)
                .onItem()
                .ignoreAsUni();
    }

    private static Uni<Void> run(SqlClient client, String sql) {
        return client.query(sql).execute().replaceWithVoid();
    }
}
