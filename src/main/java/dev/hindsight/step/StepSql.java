package dev.hindsight.step;

/** The statements about steps; the one that merges has a class of its own. */
public final class StepSql {

    /** A step without payloads, in the order in which {@link StepRows} reads it. */
    public static final String SUMMARY_COLUMNS =
            """
            s.key, s.attempt, s.version, s.node_id, s.node_type, s.node_name, s.step_index,
            s.iteration, s.parent_key, s.depends_on::text AS depends_on, s.status, s.queued_at,
            s.started_at, s.completed_at, s.duration_ms, s.error_message, s.error_type, s.error_code,
            s.cached, s.cost_amount::text AS cost_amount, s.cost_unit""";

    static final String PAYLOAD_COLUMNS =
            "p.input::text, p.output::text, p.metadata::text, p.error_stack, p.notices::text";

    /** In place of the payload columns where payloads are left out. */
    static final String NO_PAYLOAD_COLUMNS =
            "NULL::text, NULL::text, NULL::text, NULL::text, NULL::text";

    static final String PAYLOAD_JOIN =
            """
            LEFT JOIN step_payload p
              ON p.namespace_id = $1 AND p.execution_id = $2
                AND {days p.execution_id} AND p.key = s.key
             AND p.attempt = s.attempt
            """;

    /** One attempt, or with $4 null the newest. $1 namespace, $2 execution, $3 key, $4 attempt. */
    static final String FIND =
            """
            SELECT %s, %s
            FROM step s
            %s
            WHERE s.namespace_id = $1 AND s.execution_id = $2
              AND {days s.execution_id} AND s.key = $3
              AND ($4::integer IS NULL OR s.attempt = $4)
            ORDER BY s.attempt DESC
            LIMIT 1
            """
                    .formatted(SUMMARY_COLUMNS, PAYLOAD_COLUMNS, PAYLOAD_JOIN);

    /**
     * A page of an execution's steps. %1$s and %2$s columns, %3$s join, %4$s filters, %5$s limit.
     * Steps without an index or a start come last. $1 namespace, $2 execution, $3… filters.
     */
    static final String PAGE =
            """
            SELECT %1$s, %2$s
            FROM (
              SELECT s.*
              FROM step s
              WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
            %4$s
              ORDER BY coalesce(s.step_index, 2147483647), coalesce(s.started_at, 'infinity'),
                s.key, s.attempt
              LIMIT %5$s) AS s
            %3$s
            ORDER BY coalesce(s.step_index, 2147483647), coalesce(s.started_at, 'infinity'),
              s.key, s.attempt
            """;

    /**
     * All steps of an execution as columns, in the order of {@link #PAGE}: each a JSON array, and the
     * names that one of them counts, from 0. One row, without arrays where there is no step. The rows are
     * sorted once, before they are aggregated: an order of its own would have each aggregate sort them
     * again. $1 namespace, $2 execution, $3 the words of statuses by code.
     */
    static final String COLUMNS =
            """
            WITH visit AS MATERIALIZED (
              SELECT s.key, s.attempt, s.parent_key, s.iteration, s.status, s.queued_at, s.started_at,
                s.completed_at, coalesce(s.node_name, s.node_id) AS name,
                row_number() OVER (ORDER BY coalesce(s.step_index, 2147483647),
                  coalesce(s.started_at, 'infinity'), s.key, s.attempt) AS n
              FROM step s
              WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
            ), named AS MATERIALIZED (
              SELECT d.name, row_number() OVER (ORDER BY d.name) - 1 AS name_index
              FROM (SELECT DISTINCT v.name FROM visit v) AS d
            )
            SELECT
              (SELECT json_agg(d.name ORDER BY d.name_index) FROM named d)::text,
              json_agg(v.key)::text,
              json_agg(v.attempt)::text,
              json_agg(v.parent_key)::text,
              json_agg(v.name_index)::text,
              json_agg(($3::text[])[v.status + 1])::text,
              json_agg(%1$s)::text,
              json_agg(%2$s)::text,
              json_agg(%3$s)::text,
              json_agg(v.iteration)::text
            FROM (
              SELECT v.*, d.name_index
              FROM visit v
              JOIN named d USING (name)
              ORDER BY v.n
              OFFSET 0
            ) AS v
            """
                    .formatted(told("v.queued_at"), told("v.started_at"), told("v.completed_at"));

    /** Rows and bytes of an execution's steps. $1 namespace, $2 execution. */
    static final String STORAGE =
            """
            SELECT count(*), coalesce(sum(pg_column_size(s.*)), 0) + (
              SELECT coalesce(sum(coalesce(pg_column_size(p.input), 0)
                + coalesce(pg_column_size(p.output), 0) + coalesce(pg_column_size(p.metadata), 0)
                + coalesce(pg_column_size(p.error_stack), 0)
                + coalesce(pg_column_size(p.notices), 0)), 0)
              FROM step_payload p
              WHERE p.namespace_id = $1 AND p.execution_id = $2 AND {days p.execution_id})
            FROM step s
            WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
            """;

    static final String LATEST_ATTEMPTS =
            """
            AND NOT EXISTS (
              SELECT FROM step n
              WHERE n.namespace_id = s.namespace_id AND n.execution_id = $2
                AND {days n.execution_id} AND n.key = s.key
                AND n.attempt > s.attempt)
            """;

    /** How many steps have each status, by their newest attempts. $1 namespace, $2 execution. */
    static final String COUNTS =
            """
            SELECT s.status, count(*)
            FROM step s
            WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
            %s
            GROUP BY s.status
            """
                    .formatted(LATEST_ATTEMPTS);

    /**
     * Steps whose newest attempt failed, in the order in which they did. $1 namespace, $2 execution, $3
     * limit.
     */
    static final String FAILED =
            """
            SELECT %s, %s
            FROM step s
            WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
              AND s.status IN (3, 5, 6)
            %s
            ORDER BY coalesce(s.completed_at, 'infinity'), coalesce(s.started_at, 'infinity'), s.key
            LIMIT $3
            """
                    .formatted(SUMMARY_COLUMNS, NO_PAYLOAD_COLUMNS, LATEST_ATTEMPTS);

    static final String OF_STATUS = "AND s.status = ANY(%s::smallint[])\n";

    static final String OF_NODE = "AND s.node_id = ANY(%s::text[])\n";

    /** Behind a cursor: index, start in microseconds (or none), key, attempt. */
    static final String AFTER =
            """
            AND (coalesce(s.step_index, 2147483647), coalesce(s.started_at, 'infinity'), s.key, s.attempt)
              > (%s::integer, coalesce(%s::timestamptz, 'infinity'), %s::text, %s::integer)
            """;

    /** $1 namespace, $2 executions. */
    static final String FORGET =
            """
            DELETE FROM step s
            WHERE s.namespace_id = $1 AND s.execution_id = ANY($2) AND {days s.execution_id}
            """;

    /** $1 namespace, $2 executions. */
    static final String FORGET_PAYLOADS =
            """
            DELETE FROM step_payload p
            WHERE p.namespace_id = $1 AND p.execution_id = ANY($2) AND {days p.execution_id}
            """;

    private StepSql() {}

    /** A moment as it is told on the wire. */
    private static String told(String moment) {
        return "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
                .formatted(moment);
    }
}
