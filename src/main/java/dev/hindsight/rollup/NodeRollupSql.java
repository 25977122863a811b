package dev.hindsight.rollup;

/** Every statement about {@code node_rollup}; $1 namespaces, $2 grains, $3 workflows, $4 starts, $5 nodes. */
final class NodeRollupSql {

    static final String LOAD =
            """
            SELECT r.namespace_id, r.grain, r.workflow_id, r.start_at, r.node_id,
              r.pending, r.running, r.completed, r.failed, r.cancelled, r.timed_out, r.crashed, r.skipped,
              r.cached, r.duration_sum::text, r.duration_min, r.duration_max, r.is_bounded, r.durations
            FROM unnest($1::integer[], $2::smallint[], $3::text[], $4::timestamptz[], $5::text[])
              AS k (namespace_id, grain, workflow_id, start_at, node_id)
            JOIN node_rollup r
              ON r.namespace_id = k.namespace_id AND r.grain = k.grain
             AND r.workflow_id = k.workflow_id AND r.start_at = k.start_at AND r.node_id = k.node_id
            """;

    /** $6 to $13 counts by status, $14 cached, $15 ended, $16 sums, $17 and $18 extremes, $19 bounded, $20 sketches. */
    static final String STORE =
            """
            INSERT INTO node_rollup (
              namespace_id, grain, workflow_id, start_at, node_id,
              pending, running, completed, failed, cancelled, timed_out, crashed, skipped, cached, ended,
              duration_sum, duration_min, duration_max, is_bounded, durations)
            SELECT u.namespace_id, u.grain, u.workflow_id, u.start_at, u.node_id,
              u.pending, u.running, u.completed, u.failed, u.cancelled, u.timed_out, u.crashed, u.skipped,
              u.cached, u.ended, u.duration_sum::numeric, u.duration_min, u.duration_max, u.is_bounded,
              u.durations
            FROM unnest($1::integer[], $2::smallint[], $3::text[], $4::timestamptz[], $5::text[],
                $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[],
                $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::text[], $17::bigint[],
                $18::bigint[], $19::boolean[], $20::bytea[])
              AS u (namespace_id, grain, workflow_id, start_at, node_id,
                pending, running, completed, failed, cancelled, timed_out, crashed, skipped, cached, ended,
                duration_sum, duration_min, duration_max, is_bounded, durations)
            ON CONFLICT (namespace_id, grain, workflow_id, start_at, node_id) DO UPDATE
            SET pending = excluded.pending, running = excluded.running, completed = excluded.completed,
              failed = excluded.failed, cancelled = excluded.cancelled, timed_out = excluded.timed_out,
              crashed = excluded.crashed, skipped = excluded.skipped, cached = excluded.cached,
              ended = excluded.ended, duration_sum = excluded.duration_sum,
              duration_min = excluded.duration_min, duration_max = excluded.duration_max,
              is_bounded = excluded.is_bounded, durations = excluded.durations
            """;

    /** Rows that count nothing any more. */
    static final String REMOVE =
            """
            DELETE FROM node_rollup r
            USING unnest($1::integer[], $2::smallint[], $3::text[], $4::timestamptz[], $5::text[])
              AS k (namespace_id, grain, workflow_id, start_at, node_id)
            WHERE r.namespace_id = k.namespace_id AND r.grain = k.grain
              AND r.workflow_id = k.workflow_id AND r.start_at = k.start_at AND r.node_id = k.node_id
            """;

    /** Rows whose extremes are bounds. $1 most rows. */
    static final String BOUNDED =
            """
            SELECT r.namespace_id, r.grain, r.workflow_id, r.start_at, r.node_id
            FROM node_rollup r
            WHERE r.is_bounded
            ORDER BY r.grain
            LIMIT $1
            """;

    /**
     * Extremes of the attempts at nodes that began in quarters of an hour, of the executions of the
     * workflow that had started within a day before, those deleted softly among them, which lie in an
     * index of their own; those of the 2,000 latest of either kind at most, since no index leads from a
     * node to its attempts.
     */
    static final String LOOK_UP_STEPS =
            """
            SELECT k.n, x.least, x.greatest, x.ended
            FROM unnest($1::integer[], $2::smallint[], $3::text[], $4::timestamptz[], $5::text[])
              WITH ORDINALITY AS k (namespace_id, grain, workflow_id, start_at, node_id, n)
            CROSS JOIN LATERAL (
              SELECT min(s.duration_ms) AS least, max(s.duration_ms) AS greatest,
                count(s.duration_ms) AS ended
              FROM (
                (
                  SELECT e.id
                  FROM execution e
                  WHERE e.namespace_id = k.namespace_id AND e.workflow_id = k.workflow_id
                    AND e.started_at >= k.start_at - interval '1 day'
                    AND e.started_at < k.start_at + interval '15 minutes'
                    AND e.deleted_at IS NULL AND {days e.id}
                  ORDER BY e.started_at DESC
                  LIMIT 2000
                )
                UNION ALL
                (
                  SELECT e.id
                  FROM execution e
                  WHERE e.namespace_id = k.namespace_id AND e.workflow_id = k.workflow_id
                    AND e.started_at >= k.start_at - interval '1 day'
                    AND e.started_at < k.start_at + interval '15 minutes'
                    AND e.deleted_at IS NOT NULL AND {days e.id}
                  ORDER BY e.started_at DESC
                  LIMIT 2000
                )
              ) AS e
              JOIN step s
                ON s.namespace_id = k.namespace_id AND s.execution_id = e.id AND {days s.execution_id}
              WHERE s.node_id = k.node_id AND s.status BETWEEN 2 AND 6
                AND coalesce(s.started_at, s.completed_at, s.created_at) >= k.start_at
                AND coalesce(s.started_at, s.completed_at, s.created_at)
                  < k.start_at + interval '15 minutes'
            ) AS x
            """;

    /** Extremes of a day's quarters. */
    static final String LOOK_UP_QUARTERS =
            """
            SELECT k.n, x.least, x.greatest, x.ended
            FROM unnest($1::integer[], $2::smallint[], $3::text[], $4::timestamptz[], $5::text[])
              WITH ORDINALITY AS k (namespace_id, grain, workflow_id, start_at, node_id, n)
            CROSS JOIN LATERAL (
              SELECT min(r.duration_min) AS least, max(r.duration_max) AS greatest,
                coalesce(sum(r.ended), 0)::bigint AS ended
              FROM node_rollup r
              WHERE r.namespace_id = k.namespace_id AND r.grain = 0 AND r.workflow_id = k.workflow_id
                AND r.start_at >= k.start_at AND r.start_at < k.start_at + interval '1 day'
                AND r.node_id = k.node_id
            ) AS x
            """;

    /** Forgets spans that began before a moment. $1 the moment, $2 most rows. */
    static final String FORGET =
            """
            DELETE FROM node_rollup r
            WHERE r.ctid = ANY(ARRAY(SELECT o.ctid FROM node_rollup o WHERE o.start_at < $1 LIMIT $2))
            """;

    private NodeRollupSql() {}
}
