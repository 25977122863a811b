package dev.hindsight.usage;

/** Statements that measure the history. */
final class UsageSql {

    /**
     * Pages and rows of the executions of days. Rows are what PostgreSQL has counted lately; where it
     * lost its counts, those of the last ANALYZE. $1 days.
     */
    static final String LEAVES =
            """
            SELECT d.day, pg_relation_size(c.oid) / current_setting('block_size')::bigint,
              CASE WHEN pg_stat_get_live_tuples(c.oid) + pg_stat_get_tuples_inserted(c.oid)
                + pg_stat_get_tuples_deleted(c.oid) = 0
              THEN greatest(c.reltuples, 0)::bigint
              ELSE pg_stat_get_live_tuples(c.oid) END
            FROM unnest($1::date[]) AS d (day)
            JOIN pg_class c ON c.oid = to_regclass('execution_' || to_char(d.day, 'YYYYMMDD'))
            ORDER BY d.day
            """;

    /** Measuring only looks, and rather fails than goes on for long. */
    static final String PATIENCE =
            "SET LOCAL statement_timeout = '5s'; SET LOCAL transaction_read_only = on";

    /**
     * What workflows weigh within the days that are marked, of a part of the pages of their executions:
     * every execution that was found is looked up in each table, so that the work is bounded by their
     * number. Bytes are those that GET /executions/{execution}/storage tells of each. Subqueries that
     * count are never joined in another way than by their index. %1$s percent of the pages.
     */
    static final String MEASURED =
            """
            WITH sample AS MATERIALIZED (
              SELECT e.namespace_id, e.id, e.workflow_id, pg_column_size(e.*)::bigint AS bytes
              FROM execution e TABLESAMPLE SYSTEM (%1$s)
              WHERE {days e.id}
            ),
            weight AS (
              SELECT e.namespace_id, e.workflow_id, count(*) AS executions,
                sum(steps.number)::bigint AS steps, sum(lines.number)::bigint AS logs,
                sum(artifacts.number)::bigint AS artifacts,
                sum(snapshots.number)::bigint AS snapshots,
                sum(e.bytes + payload.bytes + steps.bytes + step_payloads.bytes + lines.bytes
                  + artifacts.bytes + trees.bytes + snapshots.bytes + states.bytes)::bigint AS bytes
              FROM sample e
              CROSS JOIN LATERAL (
                SELECT coalesce(sum(coalesce(pg_column_size(p.input), 0)
                  + coalesce(pg_column_size(p.output), 0) + coalesce(pg_column_size(p.metadata), 0)
                  + coalesce(pg_column_size(p.trigger_data), 0)
                  + coalesce(pg_column_size(p.error_stack), 0)
                  + coalesce(pg_column_size(p.notices), 0)), 0) AS bytes
                FROM execution_payload p
                WHERE p.namespace_id = e.namespace_id AND p.execution_id = e.id
                  AND {days p.execution_id}) AS payload
              CROSS JOIN LATERAL (
                SELECT count(*) AS number, coalesce(sum(pg_column_size(s.*)), 0) AS bytes
                FROM step s
                WHERE s.namespace_id = e.namespace_id AND s.execution_id = e.id
                  AND {days s.execution_id}) AS steps
              CROSS JOIN LATERAL (
                SELECT coalesce(sum(coalesce(pg_column_size(p.input), 0)
                  + coalesce(pg_column_size(p.output), 0) + coalesce(pg_column_size(p.metadata), 0)
                  + coalesce(pg_column_size(p.error_stack), 0)
                  + coalesce(pg_column_size(p.notices), 0)), 0) AS bytes
                FROM step_payload p
                WHERE p.namespace_id = e.namespace_id AND p.execution_id = e.id
                  AND {days p.execution_id}) AS step_payloads
              CROSS JOIN LATERAL (
                SELECT coalesce(sum(t.lines), 0) AS number, coalesce(sum(t.bytes), 0) AS bytes
                FROM log_tally t
                WHERE t.namespace_id = e.namespace_id AND t.execution_id = e.id
                  AND {days t.execution_id}) AS lines
              CROSS JOIN LATERAL (
                SELECT count(*) AS number, coalesce(sum(a.bytes), 0) AS bytes
                FROM artifact a
                WHERE a.namespace_id = e.namespace_id AND a.execution_id = e.id
                  AND {days a.execution_id}) AS artifacts
              CROSS JOIN LATERAL (
                SELECT coalesce(sum(t.stored_bytes), 0) AS bytes
                FROM tree t
                WHERE t.namespace_id = e.namespace_id AND t.execution_id = e.id
                  AND {days t.execution_id}) AS trees
              CROSS JOIN LATERAL (
                SELECT count(*) AS number, coalesce(sum(s.stored_bytes), 0) AS bytes
                FROM snapshot s
                WHERE s.namespace_id = e.namespace_id AND s.execution_id = e.id
                  AND {days s.execution_id}) AS snapshots
              CROSS JOIN LATERAL (
                SELECT coalesce(sum(s.stored_bytes), 0) AS bytes
                FROM state s
                WHERE s.namespace_id = e.namespace_id AND s.execution_id = e.id
                  AND {days s.execution_id}) AS states
              GROUP BY e.namespace_id, e.workflow_id
            )
            SELECT n.name, w.workflow_id, w.executions, w.steps, w.logs, w.artifacts, w.snapshots,
              w.bytes
            FROM weight w
            JOIN namespace n ON n.id = w.namespace_id
            """;

    /**
     * When the first execution of some days started, of all namespaces; deleted ones are in another
     * index. %1$s and %2$s least ids of the first day and of the one after the last, %3$s the order.
     */
    private static final String START =
            """
            SELECT s.started_at
            FROM namespace n
            CROSS JOIN LATERAL (
              SELECT e.started_at
              FROM execution e
              WHERE e.namespace_id = n.id AND e.id >= '%1$s' AND e.id < '%2$s'
                AND e.deleted_at IS NULL
              ORDER BY e.started_at %3$s
              LIMIT 1) AS s
            ORDER BY s.started_at %3$s
            LIMIT 1
            """;

    private UsageSql() {}

    static String start(String floor, String ceiling, boolean last) {
        return START.formatted(floor, ceiling, last ? "DESC" : "ASC");
    }
}
