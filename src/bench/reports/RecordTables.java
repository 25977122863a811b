package reports;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The tables that hold rows of an execution, as the database itself tells. */
final class RecordTables {

    /**
     * Logged tables with an execution's id in them: what is not logged is a feed that forgets, not
     * the record.
     */
    private static final String CANDIDATES =
            """
            SELECT c.relname, a.attnum
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
              AND NOT c.relispartition AND c.relpersistence = 'p'
              AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped
              AND a.attname = CASE c.relname WHEN 'execution' THEN 'id' ELSE 'execution_id' END
            ORDER BY c.relname
            """;

    private static final String COLUMNS =
            """
            SELECT a.attname, a.attnum
            FROM pg_attribute a
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
              AND a.attgenerated = ''
            ORDER BY a.attnum
            """;

    private RecordTables() {}

    /**
     * A table with rows of the execution.
     *
     * @param name of the table
     * @param columns all of them
     * @param rows how many the execution has in it
     */
    record RecordTable(String name, List<String> columns, long rows) {

        /** The column that says which execution a row belongs to. */
        String key() {
            return name.equals("execution") ? "id" : "execution_id";
        }

        /** The columns, for a list of them in a statement. */
        String columnList() {
            return columns.stream().map(RecordTables::quoted).collect(Collectors.joining(", "));
        }
    }

    /** The tables that hold rows of an execution. */
    static List<RecordTable> of(Postgres postgres, UUID execution) throws SQLException {
        List<RecordTable> tables = new ArrayList<>();
        for (String name : postgres.numbers(CANDIDATES).keySet()) {
            Map<String, Long> columns = postgres.numbers(COLUMNS, name);
            RecordTable table = new RecordTable(name, List.copyOf(columns.keySet()), 0);
            long rows =
                    postgres.number(
                            "SELECT count(*) FROM %s WHERE %s = ?".formatted(name, table.key()),
                            execution);
            if (rows > 0) {
                tables.add(new RecordTable(name, table.columns(), rows));
            }
        }
        return tables;
    }

    static String quoted(String column) {
        return '"' + column + '"';
    }
}
