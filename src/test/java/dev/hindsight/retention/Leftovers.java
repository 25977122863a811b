package dev.hindsight.retention;

import dev.hindsight.fixture.Rows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is left of executions in the tables. */
final class Leftovers {

    private static final List<String> CHILDREN =
            List.of(
                    "execution_payload",
                    "heartbeat",
                    "step",
                    "step_payload",
                    "log",
                    "log_tally",
                    "artifact",
                    "tree",
                    "snapshot",
                    "state",
                    "chunk",
                    "external_id");

    private Leftovers() {}

    /** The tables that still have rows of an execution, and how many. */
    static Map<String, Long> of(String id) {
        Map<String, Long> rows = new LinkedHashMap<>();
        put(rows, "execution", "id", id);
        CHILDREN.forEach(table -> put(rows, table, "execution_id", id));
        return rows;
    }

    /** How many rows belong to no execution, over all tables; other tests may have left some. */
    static long orphans() {
        return CHILDREN.stream()
                .mapToLong(
                        table ->
                                Rows.number(
                                        "SELECT count(*) FROM "
                                                + table
                                                + " c WHERE NOT EXISTS (SELECT FROM execution e"
                                                + " WHERE e.namespace_id = c.namespace_id"
                                                + " AND e.id = c.execution_id)"))
                .sum();
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
