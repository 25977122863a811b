package dev.hindsight.rollup;

/** Every statement about {@code rollup}. */
final class RollupSql {

    /** $1 namespaces, $2 grains, $3 workflows, $4 starts, $5 sample rates: one each a row. */
    static final String LOAD =
            """
            SELECT r.namespace_id, r.grain, r.workflow_id, r.start_at, r.sample_rate,
              r.pending, r.running, r.completed, r.failed, r.cancelled, r.timed_out, r.crashed,
              r.duration_sum::text, r.duration_min, r.duration_max, r.is_bounded, r.durations,
              r.cost::text, r.latest_at, r.latest_id
            FROM unnest($1::integer[], $2::smallint[], $3::text[], $4::timestamptz[], $5::float8[])
              AS k (namespace_id, grain, workflow_id, start_at, sample_rate)
            JOIN rollup r
              ON r.namespace_id = k.namespace_id AND r.grain = k.grain
             AND r.workflow_id = k.workflow_id AND r.start_at = k.start_at
             AND r.sample_rate = k.sample_rate
            """;

    /** $1 to $5 as above, $6 to $12 counts by status, $13 ended, $14 sums, $15 and $16 extremes, $17 bounded, $18 sketches, $19 costs, $20 and $21 latest. */
    static final String STORE =
            """
            INSERT INTO rollup (
              namespace_id, grain, workflow_id, start_at, sample_rate,
              pending, running, completed, failed, cancelled, timed_out, crashed, total, ended,
              duration_sum, duration_min, duration_max, is_bounded, durations, cost, latest_at, latest_id)
            SELECT u.namespace_id, u.grain, u.workflow_id, u.start_at, u.sample_rate,
              u.pending, u.running, u.completed, u.failed, u.cancelled, u.timed_out, u.crashed,
              u.pending + u.running + u.completed + u.failed + u.cancelled + u.timed_out + u.crashed,
              u.ended, u.duration_sum::numeric, u.duration_min, u.duration_max, u.is_bounded, u.durations,
              u.cost::jsonb, u.latest_at, u.latest_id
            FROM unnest($1::integer[], $2::smallint[], $3::text[], $4::timestamptz[], $5::float8[],
                $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[],
                $12::bigint[], $13::bigint[], $14::text[], $15::bigint[], $16::bigint[], $17::boolean[],
                $18::bytea[], $19::text[], $20::timestamptz[], $21::uuid[])
              AS u (namespace_id, grain, workflow_id, start_at, sample_rate,
                pending, running, completed, failed, cancelled, timed_out, crashed, ended, duration_sum,
                duration_min, duration_max, is_bounded, durations, cost, latest_at, latest_id)
            ON CONFLICT (namespace_id, grain, workflow_id, start_at, sample_rate) DO UPDATE
            SET pending = excluded.pending, running = excluded.running, completed = excluded.completed,
              failed = excluded.failed, cancelled = excluded.cancelled, timed_out = excluded.timed_out,
              crashed = excluded.crashed, total = excluded.total, ended = excluded.ended,
              duration_sum = excluded.duration_sum, duration_min = excluded.duration_min,
              duration_max = excluded.duration_max, is_bounded = excluded.is_bounded,
              durations = excluded.durations, cost = excluded.cost, latest_at = excluded.latest_at,
              latest_id = excluded.latest_id
            """;

    /** Rows that count nothing any more. $1 to $5 as above. */
    static final String REMOVE =
            """
            DELETE FROM rollup r
            USING unnest($1::integer[], $2::smallint[], $3::text[], $4::timestamptz[], $5::float8[])
              AS k (namespace_id, grain, workflow_id, start_at, sample_rate)
            WHERE r.namespace_id = k.namespace_id AND r.grain = k.grain
              AND r.workflow_id = k.workflow_id AND r.start_at = k.start_at
              AND r.sample_rate = k.sample_rate
            """;

    /** Rows whose extremes are bounds; those of all workflows behind those of each. $1 most rows. */
    static final String BOUNDED =
            """
            SELECT r.namespace_id, r.grain, r.workflow_id, r.start_at, r.sample_rate
            FROM rollup r
            WHERE r.is_bounded
            ORDER BY r.grain, r.workflow_id = ''
            LIMIT $1
            """;

    /**
     * Extremes of the executions of workflows that started in quarters of an hour, those deleted softly
     * among them, which lie in an index of their own. $1 namespaces, $2 workflows, $3 starts, $4 sample
     * rates.
     */
    static final String LOOK_UP_EXECUTIONS =
            """
            SELECT k.n, x.least, x.greatest, x.ended
            FROM unnest($1::integer[], $2::text[], $3::timestamptz[], $4::float8[])
              WITH ORDINALITY AS k (namespace_id, workflow_id, start_at, sample_rate, n)
            CROSS JOIN LATERAL (
              SELECT min(e.duration_ms) AS least, max(e.duration_ms) AS greatest,
                count(e.duration_ms) AS ended
              FROM (
                SELECT e.duration_ms, e.sample_rate, e.status
                FROM execution e
                WHERE e.namespace_id = k.namespace_id AND e.workflow_id = k.workflow_id
                  AND e.started_at >= k.start_at
                  AND e.started_at < k.start_at + interval '15 minutes'
                  AND e.deleted_at IS NULL AND {days e.id}
                UNION ALL
                SELECT e.duration_ms, e.sample_rate, e.status
                FROM execution e
                WHERE e.namespace_id = k.namespace_id AND e.workflow_id = k.workflow_id
                  AND e.started_at >= k.start_at
                  AND e.started_at < k.start_at + interval '15 minutes'
                  AND e.deleted_at IS NOT NULL AND {days e.id}
              ) AS e
              WHERE e.status >= 2 AND coalesce(e.sample_rate, 1) = k.sample_rate
            ) AS x
            """;

    /** Extremes of all workflows in quarters of an hour. $1 to $4 as above, of which $2 says nothing. */
    static final String LOOK_UP_WORKFLOWS =
            """
            SELECT k.n, x.least, x.greatest, x.ended
            FROM unnest($1::integer[], $2::text[], $3::timestamptz[], $4::float8[])
              WITH ORDINALITY AS k (namespace_id, workflow_id, start_at, sample_rate, n)
            CROSS JOIN LATERAL (
              SELECT min(r.duration_min) AS least, max(r.duration_max) AS greatest,
                coalesce(sum(r.ended), 0)::bigint AS ended
              FROM rollup r
              WHERE r.namespace_id = k.namespace_id AND r.grain = 0 AND r.start_at = k.start_at
                AND r.workflow_id <> '' AND r.sample_rate = k.sample_rate
            ) AS x
            """;

    /**
     * Extremes of rows of a finer grain. $1 namespaces, $2 workflows, $3 starts, $4 sample rates, $5 ends,
     * $6 the finer grain, $7 whether rows of all sample rates are meant.
     */
    static final String LOOK_UP_FINER =
            """
            SELECT k.n, x.least, x.greatest, x.ended
            FROM unnest($1::integer[], $2::text[], $3::timestamptz[], $4::float8[], $5::timestamptz[])
              WITH ORDINALITY AS k (namespace_id, workflow_id, start_at, sample_rate, end_at, n)
            CROSS JOIN LATERAL (
              SELECT min(r.duration_min) AS least, max(r.duration_max) AS greatest,
                coalesce(sum(r.ended), 0)::bigint AS ended
              FROM rollup r
              WHERE r.namespace_id = k.namespace_id AND r.grain = $6::smallint AND r.workflow_id = k.workflow_id
                AND ($7::boolean OR r.start_at >= k.start_at)
                AND r.start_at < coalesce(k.end_at, 'infinity') AND ($7::boolean OR r.sample_rate = k.sample_rate)
            ) AS x
            """;

    /** The last quarters of an hour in which workflows were started. $1 to $4 as above. */
    static final String LAST_QUARTERS =
            """
            SELECT k.n, (
              SELECT max(r.start_at)
              FROM rollup r
              WHERE r.namespace_id = k.namespace_id AND r.grain = 0 AND r.workflow_id = k.workflow_id)
            FROM unnest($1::integer[], $2::text[], $3::timestamptz[], $4::float8[])
              WITH ORDINALITY AS k (namespace_id, workflow_id, start_at, sample_rate, n)
            """;

    /** The last executions of workflows, deleted or not, in such quarters. $1 to $4 as above. */
    static final String LAST_EXECUTIONS =
            """
            SELECT k.n, x.started_at, x.id
            FROM unnest($1::integer[], $2::text[], $3::timestamptz[], $4::float8[])
              WITH ORDINALITY AS k (namespace_id, workflow_id, start_at, sample_rate, n)
            CROSS JOIN LATERAL (
              SELECT e.started_at, e.id
              FROM (
                SELECT e.started_at, e.id
                FROM execution e
                WHERE e.namespace_id = k.namespace_id AND e.workflow_id = k.workflow_id
                  AND e.started_at >= k.start_at
                  AND e.started_at < k.start_at + interval '15 minutes'
                  AND e.deleted_at IS NULL AND {days e.id}
                UNION ALL
                SELECT e.started_at, e.id
                FROM execution e
                WHERE e.namespace_id = k.namespace_id AND e.workflow_id = k.workflow_id
                  AND e.started_at >= k.start_at
                  AND e.started_at < k.start_at + interval '15 minutes'
                  AND e.deleted_at IS NOT NULL AND {days e.id}
              ) AS e
              ORDER BY e.started_at DESC, e.id DESC
              LIMIT 1
            ) AS x
            """;

    /** Forgets spans that began before a moment, but for the totals. $1 the moment, $2 most rows. */
    static final String FORGET =
            """
            DELETE FROM rollup r
            WHERE r.ctid = ANY(ARRAY(
              SELECT o.ctid FROM rollup o WHERE o.grain < 3 AND o.start_at < $1 LIMIT $2))
            """;

    private static final String TOTAL_COLUMNS =
            """
            r.workflow_id, r.total, r.pending, r.running, r.completed, r.failed, r.cancelled,
              r.timed_out, r.crashed, r.duration_min, r.duration_max, r.durations, r.latest_at,
              r.latest_id""";

    /** Totals of workflows. $1 namespace, $2 workflows. */
    static final String TOTALS =
            """
            SELECT %s
            FROM rollup r
            WHERE r.namespace_id = $1 AND r.grain = 3 AND r.workflow_id = ANY($2)
            """
                    .formatted(TOTAL_COLUMNS);

    /** The workflows that were run most behind a place. $1 namespace, $2 total, $3 workflow, $4 most rows. */
    static final String TOP_TOTALS = top("r.total");

    /** The workflows that failed most behind a place. $1 namespace, $2 failures, $3 workflow, $4 most rows. */
    static final String TOP_FAILED = top("r.failed");

    /** The workflows that started last, behind a place. $1 namespace, $2 moment, $3 workflow, $4 most rows. */
    static final String TOP_LATEST = top("r.latest_at");

    private RollupSql() {}

    private static String top(String number) {
        return """
               SELECT %1$s
               FROM rollup r
               WHERE r.namespace_id = $1 AND r.grain = 3 AND r.workflow_id <> ''
                 AND (%2$s < $2 OR (%2$s = $2 AND r.workflow_id > $3))
               ORDER BY %2$s DESC, r.workflow_id
               LIMIT $4
               """
                .formatted(TOTAL_COLUMNS, number);
    }
}
