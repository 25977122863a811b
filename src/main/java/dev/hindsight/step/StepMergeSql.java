package dev.hindsight.step;

import dev.hindsight.field.MergeSql;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The statement that merges reports into steps, by the rules of the one for executions. */
final class StepMergeSql {

    /** The columns that a batch of reports is bound as, before those of the fields; with types. */
    private static final List<String> BOUND =
            List.of(
                    "execution_id", "uuid",
                    "key", "text",
                    "attempt", "integer",
                    "creates", "boolean",
                    "patch", "boolean",
                    "if_version", "integer",
                    "mask", "integer",
                    "rank", "smallint",
                    "sent_at", "timestamptz",
                    "notices", "text");

    private static final List<StepField> ALL = List.of(StepField.values());
    private static final List<StepField> NARROW =
            ALL.stream().filter(field -> !field.payload()).toList();
    private static final List<StepField> PAYLOAD = ALL.stream().filter(StepField::payload).toList();

    /** Fields whose merged value is more than the taken or the old one. */
    private static final List<StepField> PLAIN =
            ALL.stream()
                    .filter(
                            field ->
                                    switch (field) {
                                        case STATUS, STARTED_AT, COMPLETED_AT, DURATION_MS -> false;
                                        default -> true;
                                    })
                    .toList();

    /**
     * Merges a batch of reports, at most one a step and attempt, of executions whose rows the caller
     * has locked. $1 namespace, $2 now, $3 the execution ids once more (for pruning), $4… the arrays
     * of {@link #BOUND} and of all fields. A report that is in no row of the answer has no step and
     * may not create one.
     *
     * <p>A status that was only inferred (a step with an end and no status is completed) goes
     * forward like any, but carries no stamp: what a report says itself replaces it.
     */
    static final String MERGE =
            """
            WITH report AS (
              SELECT %(bound_columns),
                %(cast_fields)
              FROM unnest(%(arrays)) AS u (%(bound_columns), %(fields))
            ), old AS (
              SELECT e.execution_id, e.key, e.attempt, e.version, e.set_pending, e.set_running,
                e.set_end, e.reported_at, p.notices,
                %(narrow_e),
                %(payload_p)
              FROM report r
              JOIN step e
                ON e.namespace_id = $1 AND e.execution_id = ANY($3)
               AND e.execution_id = r.execution_id AND e.key = r.key AND e.attempt = r.attempt
              LEFT JOIN step_payload p
                ON p.namespace_id = $1 AND p.execution_id = ANY($3)
               AND p.execution_id = r.execution_id AND p.key = r.key AND p.attempt = r.attempt
            ), merged AS (
              SELECT o.execution_id, o.key, o.attempt, v.verdict, t.take,
                (o.set_pending & ~t.take) | CASE w.rank WHEN 0 THEN t.take & r.mask ELSE 0 END
                  AS set_pending,
                (o.set_running & ~t.take) | CASE w.rank WHEN 1 THEN t.take & r.mask ELSE 0 END
                  AS set_running,
                (o.set_end & ~t.take) | CASE w.rank WHEN 2 THEN t.take & r.mask ELSE 0 END AS set_end,
                CASE WHEN o.reported_at IS NOT NULL OR r.sent_at IS NOT NULL THEN
                  (SELECT array_agg(
                            CASE WHEN (t.take >> n) & 1 = 1
                                 THEN CASE WHEN r.patch THEN coalesce(r.sent_at, $2) ELSE r.sent_at END
                                 ELSE o.reported_at[n + 1] END
                            ORDER BY n)
                     FROM generate_series(0, %(last_bit)) AS n)
                END AS reported_at,
                CASE WHEN o.notices IS NOT NULL OR r.notices IS NOT NULL THEN
                  (SELECT nullif(
                            (coalesce(o.notices, '{}') - coalesce(array_agg(c.name) FILTER (WHERE c.won), '{}'))
                            || (coalesce(r.notices::jsonb, '{}')
                                - coalesce(array_agg(c.name) FILTER (WHERE NOT c.won), '{}')),
                            '{}')
                     FROM (SELECT name, (t.take >> (n - 1)::integer) & 1 = 1 AS won
                             FROM unnest(ARRAY[%(names)]) WITH ORDINALITY AS f (name, n)) AS c)
                END AS notices,
                t.status, d.started_at, w.completed_at, d.duration_ms,
                %(taken)
              FROM report r
              JOIN old o
                ON o.execution_id = r.execution_id AND o.key = r.key AND o.attempt = r.attempt
              CROSS JOIN LATERAL (
                SELECT CASE o.status WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 6 THEN 1 ELSE 2 END AS old_rank,
                  o.set_pending | o.set_running | o.set_end AS explicit,
                  CASE WHEN o.reported_at IS NULL THEN 0 ELSE
                    (SELECT coalesce(bit_or(1 << (n - 1)::integer), 0)
                       FROM unnest(o.reported_at) WITH ORDINALITY AS s (set_at, n)
                      WHERE s.set_at > coalesce(r.sent_at, '-infinity'))
                  END AS later
              ) AS a
              CROSS JOIN LATERAL (
                SELECT CASE
                  WHEN r.if_version <> o.version THEN 'version'
                  WHEN r.patch AND r.mask & 1 <> 0 AND r.status <> o.status
                   AND (r.rank < a.old_rank OR a.old_rank = 2) THEN 'transition'
                  ELSE 'merged' END AS verdict
              ) AS v
              CROSS JOIN LATERAL (
                SELECT CASE
                  WHEN r.mask & 1 = 0 THEN NOT r.patch AND r.rank = 2 AND a.old_rank < 2
                  WHEN r.patch THEN true
                  WHEN a.explicit & 1 = 0 THEN o.status = 1 OR r.rank >= a.old_rank
                  WHEN a.old_rank = 2 THEN false
                  WHEN r.rank <> a.old_rank THEN r.rank > a.old_rank
                  ELSE a.later & 1 = 0 END AS takes_status
              ) AS b
              CROSS JOIN LATERAL (
                SELECT CASE WHEN b.takes_status THEN r.status ELSE o.status END AS status,
                  CASE WHEN b.takes_status THEN 1 ELSE 0 END
                  | (r.mask & ~1)
                    & CASE WHEN r.patch THEN r.mask ELSE ~CASE r.rank
                        WHEN 2 THEN o.set_end & a.later
                        WHEN 1 THEN o.set_end | (o.set_running & a.later)
                        ELSE o.set_end | o.set_running | (o.set_pending & a.later) END END AS take
              ) AS t
              CROSS JOIN LATERAL (
                SELECT CASE WHEN NOT r.patch THEN r.rank
                            ELSE CASE t.status WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 6 THEN 1 ELSE 2 END
                       END AS rank,
                  CASE
                    WHEN o.status = 6 AND t.status IN (0, 1) THEN NULL
                    WHEN t.take & %(completed_at_bit) <> 0 THEN r.completed_at
                    WHEN b.takes_status AND t.status >= 2 AND t.status <> o.status
                     AND (o.completed_at IS NULL
                          OR o.status = 6 AND a.explicit & %(completed_at_bit) = 0) THEN $2
                    ELSE o.completed_at END AS completed_at,
                  CASE WHEN t.take & %(duration_ms_bit) <> 0 THEN r.duration_ms
                       WHEN a.explicit & %(duration_ms_bit) <> 0 THEN o.duration_ms END AS sent_ms
              ) AS w
              CROSS JOIN LATERAL (
                SELECT CASE
                  WHEN t.take & %(started_at_bit) <> 0 THEN r.started_at
                  WHEN a.explicit & %(started_at_bit) <> 0 THEN o.started_at
                  WHEN t.status < 2 OR w.completed_at IS NULL
                    THEN coalesce(o.started_at, CASE WHEN t.status = 1 THEN r.started_at END)
                  WHEN w.sent_ms IS NOT NULL
                    THEN w.completed_at - w.sent_ms * interval '1 millisecond'
                  WHEN o.started_at IS NOT NULL THEN least(o.started_at, w.completed_at)
                  END AS started_at
              ) AS s
              CROSS JOIN LATERAL (
                SELECT s.started_at,
                  CASE WHEN w.sent_ms IS NOT NULL THEN w.sent_ms
                       WHEN t.status >= 2 THEN greatest(0,
                         (extract(epoch FROM w.completed_at - s.started_at) * 1000)::bigint)
                  END AS duration_ms
              ) AS d
            ), decided AS (
              SELECT m.*, x.changed,
                o.version + CASE WHEN x.changed THEN 1 ELSE 0 END AS version,
                (m.set_pending, m.set_running, m.set_end, m.reported_at)
                  IS DISTINCT FROM (o.set_pending, o.set_running, o.set_end, o.reported_at)
                  AS restamped
              FROM merged m
              JOIN old o
                ON o.execution_id = m.execution_id AND o.key = m.key AND o.attempt = m.attempt
              CROSS JOIN LATERAL (
                SELECT m.verdict = 'merged' AND (%(fields_m)) IS DISTINCT FROM (%(fields_o)) AS changed
              ) AS x
            ), created AS (
              INSERT INTO step (
                namespace_id, execution_id, key, attempt, version, created_at,
                set_pending, set_running, set_end, reported_at,
                %(narrow))
              SELECT $1, r.execution_id, r.key, r.attempt, 1, $2,
                CASE r.rank WHEN 0 THEN r.mask ELSE 0 END,
                CASE r.rank WHEN 1 THEN r.mask ELSE 0 END,
                CASE r.rank WHEN 2 THEN r.mask ELSE 0 END,
                CASE WHEN r.sent_at IS NOT NULL THEN
                  (SELECT array_agg(CASE WHEN (r.mask >> n) & 1 = 1 THEN r.sent_at END ORDER BY n)
                     FROM generate_series(0, %(last_bit)) AS n)
                END,
                %(narrow_r)
              FROM report r
              WHERE r.creates AND r.node_id IS NOT NULL
                AND NOT EXISTS (
                  SELECT FROM old o
                  WHERE o.execution_id = r.execution_id AND o.key = r.key AND o.attempt = r.attempt)
              ORDER BY r.execution_id, r.key, r.attempt
              RETURNING execution_id, key, attempt, version, status, node_id, completed_at
            ), updated AS (
              UPDATE step e
              SET version = d.version, set_pending = d.set_pending, set_running = d.set_running,
                set_end = d.set_end, reported_at = d.reported_at,
                %(assign_narrow)
              FROM decided d
              WHERE e.namespace_id = $1 AND e.execution_id = ANY($3)
                AND e.execution_id = d.execution_id AND e.key = d.key AND e.attempt = d.attempt
                AND d.verdict = 'merged' AND (d.changed OR d.restamped)
            ), stored AS (
              INSERT INTO step_payload (
                namespace_id, execution_id, key, attempt, notices, %(payload))
              SELECT $1, d.execution_id, d.key, d.attempt, d.notices, %(payload_d)
              FROM decided d
              WHERE d.verdict = 'merged' AND (d.take & %(payload_bits) <> 0 OR d.notices IS NOT NULL)
              UNION ALL
              SELECT $1, r.execution_id, r.key, r.attempt, r.notices::jsonb, %(payload_r)
              FROM created c
              JOIN report r
                ON r.execution_id = c.execution_id AND r.key = c.key AND r.attempt = c.attempt
              WHERE r.mask & %(payload_bits) <> 0 OR r.notices IS NOT NULL
              ON CONFLICT (namespace_id, execution_id, key, attempt) DO UPDATE
              SET notices = excluded.notices, %(assign_payload)
            ), told AS (
              INSERT INTO change (
                changed_at, execution_id, namespace_id, version, kind, step_key, attempt)
              SELECT $2, c.execution_id, $1, 1, 2, c.key, c.attempt FROM created c
              UNION ALL
              SELECT $2, d.execution_id, $1, d.version, 2, d.key, d.attempt
              FROM decided d WHERE d.changed
            )
            SELECT 'created' AS verdict, true AS changed, c.execution_id, c.key, c.attempt, c.version,
              c.status, c.node_id, c.completed_at
            FROM created c
            UNION ALL
            SELECT d.verdict, d.changed, d.execution_id, d.key, d.attempt, d.version, d.status,
              d.node_id, d.completed_at
            FROM decided d
            """
                    .replace(
                            "%(arrays)",
                            MergeSql.arrays(
                                    4, Stream.concat(bound(1), MergeSql.boundTypes(ALL)).toList()))
                    .replace("%(bound_columns)", String.join(", ", bound(0).toList()))
                    .replace("%(cast_fields)", MergeSql.cast("u", ALL))
                    .replace("%(fields)", MergeSql.columns("", ALL))
                    .replace("%(narrow_e)", MergeSql.columns("e", NARROW))
                    .replace("%(payload_p)", MergeSql.columns("p", PAYLOAD))
                    .replace("%(last_bit)", String.valueOf(ALL.size() - 1))
                    .replace("%(names)", MergeSql.names(ALL))
                    .replace("%(taken)", MergeSql.taken(PLAIN))
                    .replace("%(fields_m)", MergeSql.columns("m", ALL))
                    .replace("%(fields_o)", MergeSql.columns("o", ALL))
                    .replace("%(narrow)", MergeSql.columns("", NARROW))
                    .replace("%(narrow_r)", MergeSql.columns("r", NARROW))
                    .replace("%(assign_narrow)", MergeSql.assignments("d", NARROW))
                    .replace("%(payload)", MergeSql.columns("", PAYLOAD))
                    .replace("%(payload_d)", MergeSql.columns("d", PAYLOAD))
                    .replace("%(payload_r)", MergeSql.columns("r", PAYLOAD))
                    .replace("%(assign_payload)", MergeSql.assignments("excluded", PAYLOAD))
                    .replace(
                            "%(payload_bits)",
                            String.valueOf(PAYLOAD.stream().mapToLong(StepField::bit).sum()))
                    .replace("%(completed_at_bit)", bit(StepField.COMPLETED_AT))
                    .replace("%(started_at_bit)", bit(StepField.STARTED_AT))
                    .replace("%(duration_ms_bit)", bit(StepField.DURATION_MS));

    private StepMergeSql() {}

    /** Every second element of {@link #BOUND}: the names from 0, the types from 1. */
    private static Stream<String> bound(int from) {
        return IntStream.range(0, BOUND.size()).filter(i -> i % 2 == from).mapToObj(BOUND::get);
    }

    private static String bit(StepField field) {
        return String.valueOf(field.bit());
    }
}
