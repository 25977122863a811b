package dev.hindsight.search;

import dev.hindsight.db.Args;
import dev.hindsight.execution.ExecutionSql;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.search.ExecutionFilterSql.Driver;
import dev.hindsight.search.ExecutionFilterSql.Half;
import dev.hindsight.search.ExecutionFilterSql.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statements that list executions, of which there are three kinds.
 *
 * <p>A <em>walk</em> reads indexes in the wanted order and stops when the page is full. It is the
 * merge of branches, each served by one index: one for each value of the filter that narrows most,
 * for deleted and undeleted rows, and behind a cursor for rows with and without a duration. Where an
 * index sees to the whole filter a walk reads no row in vain. Else it may read very many, therefore:
 *
 * <p>A <em>probe</em> is a walk that gives up after so many rows. It fills the page if matches are
 * frequent; if it found a good part of the page, going on is cheaper than anything else. If matches are
 * rare, they can be <em>gathered</em>: all of them, up to a number, by whichever index finds them, and
 * then sorted. One of the two is cheap, and it shows at once which.
 *
 * <p>Days and limits are written into the text: a plan then opens the tables of its days alone, where
 * one for all days would hold a node, and a lock, for each; and a planner that does not know the
 * limit prefers to sort.
 */
final class ExecutionListSql {

    /** Workflows that have, or had, a name with a part. $1 namespace, $2 pattern. */
    static final String WORKFLOWS_NAMED =
            """
            SELECT DISTINCT w.workflow_id
            FROM workflow w
            WHERE w.namespace_id = $1 AND w.workflow_name ILIKE $2
            """;

    /** Rows that a probe reads at least before it gives up: a millisecond's worth. */
    static final int PROBE = 1_000;

    /** So many times as far another probe goes where the first found a third of the page. */
    static final int FURTHER = 4;

    /**
     * Matches that are gathered at least before that is given up. Where there are more, a walk fills a
     * page of fifty within a share of all rows that is a fiftieth of theirs: of ten million, that is
     * 25,000 rows; both then cost about the same.
     */
    static final int GATHER = 20_000;

    /** Pages are read in so many rows at most, so that there are few texts to prepare. */
    private static final int[] LIMITS = {2, 11, 51, 101, 201, 501, 1001, 2001, 5001, 11001};

    /** The list's columns as they are stored, and those that are only filtered by. */
    private static final String STORED =
            ExecutionSql.LIST_COLUMNS.replaceAll("::text AS \\w+", "")
                    + ",\n  e.failed_node, e.fingerprint";

    /** Which rows of a list are asked for. */
    record Slice(ExecutionOrder order, @Nullable ExecutionPlaceSql after, int offset, int rows) {

        List<String> places(Args args) {
            return after == null ? List.of() : after.behind(order, args);
        }
    }

    /** A statement and its arguments. */
    record Statement(String text, Args args) {}

    private final int namespaceId;
    private final ExecutionFilter filter;
    private final @Nullable List<UUID> ids;
    private final Slice slice;
    private final int limit;

    /**
     * A writer for the statements about one slice.
     *
     * @param ids the only executions that can match, as the filter's external ids have it; {@code
     *     null} if the filter names none
     */
    ExecutionListSql(
            int namespaceId, ExecutionFilter filter, @Nullable List<UUID> ids, Slice slice) {
        this.namespaceId = namespaceId;
        this.filter = filter;
        this.ids = ids;
        this.slice = slice;
        this.limit = atLeast(slice.offset() + slice.rows());
    }

    /** Whether indexes see to the whole filter, so that a walk reads nothing in vain. */
    boolean isServed() {
        ExecutionFilterSql conditions = new ExecutionFilterSql(Args.of(), filter, ids, "TRUE");
        ExecutionOrder.By by = slice.order().by();
        return conditions.halves().stream()
                .map(half -> conditions.walk(by, half))
                .allMatch(walk -> walk.isById() || conditions.rest(by, walk).isEmpty());
    }

    /**
     * Whether an index may find the matches if they are few. What payloads hold no index knows: to look
     * for all that do means to read every payload.
     */
    boolean mayGather() {
        return filter.content().payloads().isEmpty()
                || filter.content().words() != null
                || !filter.labels().isEmpty();
    }

    /** The slice, however many rows must be read. Rows are those of {@link #gather}. */
    Statement walk(DayWindow days) {
        return walk(days, 0);
    }

    /** The slice, or as much of it as lies within a bounded number of rows, so many times as many. */
    Statement probe(DayWindow days, int times) {
        return walk(days, times * Math.max(PROBE, 4 * limit));
    }

    /**
     * The slice out of all matches. A row has {@link ExecutionSql#LIST_COLUMNS}, the last heartbeat,
     * and whether all matches were seen; if they were not, the slice may be wrong.
     */
    Statement gather(DayWindow days) {
        // Above the slice's own rows, so that a slice of too many matches is never empty.
        int most = Math.max(GATHER, 2 * limit);
        Args args = Args.of(namespaceId);
        ExecutionFilterSql conditions =
                new ExecutionFilterSql(args, filter, ids, within("p.execution_id", days));
        List<String> all = conditions.all();
        List<String> places = slice.places(args);
        if (!places.isEmpty()) {
            all.add("(" + String.join(" OR ", places) + ")");
        }
        List<String> halves = new ArrayList<>();
        for (Half half : conditions.halves()) {
            List<String> where = new ArrayList<>(List.of(range(days), half.condition()));
            where.addAll(all);
            halves.add(
                    "(SELECT e.id, e.%s FROM execution e WHERE %s LIMIT %d)"
                            .formatted(slice.order().by().column(), and(where), most + 1));
        }
        String rows =
                """
                (SELECT e.id FROM gathered e
                ORDER BY %s
                OFFSET %s LIMIT %s) AS place
                CROSS JOIN LATERAL (
                SELECT %s FROM execution e WHERE %s AND e.id = place.id LIMIT 1) AS e
                """
                        .formatted(
                                slice.order().sql(),
                                args.bind(slice.offset()),
                                args.bind(slice.rows()),
                                STORED,
                                range(days));
        String text =
                "WITH gathered AS MATERIALIZED (%s)\n%s"
                        .formatted(
                                String.join("\nUNION ALL\n", halves),
                                told(days, rows, "(SELECT count(*) FROM gathered) <= " + most));
        return new Statement(text, args);
    }

    private Statement walk(DayWindow days, int bound) {
        Args args = Args.of(namespaceId);
        ExecutionFilterSql conditions =
                new ExecutionFilterSql(args, filter, ids, within("p.execution_id", days));
        ExecutionOrder.By by = slice.order().by();
        List<String> bounds = conditions.bounds(by);
        List<String> places = slice.places(args);
        List<String> branches = new ArrayList<>();
        for (Half half : conditions.halves()) {
            Walk walk = conditions.walk(by, half);
            List<String> within = new ArrayList<>(List.of(range(days), half.condition()));
            within.addAll(bounds);
            List<String> rest = conditions.rest(by, walk);
            String values = walk.driver() == null ? "" : args.bind(walk.driver().values());
            for (String status : statuses(walk)) {
                for (String place : places.isEmpty() ? List.of("") : places) {
                    List<String> where = new ArrayList<>(within);
                    where.add(status);
                    where.add(place);
                    where.removeIf(String::isEmpty);
                    branches.add(
                            branch(
                                    walk.driver(),
                                    values,
                                    where,
                                    new Rest(rest, walk.isById() ? 0 : bound)));
                }
            }
        }
        String rows =
                """
                (SELECT e.* FROM (
                %s) AS e
                ORDER BY %s
                OFFSET %s LIMIT %s) AS e
                """
                        .formatted(
                                String.join("UNION ALL\n", branches),
                                slice.order().sql(),
                                args.bind(slice.offset()),
                                args.bind(slice.rows()));
        return new Statement(told(days, rows, "TRUE"), args);
    }

    /** What is checked row by row, of so many rows, or of all if that is not positive. */
    private record Rest(List<String> conditions, int bound) {
        boolean isBounded() {
            return bound > 0 && !conditions.isEmpty();
        }
    }

    private String branch(@Nullable Driver driver, String values, List<String> within, Rest rest) {
        List<String> where = new ArrayList<>(within);
        boolean isOne = driver != null && driver.values().length == 1;
        if (driver != null) {
            String value = isOne ? "(%s::%s[])[1]".formatted(values, driver.type()) : "v.value";
            where.add(1, driver.equalTo(value));
        }
        if (!rest.isBounded()) {
            where.addAll(rest.conditions());
        }
        String order = slice.order().sql();
        String rows =
                "SELECT %s\nFROM execution e\nWHERE %s\nORDER BY %s\nLIMIT %d"
                        .formatted(
                                STORED, and(where), order, rest.isBounded() ? rest.bound() : limit);
        if (rest.isBounded()) {
            rows =
                    "SELECT e.* FROM (%s) AS e\nWHERE %s\nORDER BY %s\nLIMIT %d"
                            .formatted(rows, and(rest.conditions()), order, limit);
        }
        return driver == null || isOne
                ? "(" + rows + ")\n"
                : "(SELECT e.* FROM unnest(%s::%s[]) AS v (value)\nCROSS JOIN LATERAL (%s) AS e\nORDER BY %s\nLIMIT %d)\n"
                        .formatted(values, driver.type(), rows, order, limit);
    }

    /** Rows as they are read: only those on the page are put into words and asked for heartbeats. */
    private String told(DayWindow days, String rows, String isComplete) {
        return """
        SELECT %s,
          (SELECT h.beat_at FROM heartbeat h
           WHERE h.namespace_id = $1 AND h.execution_id = e.id AND %s) AS beat_at,
          %s AS is_complete
        FROM %sORDER BY %s
        """
                .formatted(
                        ExecutionSql.LIST_COLUMNS,
                        within("h.execution_id", days),
                        isComplete,
                        rows,
                        slice.order().sql());
    }

    static String range(DayWindow days) {
        return "e.namespace_id = $1 AND " + within("e.id", days);
    }

    /** The condition that an id lies within days. */
    static String within(String column, DayWindow days) {
        return "%1$s >= '%2$s' AND %1$s < '%3$s'".formatted(column, days.floor(), days.ceiling());
    }

    private static String and(List<String> conditions) {
        return String.join("\n  AND ", conditions);
    }

    /** Partial indexes are found by literals only. */
    private static List<String> statuses(Walk walk) {
        return walk.statuses().isEmpty()
                ? List.of("")
                : walk.statuses().stream().map(status -> "e.status = " + status.code()).toList();
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
