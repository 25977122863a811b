package dev.hindsight.deletion;

import dev.hindsight.fixture.Orphans;
import dev.hindsight.fixture.Rows;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What is left of executions in the tables. */
final class Leftovers {

    private Leftovers() {}

    /** The tables that still have rows of an execution, and how many. */
    static Map<String, Long> of(String id) {
        Map<String, Long> rows = new LinkedHashMap<>();
        put(rows, "execution", "id", id);
        Orphans.TABLES.forEach(table -> put(rows, table, "execution_id", id));
        return rows;
    }

    /** How many rows belong to no execution, over all tables; other tests may have left some. */
    static long orphans() {
        return Rows.number(Orphans.COUNT);
    }

    private static void put(Map<String, Long> rows, String table, String column, String id) {
        long number =
                Rows.number(
                        "SELECT count(*) FROM %s WHERE %s = $1".formatted(table, column),
                        UUID.fromString(id));
        if (number > 0) {
            rows.put(table, number);
        }
    }
}
