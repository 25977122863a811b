package dev.hindsight.execution;

import dev.hindsight.field.MergeSql;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The statement that merges reports into executions. */
final class ExecutionMergeSql {

    /** The columns that a batch of reports is bound as, before those of the fields; with types. */
    private static final List<String> BOUND =
            List.of(
                    "id", "uuid",
                    "external_id", "text",
                    "workflow_id", "text",
                    "creates", "boolean",
                    "patch", "boolean",
                    "forced", "boolean",
                    "if_version", "integer",
                    "mask", "bigint",
                    "rank", "smallint",
                    "sent_at", "timestamptz",
                    "imported_at", "timestamptz",
                    "error_print", "text",
                    "dag_hash", "bytea",
                    "notices", "text");

    private static final List<ExecutionField> ALL = List.of(ExecutionField.values());
    private static final List<ExecutionField> NARROW =
            ALL.stream().filter(field -> !field.payload()).toList();
    private static final List<ExecutionField> PAYLOAD =
            ALL.stream().filter(ExecutionField::payload).toList();

    /** Fields whose merged value is more than the taken or the old one. */
    private static final List<ExecutionField> PLAIN =
            ALL.stream()
                    .filter(
                            field ->
                                    switch (field) {
                                        case STATUS,
                                                STARTED_AT,
                                                COMPLETED_AT,
                                                DURATION_MS,
                                                LABELS,
                                                TRIGGER_TYPE,
                                                ATTEMPT,
                                                PINNED ->
                                                false;
                                        default -> true;
                                    })
                    .toList();

    /**
     * Merges a batch of reports, at most one an execution, whose rows are locked by the caller:
     * creates what is new, updates what wins, writes the payloads and a change for each execution
     * that changed, and tells of each report what became of it and how the execution stands.
     *
     * <p>$1 namespace, $2 now, $3 the ids once more (for pruning), $4… the arrays of {@link #BOUND}
     * and of all fields. A report that is in no row of the answer lost a race to create and is to be
     * merged again, or, if it does not create, has no execution.
     *
     * <p>Precedence, field by field (`t.take`): what the server filled in has no stamp and loses to
     * anything; else the higher rank of the reporting status wins, then the later `sent_at` (none
     * counts as the earliest), then the later arrival, which is this report. A patch always wins.
     */
    static final String MERGE =
            """
            WITH report AS (
              SELECT %(bound_columns),
                %(cast_fields)
              FROM unnest(%(arrays)) AS u (%(bound_columns), %(fields))
            ), old AS (
              SELECT e.namespace_id, e.id, e.version, e.created_at, e.external_id, e.workflow_id,
                e.set_pending, e.set_running, e.set_end, e.reported_at, e.error_print, e.failed_node,
                e.dag_hash, e.deleted_at, p.notices,
                %(narrow_e),
                %(payload_p)
              FROM execution e
              LEFT JOIN execution_payload p
                ON p.namespace_id = e.namespace_id AND p.execution_id = e.id
               AND p.execution_id = ANY($3)
              WHERE e.namespace_id = $1 AND e.id = ANY($3)
            ), merged AS (
              SELECT o.id, o.version AS old_version, o.status AS old_status, v.verdict, t.take,
                coalesce(o.external_id, r.external_id) AS external_id,
                coalesce(r.dag_hash, o.dag_hash) AS dag_hash,
                (o.set_pending & ~t.take) | CASE w.rank WHEN 0 THEN t.take ELSE 0 END AS set_pending,
                (o.set_running & ~t.take) | CASE w.rank WHEN 1 THEN t.take ELSE 0 END AS set_running,
                (o.set_end & ~t.take) | CASE w.rank WHEN 2 THEN t.take ELSE 0 END AS set_end,
                CASE WHEN o.reported_at IS NOT NULL OR r.sent_at IS NOT NULL THEN
                  (SELECT array_agg(
                            CASE WHEN (t.take >> n) & 1 = 1
                                 THEN CASE WHEN r.patch THEN coalesce(r.sent_at, $2) ELSE r.sent_at END
                                 ELSE o.reported_at[n + 1] END
                            ORDER BY n)
                     FROM generate_series(0, %(last_bit)) AS n)
                END AS reported_at,
                CASE WHEN t.take & %(error_message_bit) <> 0 THEN r.error_print ELSE o.error_print END
                  AS error_print,
                o.failed_node,
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
                CASE WHEN t.take & %(labels_bit) = 0 THEN o.labels
                     WHEN r.patch THEN
                       nullif(jsonb_strip_nulls(coalesce(o.labels, '{}') || r.labels), '{}')
                     ELSE nullif(r.labels, '{}') END AS labels,
                CASE WHEN t.take & %(trigger_type_bit) <> 0 THEN coalesce(r.trigger_type, 'manual')
                     ELSE o.trigger_type END AS trigger_type,
                CASE WHEN t.take & %(attempt_bit) <> 0 THEN coalesce(r.attempt, 1)
                     ELSE o.attempt END AS attempt,
                CASE WHEN t.take & %(pinned_bit) <> 0 THEN coalesce(r.pinned, false)
                     ELSE o.pinned END AS pinned,
                %(taken)
              FROM report r
              JOIN old o ON o.id = r.id
              CROSS JOIN LATERAL (
                SELECT CASE o.status WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 6 THEN 1 ELSE 2 END AS old_rank,
                  (o.set_pending | o.set_running | o.set_end) & 1 = 0 AND o.status = 1 AS provisional,
                  CASE WHEN o.reported_at IS NULL THEN 0 ELSE
                    (SELECT coalesce(bit_or(1::bigint << (n - 1)::integer), 0)
                       FROM unnest(o.reported_at) WITH ORDINALITY AS s (set_at, n)
                      WHERE s.set_at > coalesce(r.sent_at, '-infinity'))
                  END AS later
              ) AS a
              CROSS JOIN LATERAL (
                SELECT CASE
                  WHEN r.workflow_id <> o.workflow_id THEN 'workflow'
                  WHEN r.mask & %(run_id_bit) <> 0 AND r.run_id <> o.run_id THEN 'run'
                  WHEN r.external_id <> o.external_id THEN 'external'
                  WHEN r.if_version <> o.version THEN 'version'
                  WHEN r.patch AND r.mask & 1 <> 0 AND NOT r.forced AND r.status <> o.status
                   AND (r.rank < a.old_rank OR a.old_rank = 2) THEN 'transition'
                  ELSE 'merged' END AS verdict
              ) AS v
              CROSS JOIN LATERAL (
                SELECT r.mask & 1 <> 0 AND CASE
                  WHEN r.patch OR r.forced OR a.provisional THEN true
                  WHEN a.old_rank = 2 THEN false
                  WHEN r.rank <> a.old_rank THEN r.rank > a.old_rank
                  ELSE a.later & 1 = 0 END AS takes_status
              ) AS b
              CROSS JOIN LATERAL (
                SELECT CASE WHEN b.takes_status THEN r.status ELSE o.status END AS status,
                  CASE WHEN b.takes_status THEN 1 ELSE 0 END
                  | (r.mask & ~1::bigint)
                    & CASE WHEN r.patch THEN r.mask ELSE ~CASE r.rank
                        WHEN 2 THEN o.set_end & a.later
                        WHEN 1 THEN o.set_end | (o.set_running & a.later)
                        ELSE o.set_end | o.set_running | (o.set_pending & a.later) END END AS take
              ) AS t
              CROSS JOIN LATERAL (
                SELECT CASE WHEN NOT r.patch THEN r.rank
                            ELSE CASE t.status WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 6 THEN 1 ELSE 2 END
                       END AS rank,
                  (o.set_pending | o.set_running | o.set_end) AS explicit,
                  CASE
                    WHEN o.status = 6 AND t.status IN (0, 1) THEN NULL
                    WHEN t.take & %(completed_at_bit) <> 0 THEN r.completed_at
                    WHEN b.takes_status AND t.status >= 2 AND t.status <> o.status
                     AND (o.completed_at IS NULL
                          OR o.status = 6
                         AND (o.set_pending | o.set_running | o.set_end) & %(completed_at_bit) = 0)
                      THEN $2
                    ELSE o.completed_at END AS completed_at,
                  CASE WHEN t.take & %(duration_ms_bit) <> 0 THEN r.duration_ms
                       WHEN (o.set_pending | o.set_running | o.set_end) & %(duration_ms_bit) <> 0
                         THEN o.duration_ms END AS sent_ms
              ) AS w
              CROSS JOIN LATERAL (
                SELECT CASE
                  WHEN t.take & %(started_at_bit) <> 0 THEN r.started_at
                  WHEN w.explicit & %(started_at_bit) <> 0 OR t.status < 2 OR w.completed_at IS NULL
                    THEN o.started_at
                  ELSE coalesce(w.completed_at - w.sent_ms * interval '1 millisecond',
                                least(o.started_at, w.completed_at)) END AS started_at
              ) AS s
              CROSS JOIN LATERAL (
                SELECT s.started_at,
                  CASE WHEN w.sent_ms IS NOT NULL THEN w.sent_ms
                       WHEN t.status >= 2 THEN greatest(0,
                         (extract(epoch FROM w.completed_at - s.started_at) * 1000)::bigint)
                  END AS duration_ms
              ) AS d
            ), decided AS (
              SELECT m.*,
                o.version + CASE WHEN x.changed THEN 1 ELSE 0 END AS version, x.changed, x.prev,
                (m.set_pending, m.set_running, m.set_end, m.reported_at, m.dag_hash)
                  IS DISTINCT FROM (o.set_pending, o.set_running, o.set_end, o.reported_at, o.dag_hash)
                  AS restamped
              FROM merged m
              JOIN old o ON o.id = m.id
              CROSS JOIN LATERAL (
                SELECT m.verdict = 'merged'
                   AND (m.external_id, %(fields_m)) IS DISTINCT FROM (o.external_id, %(fields_o))
                    AS changed,
                  jsonb_strip_nulls(jsonb_build_object(
                    'status', CASE WHEN m.status <> o.status THEN o.status END,
                    'startedAt', CASE WHEN m.started_at <> o.started_at THEN o.started_at END,
                    'durationMs', CASE WHEN m.duration_ms IS DISTINCT FROM o.duration_ms
                                       THEN coalesce(o.duration_ms, -1) END)) AS prev
              ) AS x
            ), created AS (
              INSERT INTO execution AS e (
                namespace_id, id, version, created_at, updated_at, external_id, workflow_id,
                set_pending, set_running, set_end, reported_at, imported_at, error_print, fingerprint,
                dag_hash,
                %(narrow))
              SELECT $1, r.id, 1, $2, $2, r.external_id, r.workflow_id,
                CASE r.rank WHEN 0 THEN r.mask ELSE 0 END,
                CASE r.rank WHEN 1 THEN r.mask ELSE 0 END,
                CASE r.rank WHEN 2 THEN r.mask ELSE 0 END,
                CASE WHEN r.sent_at IS NOT NULL THEN
                  (SELECT array_agg(CASE WHEN (r.mask >> n) & 1 = 1 THEN r.sent_at END ORDER BY n)
                     FROM generate_series(0, %(last_bit)) AS n)
                END,
                r.imported_at, r.error_print, left(md5(r.error_print), 16), r.dag_hash,
                %(narrow_r)
              FROM report r
              WHERE r.creates AND NOT EXISTS (SELECT FROM old o WHERE o.id = r.id)
              ORDER BY r.id
              ON CONFLICT (namespace_id, id) DO NOTHING
              RETURNING %(list_columns)
            ), updated AS (
              UPDATE execution e
              SET version = d.version, updated_at = CASE WHEN d.changed THEN $2 ELSE e.updated_at END,
                external_id = d.external_id, dag_hash = d.dag_hash, error_print = d.error_print,
                fingerprint = CASE WHEN coalesce(d.error_print, d.failed_node) IS NOT NULL
                  THEN left(md5(concat_ws('|', d.error_print, d.failed_node)), 16) END,
                set_pending = d.set_pending, set_running = d.set_running, set_end = d.set_end,
                reported_at = d.reported_at,
                %(assign_narrow)
              FROM decided d
              WHERE e.namespace_id = $1 AND e.id = ANY($3) AND e.id = d.id
                AND d.verdict = 'merged' AND (d.changed OR d.restamped)
              RETURNING %(list_columns)
            ), stored AS (
              INSERT INTO execution_payload (namespace_id, execution_id, notices, %(payload))
              SELECT $1, d.id, d.notices, %(payload_d)
              FROM decided d
              WHERE d.verdict = 'merged' AND (d.take & %(payload_bits) <> 0 OR d.notices IS NOT NULL)
              UNION ALL
              SELECT $1, r.id, r.notices::jsonb, %(payload_r)
              FROM created c
              JOIN report r ON r.id = c.id
              WHERE r.mask & %(payload_bits) <> 0 OR r.notices IS NOT NULL
              ON CONFLICT (namespace_id, execution_id) DO UPDATE
              SET notices = excluded.notices, %(assign_payload)
            ), told AS (
              INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, prev)
              SELECT $2, c.id, $1, 1, 0, NULL FROM created c
              UNION ALL
              SELECT $2, d.id, $1, d.version, 1, nullif(d.prev, '{}') FROM decided d WHERE d.changed
            )
            SELECT a.*, h.beat_at
            FROM (
              SELECT 'created' AS verdict, c.* FROM created c
              UNION ALL
              SELECT d.verdict, u.* FROM updated u JOIN decided d ON d.id = u.id
              UNION ALL
              SELECT d.verdict, %(list_columns)
              FROM decided d
              JOIN execution e ON e.namespace_id = $1 AND e.id = d.id AND e.id = ANY($3)
              WHERE d.verdict <> 'merged' OR NOT (d.changed OR d.restamped)) AS a
            LEFT JOIN heartbeat h
              ON h.namespace_id = $1 AND h.execution_id = a.id AND h.execution_id = ANY($3)
            """
                    .replace("%(arrays)", MergeSql.arrays(4, types()))
                    .replace("%(bound_columns)", String.join(", ", bound(0)))
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
                    .replace("%(payload_bits)", bits(PAYLOAD.toArray(ExecutionField[]::new)))
                    .replace("%(error_message_bit)", bits(ExecutionField.ERROR_MESSAGE))
                    .replace("%(labels_bit)", bits(ExecutionField.LABELS))
                    .replace("%(trigger_type_bit)", bits(ExecutionField.TRIGGER_TYPE))
                    .replace("%(attempt_bit)", bits(ExecutionField.ATTEMPT))
                    .replace("%(pinned_bit)", bits(ExecutionField.PINNED))
                    .replace("%(run_id_bit)", bits(ExecutionField.RUN_ID))
                    .replace("%(completed_at_bit)", bits(ExecutionField.COMPLETED_AT))
                    .replace("%(started_at_bit)", bits(ExecutionField.STARTED_AT))
                    .replace("%(duration_ms_bit)", bits(ExecutionField.DURATION_MS))
                    .replace("%(list_columns)", ExecutionSql.LIST_COLUMNS);

    private ExecutionMergeSql() {}

    private static List<String> types() {
        return Stream.concat(bound(1).stream(), MergeSql.boundTypes(ALL)).toList();
    }

    /** Every second element of {@link #BOUND}: the names from 0, the types from 1. */
    private static List<String> bound(int from) {
        return IntStream.range(0, BOUND.size())
                .filter(i -> i % 2 == from)
                .mapToObj(BOUND::get)
                .toList();
    }

    private static String bits(ExecutionField... fields) {
        return String.valueOf(Stream.of(fields).mapToLong(ExecutionField::bit).sum());
    }
}
