package dev.hindsight.partition;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of {@code partition_day}, and the partitions themselves. */
@ApplicationScoped
class PartitionStore {

    /** Key of the advisory lock under which partitions are made and dropped. */
    private static final long LOCK_KEY = 0x48494e44_00000001L;

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;

    /** Every day known, newest first. */
    Uni<List<PartitionDay>> list(SqlClient client) {
        return Database.run(client, PartitionSql.LIST, Tuple.tuple())
                .map(
                        rows -> {
                            List<PartitionDay> days = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                days.add(
                                        new PartitionDay(
                                                row.getLocalDate(0),
                                                row.getString(1),
                                                row.getOffsetDateTime(2),
                                                row.getOffsetDateTime(3),
                                                row.getOffsetDateTime(4),
                                                row.getString(5)));
                            }
                            return List.copyOf(days);
                        });
    }

    /** Waits until no other replica makes or drops partitions; holds them off until the end. */
    Uni<Void> lock(SqlClient client) {
        return client.query(PartitionSql.WAIT)
                .execute()
                .chain(() -> Database.run(client, PartitionSql.LOCK, Tuple.of(LOCK_KEY)))
                .replaceWithVoid();
    }

    /** Counts the rows of a day's tables, for the planner; passes by those that others are counting. */
    Uni<Void> analyze(SqlClient client, LocalDate day) {
        String tables =
                PartitionSql.TABLES.stream()
                        .map(table -> table + "_" + SUFFIX.format(day))
                        .collect(Collectors.joining(", "));
        return client.query(PartitionSql.ANALYZE.formatted(tables)).execute().replaceWithVoid();
    }

    /** Moves the bounds of days outwards, where these lie outside. */
    Uni<Void> widen(
            SqlClient client,
            List<LocalDate> days,
            List<OffsetDateTime> oldest,
            List<OffsetDateTime> newest) {
        return Database.run(
                        client,
                        PartitionSql.WIDEN,
                        Args.of(
                                        days.toArray(LocalDate[]::new),
                                        oldest.toArray(OffsetDateTime[]::new),
                                        newest.toArray(OffsetDateTime[]::new))
                                .tuple())
                .replaceWithVoid();
    }

    /** What the partitions of a day end with. */
    static String suffix(LocalDate day) {
        return SUFFIX.format(day);
    }

    /** How a table of a day is stored. */
    static String storage(String table) {
        return PartitionSql.STORAGE.getOrDefault(table, PartitionSql.APPENDED);
    }

    /** Makes a table of a day a part of that of all days. */
    static String attachment(String table, LocalDate day) {
        return PartitionSql.ATTACH.formatted(
                table,
                suffix(day),
                PartitionDay.floorOf(day),
                PartitionDay.floorOf(day.plusDays(1)));
    }

    /** Makes a day's partitions of all tables and its row of the catalogue. */
    Uni<Void> make(SqlClient client, LocalDate day) {
        StringBuilder ddl = new StringBuilder(PartitionSql.PATIENCE).append(';');
        String suffix = suffix(day);
        for (String table : PartitionSql.TABLES) {
            ddl.append(PartitionSql.CREATE.formatted(table, suffix, storage(table))).append(';');
            ddl.append(attachment(table, day)).append(';');
        }
        OffsetDateTime start = day.atStartOfDay().atOffset(ZoneOffset.UTC);
        return client.query(ddl.toString())
                .execute()
                .chain(
                        () ->
                                Database.run(
                                        client,
                                        PartitionSql.ADD,
                                        Args.of(
                                                        day,
                                                        start.minusHours(1),
                                                        start.plusDays(1).plusMinutes(5))
                                                .tuple()))
                .replaceWithVoid();
    }
}
