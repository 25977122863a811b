package reports;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import reports.RecordTables.RecordTable;

/**
 * The reference for bulk ingest: rows that reports have left, under other ids, copied into the same
 * tables by {@code COPY}, in text, on one connection, all in one transaction.
 */
final class Copy {

    private static final int ROUNDS = 3;

    /** Enough for a second or so, few enough to be held here. */
    private static final long EXECUTIONS = 10_000;

    /**
     * In the order of their new ids, as they would arrive. Found by both columns that keys begin with:
     * of ids as new as these the planner expects a few, and would read a whole index for each.
     */
    private static final String READ =
            """
            COPY (
              SELECT %s
              FROM %s CROSS JOIN generate_series(1, %d) AS times
              WHERE (namespace_id, %s) IN (
                SELECT namespace_id, execution_id FROM external_id
                WHERE external_id >= '%s' AND external_id < '%s')
              ORDER BY %s) TO STDOUT
            """;

    private final Postgres postgres;
    private final List<RecordTable> tables;
    private final Outcome reported;

    /**
     * @param tables into which reports were written
     * @param reported executions, whose rows are taken, all several times if they are few
     */
    Copy(Postgres postgres, List<RecordTable> tables, Outcome reported) {
        this.postgres = postgres;
        this.tables = tables;
        this.reported = reported;
    }

    /** Rows a second, the best of a few rounds. */
    double rowsPerSecond() throws SQLException, IOException {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (Connection connection = postgres.connect()) {
                CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
                Map<RecordTable, byte[]> rows = read(copy, round);
                postgres.checkpoint();
                connection.setAutoCommit(false);
                long begun = System.nanoTime();
                long written = write(copy, rows);
                connection.commit();
                best = Math.max(best, written / ((System.nanoTime() - begun) / 1e9));
            }
        }
        return best;
    }

    private Map<RecordTable, byte[]> read(CopyManager copy, int round)
            throws SQLException, IOException {
        Map<RecordTable, byte[]> rows = new LinkedHashMap<>();
        for (RecordTable table : tables) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            copy.copyOut(
                    READ.formatted(
                            table.columns().stream()
                                    .map(column -> value(table, column, round))
                                    .collect(Collectors.joining(", ")),
                            table.name(),
                            Math.max(1, EXECUTIONS / reported.executions()),
                            table.key(),
                            Template.id(reported.first()),
                            Template.id(Math.min(reported.next(), reported.first() + EXECUTIONS)),
                            newId(table.key(), round)),
                    text);
            rows.put(table, text.toByteArray());
        }
        return rows;
    }

    /** A column's value; ids become others. */
    private static String value(RecordTable table, String column, int round) {
        if (column.equals(table.key())) {
            return newId(column, round);
        }
        if (column.equals("external_id")) {
            return "'bench-' || left(md5(external_id || '%d-' || times), 16)".formatted(round);
        }
        return RecordTables.quoted(column);
    }

    /** An id of the same moment: its begin tells the time, the rest is random. */
    private static String newId(String id, int round) {
        return "(left(%1$s::text, 24) || left(md5(%1$s::text || '%2$d-' || times), 12))::uuid"
                .formatted(id, round);
    }

    private static long write(CopyManager copy, Map<RecordTable, byte[]> rows)
            throws SQLException, IOException {
        long written = 0;
        for (Map.Entry<RecordTable, byte[]> entry : rows.entrySet()) {
            RecordTable table = entry.getKey();
            written +=
                    copy.copyIn(
                            "COPY %s (%s) FROM STDIN".formatted(table.name(), table.columnList()),
                            new ByteArrayInputStream(entry.getValue()));
        }
        return written;
    }
}
