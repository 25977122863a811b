package dev.hindsight.execution;

import dev.hindsight.db.Args;
import dev.hindsight.db.Patterns;
import dev.hindsight.field.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statements that list and count executions.
 *
 * <p>A page is the merge of branches, each of which one index serves in the wanted order: a branch
 * for each value of the most selective filter (the driver), for deleted and undeleted rows, and
 * behind a cursor for rows with and without a duration. What is left of the filter is checked row by
 * row. The limit is written into the text, since a planner that does not know it prefers to sort.
 */
final class ExecutionListSql {

    /** Pages are read in so many rows at most, so that there are few texts to prepare. */
    private static final int[] LIMITS = {2, 11, 51, 101, 201, 501, 1001};

    /** A filter on a column with an index of its own: column, SQL type, values. */
    private record Driver(String column, String type, List<?> values) {
        Object[] array() {
            return type.equals("uuid")
                    ? values.toArray(UUID[]::new)
                    : values.toArray(String[]::new);
        }

        String equals(String value) {
            // A path may be longer than an index entry, which therefore holds its hash.
            return column.equals("script_path")
                    ? "md5(e.script_path)::uuid = md5(%1$s)::uuid AND e.script_path = %1$s"
                            .formatted(value)
                    : "e." + column + " = " + value;
        }
    }

    /** $1 namespace, $2 least and $3 first id beyond the days that are walked. */
    private final Args args;

    private final ExecutionFilter filter;
    private final @Nullable List<UUID> ids;

    /**
     * A writer for one statement.
     *
     * @param ids the only executions that can match, as the filter's external ids have it; {@code
     *     null} if the filter names none
     */
    ExecutionListSql(
            int namespaceId,
            UUID floor,
            UUID ceiling,
            ExecutionFilter filter,
            @Nullable List<UUID> ids) {
        this.args = Args.of(namespaceId, floor, ceiling);
        this.filter = filter;
        this.ids = ids;
    }

    /** The arguments of the statement that was written. */
    Args args() {
        return args;
    }

    /** A place behind which a page begins: the sort value, absent for none, and the id. */
    record After(@Nullable Object value, UUID id) {}

    /** The statement for one page: {@link ExecutionSql#LIST_COLUMNS} and the last heartbeat. */
    String page(ExecutionOrder order, @Nullable After after, int offset, int rows) {
        int limit = atLeast(offset + rows);
        List<Driver> drivers = drivers();
        Driver driver = drivers.isEmpty() || !serves(order, drivers.get(0)) ? null : drivers.get(0);
        boolean statusDrives =
                order.by() == ExecutionOrder.By.STARTED_AT
                        && (driver == null || driver.column().equals("workflow_id"))
                        && !filter.statuses().isEmpty()
                        && !filter.statuses().contains(ExecutionStatus.COMPLETED);
        String rest = residual(drivers, driver, statusDrives);
        String values = driver == null ? "" : args.bind(driver.array());
        List<String> branches = new ArrayList<>();
        for (String status : statusDrives ? each(filter.statuses()) : List.of("")) {
            for (String deleted : deleted()) {
                for (String place : places(order, after)) {
                    String where = status + deleted + place + rest;
                    branches.add(branch(driver, values, where, order, limit));
                }
            }
        }
        return """
        SELECT e.*, h.beat_at
        FROM (
        %s) AS e
        LEFT JOIN heartbeat h
          ON h.namespace_id = $1 AND h.execution_id >= $2 AND h.execution_id < $3
         AND h.execution_id = e.id
        ORDER BY %s
        OFFSET %s
        LIMIT %d
        """
                .formatted(
                        String.join("UNION ALL\n", branches), by(order), args.bind(offset), rows);
    }

    /** The statement for the number of matches, at most {@code cap} if that is positive. */
    String count(int cap) {
        return "SELECT count(*) FROM (SELECT FROM execution e\n%s%s) AS e"
                .formatted(everything(), cap > 0 ? "LIMIT " + cap + "\n" : "");
    }

    /** The statement for the number of matches by status. */
    String counts() {
        return "SELECT e.status, count(*) FROM execution e\n%sGROUP BY e.status"
                .formatted(everything());
    }

    private String everything() {
        String deleted =
                switch (filter.deleted()) {
                    case HIDDEN -> "AND e.deleted_at IS NULL\n";
                    case ONLY -> "AND e.deleted_at IS NOT NULL\n";
                    case ANY -> "";
                };
        return "WHERE e.namespace_id = $1 AND e.id >= $2 AND e.id < $3\n"
                + deleted
                + residual(drivers(), null, false);
    }

    private String branch(
            @Nullable Driver driver, String values, String where, ExecutionOrder order, int limit) {
        String match = "";
        if (driver != null) {
            String value = driver.values().size() == 1 ? "(%s::%s[])[1]" : "v.value";
            match = "AND " + driver.equals(value.formatted(values, driver.type())) + "\n";
        }
        String rows =
                """
                SELECT %s
                FROM execution e
                WHERE e.namespace_id = $1 AND e.id >= $2 AND e.id < $3
                %s%sORDER BY %s
                LIMIT %d
                """
                        .formatted(ExecutionSql.LIST_COLUMNS, match, where, by(order), limit);
        if (driver == null || driver.values().size() == 1) {
            return "(" + rows + ")\n";
        }
        return """
        (SELECT e.*
        FROM unnest(%s::%s[]) AS v (value)
        CROSS JOIN LATERAL (%s) AS e
        ORDER BY %s
        LIMIT %d)
        """
                .formatted(values, driver.type(), rows, by(order), limit);
    }

    /** Whether an index gives the driver's rows in the order; if not, the order itself drives. */
    private static boolean serves(ExecutionOrder order, Driver driver) {
        return switch (order.by()) {
            case STARTED_AT -> true;
            case DURATION_MS -> driver.column().equals("workflow_id");
            case UPDATED_AT -> false;
        };
    }

    /** The filters that have an index, the one that leaves the fewest rows first. */
    private List<Driver> drivers() {
        List<Driver> drivers = new ArrayList<>();
        add(drivers, "run_id", "text", filter.runIds());
        add(drivers, "parent_execution_id", "uuid", filter.parentExecutionIds());
        add(drivers, "replay_of", "uuid", filter.replayOf());
        add(drivers, "root_execution_id", "uuid", filter.rootExecutionIds());
        add(drivers, "fingerprint", "text", filter.fingerprints());
        add(drivers, "failed_node", "text", filter.failedNodes());
        add(drivers, "error_type", "text", filter.errorTypes());
        add(drivers, "workflow_id", "text", filter.workflowIds());
        add(drivers, "script_path", "text", filter.scriptPaths());
        add(drivers, "created_by", "text", filter.createdBy());
        add(drivers, "engine_instance", "text", filter.engineInstances());
        add(drivers, "trigger_type", "text", filter.triggerTypes());
        add(drivers, "source", "text", filter.sources());
        return drivers;
    }

    private static void add(List<Driver> drivers, String column, String type, List<?> values) {
        if (!values.isEmpty()) {
            drivers.add(new Driver(column, type, values.stream().distinct().toList()));
        }
    }

    /** What the branches do not see to. */
    private String residual(List<Driver> drivers, @Nullable Driver driver, boolean statusDrives) {
        StringBuilder where = new StringBuilder();
        for (Driver other : drivers) {
            if (!other.equals(driver)) {
                where.append(
                        "AND e.%s = ANY(%s::%s[])\n"
                                .formatted(other.column(), args.bind(other.array()), other.type()));
            }
        }
        if (!filter.statuses().isEmpty() && !statusDrives) {
            Short[] codes =
                    filter.statuses().stream().map(ExecutionStatus::code).toArray(Short[]::new);
            and(where, "e.status = ANY(%s::smallint[])", codes);
        }
        for (Map.Entry<String, String> label : filter.labels().entrySet()) {
            and(
                    where,
                    "e.labels @> %s::text::jsonb",
                    JsonText.ofMap(Map.of(label.getKey(), label.getValue())));
        }
        if (filter.workflowName() != null) {
            and(where, "e.workflow_name ILIKE %s", Patterns.containing(filter.workflowName()));
        }
        if (ids != null) {
            and(where, "e.id = ANY(%s::uuid[])", ids.toArray(UUID[]::new));
        }
        and(where, "e.started_at >= %s", filter.startedAfter());
        and(where, "e.started_at < %s", filter.startedBefore());
        and(where, "e.duration_ms >= %s", filter.minDurationMs());
        and(where, "e.duration_ms <= %s", filter.maxDurationMs());
        flag(where, "pinned", filter.pinned());
        flag(where, "archived", filter.archived());
        return where.toString();
    }

    private void and(StringBuilder where, String condition, @Nullable Object value) {
        if (value != null) {
            where.append("AND ").append(condition.formatted(args.bind(value))).append('\n');
        }
    }

    private static void flag(StringBuilder where, String column, @Nullable Boolean value) {
        if (value != null) {
            where.append(value ? "AND e." : "AND NOT e.").append(column).append('\n');
        }
    }

    private List<String> deleted() {
        return switch (filter.deleted()) {
            case HIDDEN -> List.of("AND e.deleted_at IS NULL\n");
            case ONLY -> List.of("AND e.deleted_at IS NOT NULL\n");
            case ANY -> List.of("AND e.deleted_at IS NULL\n", "AND e.deleted_at IS NOT NULL\n");
        };
    }

    /** Partial indexes are found by literals only. */
    private static List<String> each(List<ExecutionStatus> statuses) {
        return statuses.stream()
                .distinct()
                .map(status -> "AND e.status = " + status.code() + "\n")
                .toList();
    }

    /**
     * What lies behind a place. Rows without a duration are a range of their own: last when
     * descending, first when ascending.
     */
    private List<String> places(ExecutionOrder order, @Nullable After after) {
        if (after == null) {
            return List.of("");
        }
        String column = order.by().column();
        String sign = order.descending() ? "<" : ">";
        String id = args.bind(after.id());
        if (after.value() != null) {
            String behind =
                    "AND (e.%s, e.id) %s (%s::%s, %s)\n"
                            .formatted(
                                    column, sign, args.bind(after.value()), order.by().type(), id);
            boolean absentFollow =
                    order.by() == ExecutionOrder.By.DURATION_MS && order.descending();
            return absentFollow
                    ? List.of(behind, "AND e.%s IS NULL\n".formatted(column))
                    : List.of(behind);
        }
        String behind = "AND e.%s IS NULL AND e.id %s %s\n".formatted(column, sign, id);
        return order.descending()
                ? List.of(behind)
                : List.of(behind, "AND e.%s IS NOT NULL\n".formatted(column));
    }

    private static String by(ExecutionOrder order) {
        String column = order.by().column();
        boolean nullable = order.by() == ExecutionOrder.By.DURATION_MS;
        return order.descending()
                ? "e.%s DESC%s, e.id DESC".formatted(column, nullable ? " NULLS LAST" : "")
                : "e.%s%s, e.id".formatted(column, nullable ? " NULLS FIRST" : "");
    }

    private static int atLeast(int rows) {
        for (int limit : LIMITS) {
            if (rows <= limit) {
                return limit;
            }
        }
        return rows;
    }
}
