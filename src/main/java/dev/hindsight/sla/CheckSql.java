package dev.hindsight.sla;

/** The statements that look whether what is expected is kept; each in a range of days. */
final class CheckSql {

    /**
     * Executions that run for too long, unless that is known. $1 namespace, $2 workflow, $3 SLA, $4 started
     * before, $5 how many.
     */
    static final String RUNNING_TOO_LONG =
            """
            SELECT e.id, e.started_at, NULL::bigint
            FROM execution e
            WHERE e.namespace_id = $1 AND e.workflow_id = $2 AND {days e.id}
              AND e.deleted_at IS NULL AND e.status <> 2 AND e.status = 1 AND e.started_at < $4
              AND NOT EXISTS (
                SELECT
                FROM sla_breach b
                WHERE b.namespace_id = $1 AND b.sla_id = $3 AND b.execution_id = e.id)
            ORDER BY e.started_at, e.id
            LIMIT $5
            """;

    /**
     * Executions that ended lately and had taken too long, unless that is known. What ended lately also
     * changed lately, by which it is found. $1 namespace, $2 workflow, $3 SLA, $4 ended after, $5 changed
     * after, $6 milliseconds, $7 how many.
     */
    static final String TOOK_TOO_LONG =
            """
            SELECT e.id, e.started_at, e.duration_ms
            FROM execution e
            WHERE e.namespace_id = $1 AND e.workflow_id = $2 AND {days e.id}
              AND e.deleted_at IS NULL AND e.updated_at >= $5 AND e.completed_at >= $4
              AND e.duration_ms > $6
              AND NOT EXISTS (
                SELECT
                FROM sla_breach b
                WHERE b.namespace_id = $1 AND b.sla_id = $3 AND b.execution_id = e.id)
            LIMIT $7
            """;

    /**
     * Of the executions that finished lately, how many completed, and how many there are. $1 namespace, $2
     * workflow, $3 finished after, $4 changed after.
     */
    static final String RATE =
            """
            SELECT count(*) FILTER (WHERE e.status = 2), count(*)
            FROM execution e
            WHERE e.namespace_id = $1 AND e.workflow_id = $2 AND {days e.id}
              AND e.deleted_at IS NULL AND e.updated_at >= $4 AND e.completed_at >= $3
              AND e.status >= 2
            """;

    /** When the newest execution started. $1 namespace, $2 workflow, $3 now. */
    static final String NEWEST_START =
            """
            SELECT e.started_at
            FROM execution e
            WHERE e.namespace_id = $1 AND e.workflow_id = $2 AND {days e.id}
              AND e.deleted_at IS NULL AND e.status <> 0 AND e.started_at <= $3
            ORDER BY e.started_at DESC, e.id DESC
            LIMIT 1
            """;

    /** Executions that are not late any more, since they ended or are gone; $1 namespace, $2 SLA, $3 executions, $4 now. */
    static final String OVER =
            """
            UPDATE sla_breach b
            SET recovered_at = $4
            WHERE b.namespace_id = $1 AND b.sla_id = $2 AND b.recovered_at IS NULL
              AND b.execution_id = ANY ($3::uuid[])
            """;

    /** Executions that are late. $1 namespace, $2 SLA. */
    static final String LATE =
            """
            SELECT b.execution_id
            FROM sla_breach b
            WHERE b.namespace_id = $1 AND b.sla_id = $2 AND b.recovered_at IS NULL
              AND b.execution_id IS NOT NULL
            """;

    /** Which of some executions still run. $1 namespace, $2 ids. */
    static final String STILL_RUNNING =
            """
            SELECT e.id
            FROM execution e
            WHERE e.namespace_id = $1 AND e.id = ANY ($2::uuid[]) AND {days e.id}
              AND e.status = 1 AND e.deleted_at IS NULL
            """;

    /**
     * Writes breaches, unless they are known, and leaves changes for who follows the feed. $1 namespace, $2
     * SLA, $3 rule, $4 now, $5 ids, $6 executions, $7 values, $8 bound, $9 when they were over, $10 what is
     * told: an object.
     */
    static final String BREACH =
            """
            WITH written AS (
              INSERT INTO sla_breach (namespace_id, sla_id, id, rule, execution_id, breached_at, recovered_at,
                  value, bound)
              SELECT $1, $2, u.id, $3, u.execution_id, $4, u.recovered_at, u.value, $8
              FROM unnest($5::uuid[], $6::uuid[], $7::float8[], $9::timestamptz[])
                AS u (id, execution_id, value, recovered_at)
              ON CONFLICT DO NOTHING
              RETURNING execution_id, value, bound
            ), told AS (
              INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, prev)
              SELECT $4, coalesce(w.execution_id, '00000000-0000-0000-0000-000000000000'), $1, 0, 8,
                $10::text::jsonb || jsonb_build_object('value', w.value, 'limit', w.bound)
              FROM written w
            )
            SELECT count(*) FROM written
            """;

    /** Whether a rule is not kept now. $1 namespace, $2 SLA, $3 rule. */
    static final String IS_OPEN =
            """
            SELECT EXISTS (
              SELECT
              FROM sla_breach b
              WHERE b.namespace_id = $1 AND b.sla_id = $2 AND b.rule = $3 AND b.execution_id IS NULL
                AND b.recovered_at IS NULL)
            """;

    /** A rule is kept again. $1 namespace, $2 SLA, $3 rule, $4 now. */
    static final String RECOVER =
            """
            UPDATE sla_breach
            SET recovered_at = $4
            WHERE namespace_id = $1 AND sla_id = $2 AND rule = $3 AND execution_id IS NULL
              AND recovered_at IS NULL
            """;

    private CheckSql() {}
}
