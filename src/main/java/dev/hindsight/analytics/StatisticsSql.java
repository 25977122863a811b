package dev.hindsight.analytics;

/** Every statement of the statistics; those over executions themselves are written by {@link RawSql}. */
final class StatisticsSql {

    /**
     * Rolled-up rows. $1 namespace, $2 workflows, or an empty text for all together; $3 grains, $4 starts
     * and $5 ends of spans, which may be null.
     */
    static final String ROLLUPS =
            """
            SELECT r.start_at, r.sample_rate, r.pending, r.running, r.completed, r.failed, r.cancelled,
              r.timed_out, r.crashed, r.ended, r.duration_sum::text, r.duration_min, r.duration_max,
              r.durations, r.cost::text
            FROM unnest($3::smallint[], $4::timestamptz[], $5::timestamptz[])
              AS s (grain, start_at, end_at)
            JOIN rollup r
              ON r.namespace_id = $1 AND r.grain = s.grain AND r.workflow_id = ANY($2)
             AND r.start_at >= coalesce(s.start_at, '-infinity')
             AND r.start_at < coalesce(s.end_at, 'infinity')
            """;

    /** Rolled-up rows of the nodes of a workflow. $1 namespace, $2 workflow, $3 to $5 as above. */
    static final String NODES =
            """
            SELECT r.node_id, r.pending, r.running, r.completed, r.failed, r.cancelled, r.timed_out,
              r.crashed, r.skipped, r.cached, r.ended, r.duration_sum::text, r.duration_min,
              r.duration_max, r.durations
            FROM unnest($3::smallint[], $4::timestamptz[], $5::timestamptz[])
              AS s (grain, start_at, end_at)
            JOIN node_rollup r
              ON r.namespace_id = $1 AND r.grain = s.grain AND r.workflow_id = $2
             AND r.start_at >= coalesce(s.start_at, '-infinity')
             AND r.start_at < coalesce(s.end_at, 'infinity')
            """;

    private StatisticsSql() {}
}
