package dev.hindsight.analytics;

/** Writes the statement that counts executions themselves, deleted ones included. */
final class RawSql {

    /**
     * Executions that started within a range, by what they have in common. Those deleted lie in an index
     * of their own, since lists pass them by. Durations are sorted into the buckets of the sketches.
     */
    private static final String COUNT =
            """
            SELECT width_bucket(e.started_at, $4::timestamptz[]) - 1 AS slot,
              coalesce(e.sample_rate, 1) AS sample_rate, e.status,
              CASE WHEN e.status >= 2 THEN width_bucket(e.duration_ms, $5::bigint[]) - 1 END AS bucket,
              e.cost_unit, count(*), sum(e.duration_ms)::text, min(e.duration_ms), max(e.duration_ms),
              sum(e.cost_amount)::text
            FROM (
              %1$s NULL %2$s
              UNION ALL
              %1$s NOT NULL %2$s
            ) AS e
            GROUP BY 1, 2, 3, 4, 5
            """;

    private static final String EXECUTIONS =
            """
            SELECT e.started_at, e.sample_rate, e.status, e.duration_ms, e.cost_unit, e.cost_amount
              FROM execution e
              WHERE e.namespace_id = $1 AND {days e.id}
                AND e.started_at >= coalesce($2::timestamptz, '-infinity')
                AND e.started_at < coalesce($3::timestamptz, 'infinity')
                AND e.deleted_at IS""";

    private RawSql() {}

    /**
     * The statement. $1 namespace, $2 from, $3 to, $4 starts of the buckets of time, of which the first is
     * not after any execution, $5 those of the buckets of durations, then workflows and creators, as far
     * as it is of some.
     */
    static String count(boolean ofWorkflows, boolean ofCreators) {
        StringBuilder where = new StringBuilder();
        if (ofWorkflows) {
            where.append("AND e.workflow_id = ANY($6::text[])");
        }
        if (ofCreators) {
            where.append(" AND e.created_by = ANY($%d::text[])".formatted(ofWorkflows ? 7 : 6));
        }
        return COUNT.formatted(EXECUTIONS, where);
    }
}
