package dev.hindsight.search;

import dev.hindsight.db.Args;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.JsonText;
import dev.hindsight.filter.ExecutionFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The filter of one statement as conditions on {@code e}, an execution. Each is written into one of
 * three places: the walk of an index in the wanted order, the bounds of that walk, or the rest, which
 * is checked row by row. Values are bound as their conditions are written.
 */
final class ExecutionFilterSql {

    /** Of more values than these, each is no longer walked by itself. */
    private static final int MAX_WALKS = 8;

    /** Deleted executions and the others are apart in every index. */
    enum Half {
        THERE("e.deleted_at IS NULL"),
        DELETED("e.deleted_at IS NOT NULL");

        private final String condition;

        Half(String condition) {
            this.condition = condition;
        }

        String condition() {
            return condition;
        }
    }

    /** A filter on a column with an index of its own: column, SQL type, values. */
    @SuppressWarnings("ArrayRecordComponent") // Values are bound as an array, never compared.
    record Driver(String column, String type, Object[] values) {

        /** The condition that the column has a value; {@code value} is an expression. */
        String equalTo(String value) {
            // A path may be longer than an index entry, which therefore holds its hash.
            return column.equals("script_path")
                    ? "md5(e.script_path)::uuid = md5(%1$s)::uuid AND e.script_path = %1$s"
                            .formatted(value)
                    : "e.%s = %s".formatted(column, value);
        }

        boolean isId() {
            return column.equals("id");
        }
    }

    /**
     * What indexes walk in the order of a list, one walk for each value and each status; without
     * either, the order's own index.
     */
    record Walk(@Nullable Driver driver, List<ExecutionStatus> statuses) {
        static final Walk ALL = new Walk(null, List.of());

        /** Whether a row at most is found by each walk, whose rest therefore costs nothing. */
        boolean isById() {
            return driver != null && driver.isId();
        }
    }

    private final Args args;
    private final ExecutionFilter filter;
    private final String payloadDays;
    private final List<Driver> drivers = new ArrayList<>();

    /**
     * @param ids the only executions that can match, as the filter's external ids have it; {@code
     *     null} if the filter names none
     * @param payloadDays a condition on {@code p.execution_id} that names the days which can match
     */
    ExecutionFilterSql(
            Args args, ExecutionFilter filter, @Nullable List<UUID> ids, String payloadDays) {
        this.args = args;
        this.filter = filter;
        this.payloadDays = payloadDays;
        // The one that leaves the fewest rows first.
        add("id", "uuid", ids == null ? List.of() : ids);
        add("run_id", "text", filter.runIds());
        add("parent_execution_id", "uuid", filter.parentExecutionIds());
        add("replay_of", "uuid", filter.replayOf());
        add("root_execution_id", "uuid", filter.rootExecutionIds());
        add("fingerprint", "text", filter.fingerprints());
        add("failed_node", "text", filter.failedNodes());
        add("error_type", "text", filter.errorTypes());
        add("workflow_id", "text", filter.workflowIds());
        add("script_path", "text", filter.scriptPaths());
        add("created_by", "text", filter.createdBy());
        add("engine_instance", "text", filter.engineInstances());
        add("trigger_type", "text", filter.triggerTypes());
        add("source", "text", filter.sources());
    }

    private void add(String column, String type, List<?> values) {
        if (!values.isEmpty()) {
            List<?> distinct = values.stream().distinct().toList();
            drivers.add(
                    new Driver(
                            column,
                            type,
                            type.equals("uuid")
                                    ? distinct.toArray(UUID[]::new)
                                    : distinct.toArray(String[]::new)));
        }
    }

    /** The halves that are asked for. */
    List<Half> halves() {
        return switch (filter.deleted()) {
            case HIDDEN -> List.of(Half.THERE);
            case ONLY -> List.of(Half.DELETED);
            case ANY -> List.of(Half.THERE, Half.DELETED);
        };
    }

    /** What indexes walk in the order. Deleted executions are few, and have one index of their own. */
    Walk walk(ExecutionOrder.By by, Half half) {
        Driver first = drivers.isEmpty() ? null : drivers.get(0);
        Driver driver = first != null && serves(by, first) ? first : null;
        if (half == Half.DELETED) {
            return driver != null && driver.isId() ? new Walk(driver, List.of()) : Walk.ALL;
        }
        boolean byStatus =
                by == ExecutionOrder.By.STARTED_AT
                        && (driver == null || driver.column().equals("workflow_id"))
                        && isRareStatus();
        return new Walk(
                driver, byStatus ? filter.statuses().stream().distinct().toList() : List.of());
    }

    /** Whether an index gives the driver's rows in the order. */
    private static boolean serves(ExecutionOrder.By by, Driver driver) {
        // One row at most for each id: whatever the order, there is nothing to sort.
        if (driver.isId()) {
            return true;
        }
        return driver.values().length <= MAX_WALKS
                && switch (by) {
                    case STARTED_AT -> true;
                    case DURATION_MS -> driver.column().equals("workflow_id");
                    case UPDATED_AT -> false;
                };
    }

    /** What bounds the walk of any index in the order. */
    List<String> bounds(ExecutionOrder.By by) {
        return switch (by) {
            case STARTED_AT -> started();
            case DURATION_MS -> lasted();
            case UPDATED_AT -> List.of();
        };
    }

    /** What a walk and its bounds do not see to. */
    List<String> rest(ExecutionOrder.By by, Walk walk) {
        List<String> rest = new ArrayList<>();
        for (Driver driver : drivers) {
            if (!driver.equals(walk.driver())) {
                rest.add(any(driver));
            }
        }
        if (walk.statuses().isEmpty()) {
            status().ifPresent(rest::add);
        }
        for (Map.Entry<String, String> label : filter.labels().entrySet()) {
            String json = JsonText.ofMap(Map.of(label.getKey(), label.getValue()));
            rest.add("e.labels @> %s::text::jsonb".formatted(args.bind(json)));
        }
        if (filter.workflowName() != null) {
            String pattern = Args.containing(filter.workflowName());
            rest.add("e.workflow_name ILIKE " + args.bind(pattern));
        }
        flag(rest, "pinned", filter.pinned());
        flag(rest, "archived", filter.archived());
        if (by != ExecutionOrder.By.STARTED_AT) {
            rest.addAll(started());
        }
        if (by != ExecutionOrder.By.DURATION_MS) {
            rest.addAll(lasted());
        }
        // Last, since it costs most.
        rest.addAll(filter.content().conditions(args, payloadDays));
        return rest;
    }

    /** All conditions, for a statement that walks nothing in order. */
    List<String> all() {
        List<String> all = new ArrayList<>(started());
        all.addAll(rest(ExecutionOrder.By.STARTED_AT, Walk.ALL));
        return all;
    }

    private List<String> started() {
        List<String> started = new ArrayList<>();
        and(started, "e.started_at >= ", filter.startedAfter());
        and(started, "e.started_at < ", filter.startedBefore());
        return started;
    }

    private List<String> lasted() {
        List<String> lasted = new ArrayList<>();
        and(lasted, "e.duration_ms >= ", filter.minDurationMs());
        and(lasted, "e.duration_ms <= ", filter.maxDurationMs());
        return lasted;
    }

    private void and(List<String> conditions, String comparison, @Nullable Object value) {
        if (value != null) {
            conditions.add(comparison + args.bind(value));
        }
    }

    private static void flag(List<String> conditions, String column, @Nullable Boolean value) {
        if (value != null) {
            conditions.add((value ? "e." : "NOT e.") + column);
        }
    }

    private String any(Driver driver) {
        String values = "%s::%s[]".formatted(args.bind(driver.values()), driver.type());
        if (driver.values().length == 1) {
            return driver.equalTo("(%s)[1]".formatted(values));
        }
        String among = "e.%s = ANY(%s)".formatted(driver.column(), values);
        return driver.column().equals("script_path")
                ? "md5(e.script_path)::uuid = ANY(ARRAY(SELECT md5(v)::uuid FROM unnest(%s) AS v)) AND %s"
                        .formatted(values, among)
                : among;
    }

    /** Literals, since the indexes of the few that did not complete are found by nothing else. */
    private Optional<String> status() {
        if (filter.statuses().isEmpty()) {
            return Optional.empty();
        }
        List<String> codes =
                filter.statuses().stream()
                        .map(ExecutionStatus::code)
                        .distinct()
                        .sorted()
                        .map(String::valueOf)
                        .toList();
        return Optional.of("e.status IN (%s)".formatted(String.join(", ", codes)));
    }

    private boolean isRareStatus() {
        return !filter.statuses().isEmpty()
                && !filter.statuses().contains(ExecutionStatus.COMPLETED);
    }
}
