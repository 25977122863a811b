package dev.hindsight.sweep;

/** The statements of sweeps that no owner of rows has, and those about their records. */
final class SweepSql {

    /**
     * Others take their turn first, and looking through a large day takes a while: far longer by a plan
     * that is not made for the policies at hand.
     */
    static final String PATIENCE =
            """
            SET LOCAL statement_timeout = '120s';
            SET LOCAL lock_timeout = '60s';
            SET LOCAL plan_cache_mode = force_custom_plan
            """;

    /** Whether there is no line in some days. */
    static final String HAS_NO_LOG =
            "SELECT NOT EXISTS (SELECT FROM log_tally t WHERE {days t.execution_id})";

    /** $1 id, $2 when. */
    static final String BEGIN = "INSERT INTO retention_run (id, started_at) VALUES ($1, $2)";

    /** Whether a sweep began, or ended, behind a moment. $1 the moment. */
    static final String IS_RECENT =
            """
            SELECT EXISTS (
              SELECT FROM retention_run WHERE started_at > $1 OR completed_at > $1)
            """;

    /**
     * $1 namespace, $2 run, $3 policy, $4 removed, $5 archived, $6 payloads, $7 logs, $8 snapshots,
     * $9 bytes. */
    static final String ADD =
            """
            INSERT INTO retention_run_item AS i (namespace_id, run_id, policy, executions, archived,
              payloads_expired, logs_expired, snapshots_trimmed, bytes)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (namespace_id, run_id, policy) DO UPDATE
            SET executions = i.executions + excluded.executions,
              archived = i.archived + excluded.archived,
              payloads_expired = i.payloads_expired + excluded.payloads_expired,
              logs_expired = i.logs_expired + excluded.logs_expired,
              snapshots_trimmed = i.snapshots_trimmed + excluded.snapshots_trimmed,
              bytes = i.bytes + excluded.bytes
            """;

    /** $1 id, $2 when, $3 whether it is partial, $4 what was wrong. */
    static final String END =
            """
            UPDATE retention_run
            SET completed_at = $2, is_partial = $3, problem = $4
            WHERE id = $1
            """;

    /** The sweep that began last of those that ended. */
    static final String LAST =
            """
            SELECT completed_at, problem IS NOT NULL
            FROM retention_run
            WHERE completed_at IS NOT NULL
            ORDER BY id DESC
            LIMIT 1
            """;

    /** All that a sweep did. $1 its id. */
    static final String DONE =
            """
            SELECT coalesce(sum(executions - archived), 0)::bigint, coalesce(sum(archived), 0)::bigint,
              coalesce(sum(payloads_expired), 0)::bigint, coalesce(sum(logs_expired), 0)::bigint,
              coalesce(sum(snapshots_trimmed), 0)::bigint
            FROM retention_run_item
            WHERE run_id = $1
            """;

    /** Newest first. $1 namespace, $2 the id behind which to begin, if any, $3 most runs. */
    static final String PAGE =
            """
            SELECT r.id, r.started_at, r.completed_at, r.is_partial, r.problem,
              i.policy, i.executions, i.archived, i.payloads_expired, i.logs_expired,
              i.snapshots_trimmed, i.bytes
            FROM (
              SELECT id, started_at, completed_at, is_partial, problem
              FROM retention_run
              WHERE $2::uuid IS NULL OR id < $2
              ORDER BY id DESC
              LIMIT $3) AS r
            LEFT JOIN retention_run_item i ON i.namespace_id = $1 AND i.run_id = r.id
            ORDER BY r.id DESC, i.policy
            """;

    /** $1 namespace, $2 id. */
    static final String FIND =
            """
            SELECT r.id, r.started_at, r.completed_at, r.is_partial, r.problem,
              i.policy, i.executions, i.archived, i.payloads_expired, i.logs_expired,
              i.snapshots_trimmed, i.bytes
            FROM retention_run r
            LEFT JOIN retention_run_item i ON i.namespace_id = $1 AND i.run_id = r.id
            WHERE r.id = $2
            ORDER BY i.policy
            """;

    /** Forgets the sweeps from before a moment. $1 the moment. */
    static final String FORGET =
            """
            WITH old AS (
              DELETE FROM retention_run WHERE started_at < $1 RETURNING id
            )
            DELETE FROM retention_run_item i USING old o WHERE i.run_id = o.id
            """;

    private SweepSql() {}
}
