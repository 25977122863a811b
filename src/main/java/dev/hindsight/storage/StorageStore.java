package dev.hindsight.storage;

import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.DayTables;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the catalogue of the database knows of the tables, and rows that belong to nobody. */
@ApplicationScoped
class StorageStore {

    /** Every table whose size grows with the history. */
    static final List<String> TABLES =
            Stream.concat(
                            DayTables.names().stream(),
                            Stream.of(
                                    "external_id",
                                    "tombstone",
                                    "dag",
                                    "change",
                                    "audit",
                                    "workflow"))
                    .toList();

    /** The tables whose rows each belong to an execution, and leave with it. */
    static final List<String> PARTS =
            DayTables.names().stream().filter(table -> !table.equals("execution")).toList();

    private final Database database;

    StorageStore(Database database) {
        this.database = database;
    }

    /** What the database weighs, its tables, and its days. */
    record Sizes(
            long database, Map<String, TableSize> tables, SortedMap<LocalDate, DaySize> days) {}

    Uni<Sizes> sizes() {
        return database.ask(StorageSql.SIZES, Tuple.of(TABLES.toArray(String[]::new)))
                .map(
                        rows -> {
                            long all = 0;
                            Map<String, TableSize> tables = new HashMap<>();
                            SortedMap<LocalDate, DaySize> days = new TreeMap<>();
                            for (Row row : rows) {
                                String table = row.getString(0);
                                TableSize size =
                                        new TableSize(
                                                row.getLong(2), row.getLong(3), row.getLong(4));
                                tables.merge(table, size, TableSize::plus);
                                dayOf(table, row.getString(1))
                                        .ifPresent(
                                                day ->
                                                        days.merge(
                                                                day,
                                                                share(table, size),
                                                                DaySize::plus));
                                all = row.getLong(5);
                            }
                            return new Sizes(all, tables, days);
                        });
    }

    private static DaySize share(String table, TableSize size) {
        return new DaySize(size.bytes(), table.equals("execution") ? size.liveRows() : 0);
    }

    /** The day whose rows a partition holds; none if it holds no day. */
    private static Optional<LocalDate> dayOf(String table, String partition) {
        if (!DayTables.names().contains(table) || partition.equals(table)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    LocalDate.parse(
                            partition.substring(table.length() + 1),
                            DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeParseException ofAnotherKind) {
            return Optional.empty();
        }
    }

    /**
     * How many rows of one table and day belong to no execution. Fails with {@link TooLarge} if they
     * cannot be looked through within a minute.
     */
    Uni<Long> orphans(String table, LocalDate day) {
        String conditions = table.equals("chunk") ? StorageSql.NOT_ON_ITS_WAY : "";
        String sql = new DayRange(day, day).in(StorageSql.ORPHANS).formatted(table, conditions);
        return database.transaction(client -> count(client, sql))
                .onFailure(StorageStore::isOutOfTime)
                .transform(TooLarge::new);
    }

    /** Not prepared: connections would forget statements that are run all the time, for these. */
    private static Uni<Long> count(SqlClient client, String sql) {
        return client.query(StorageSql.PATIENCE)
                .execute()
                .chain(() -> client.query(sql).execute())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static boolean isOutOfTime(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.type() == ProblemType.QUERY_TOO_BROAD;
    }

    /** A day of a table holds too much to be looked through. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge(Throwable cause) {
            super(cause);
        }
    }
}
