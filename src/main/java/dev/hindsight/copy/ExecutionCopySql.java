package dev.hindsight.copy;

import static dev.hindsight.merge.MergeSql.bits;
import static dev.hindsight.recording.ExecutionMergeSql.RULES;

import dev.hindsight.delta.DeltaSql;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionSql;
import dev.hindsight.merge.MergeSql;
import dev.hindsight.recording.ExecutionMergeSql;
import java.util.List;

/** The statement that takes copies of executions in. */
final class ExecutionCopySql {

    /** The columns that a batch of copies is bound as, before those of the fields; with types. */
    private static final List<String> BOUND =
            List.of(
                    "id", "uuid",
                    "external_id", "text",
                    "workflow_id", "text",
                    "version", "integer",
                    "created_at", "timestamptz",
                    "touched_at", "timestamptz",
                    "deleted_at", "timestamptz",
                    "whole", "boolean",
                    "payload_expired", "boolean",
                    "failed_node", "text",
                    "failed_at", "timestamptz",
                    "beat_at", "timestamptz",
                    "set_pending", "bigint",
                    "set_running", "bigint",
                    "set_end", "bigint",
                    "moments", "text",
                    "error_print", "text",
                    "dag_hash", "bytea",
                    "notices", "text");

    private static final List<ExecutionField> ALL = List.of(ExecutionField.values());

    /** What new ones count for, if they have not been here before. */
    private static final String COUNTED =
            """
            (
                SELECT 1 AS sign, r.*, %(fingerprint_r) AS fingerprint
                FROM created c
                JOIN copy r ON r.id = c.id
                WHERE NOT ("""
                    + DeltaSql.isKnown("r.id")
                    + """
                )
              ) AS x""";

    /**
     * Takes a batch of copies in, each of another execution, whose rows are locked by the caller as far
     * as they exist: stores what is new as it was, marked if it is not whole, and merges the others;
     * tells of each what became of it. A copy that is in no row of the answer lost a race to store and
     * is to be taken again.
     *
     * <p>$1 namespace, $2 now, $3 the ids once more (for pruning), $4… the arrays of {@link #BOUND} and
     * of all fields.
     */
    static final String TAKE =
            MergeSql.fill(
                    """
            WITH copy AS (
              SELECT %(bound_columns), u.moments::timestamptz[] AS reported_at,
                %(cast_fields)
              FROM unnest(%(arrays)) AS u (%(bound_columns), %(fields))
            ), old AS (
              SELECT e.namespace_id, e.id, e.version, e.created_at, e.updated_at AS touched_at,
                e.external_id, e.workflow_id, e.set_pending, e.set_running, e.set_end, e.reported_at,
                e.error_print, e.failed_node, e.failed_at, e.fingerprint, e.dag_hash, p.notices,
                %(was_e),
                %(narrow_e),
                %(payload_p)
              FROM execution e
              LEFT JOIN execution_payload p
                ON p.namespace_id = e.namespace_id AND p.execution_id = e.id
               AND p.execution_id = ANY($3) AND {days p.execution_id}
              WHERE e.namespace_id = $1 AND e.id = ANY($3) AND {days e.id}
            ), merged AS (
              SELECT o.id, v.verdict, t.take,
                coalesce(o.external_id, r.external_id) AS external_id,
                CASE WHEN t.take & %(dag_bit) <> 0 THEN r.dag_hash ELSE o.dag_hash END AS dag_hash,
                CASE WHEN t.take & %(error_message_bit) <> 0 THEN r.error_print ELSE o.error_print END
                  AS error_print,
                CASE WHEN f.fails THEN r.failed_node ELSE o.failed_node END AS failed_node,
                CASE WHEN f.fails THEN r.failed_at ELSE o.failed_at END AS failed_at,
                t.status, s.started_at, w.completed_at, d.duration_ms,
                %(taken),
                %(stamps_and_notices)
              FROM copy r
              JOIN old o ON o.id = r.id
              %(decisions)
              CROSS JOIN LATERAL (
                SELECT r.failed_at IS NOT NULL AND (o.failed_at IS NULL OR r.failed_at > o.failed_at)
                  AS fails
              ) AS f
              CROSS JOIN LATERAL (
                SELECT CASE
                  WHEN r.workflow_id <> o.workflow_id THEN 'workflow'
                  WHEN r.run_id <> o.run_id THEN 'run'
                  WHEN r.external_id <> o.external_id THEN 'external'
                  ELSE 'merged' END AS verdict
              ) AS v
            ), decided AS (
              SELECT m.*, o.workflow_id,
                %(was),
                o.version + CASE WHEN x.changed THEN 1 ELSE 0 END AS version, x.changed, x.prev,
                (m.set_pending, m.set_running, m.set_end, m.reported_at, m.dag_hash, m.failed_node,
                  m.failed_at)
                  IS DISTINCT FROM (o.set_pending, o.set_running, o.set_end, o.reported_at, o.dag_hash,
                    o.failed_node, o.failed_at)
                  AS restamped,
                m.notices IS DISTINCT FROM o.notices AS renoticed,
                coalesce(o.notices ? 'import', false) AS marked
              FROM merged m
              JOIN old o ON o.id = m.id
              CROSS JOIN LATERAL (
                SELECT m.verdict = 'merged'
                   AND (m.external_id, %(fields_m)) IS DISTINCT FROM (o.external_id, %(fields_o))
                    AS changed,
                  CASE WHEN m.verdict = 'merged' THEN nullif(
                    %(former)
                    || %(former_others),
                    '{}') END AS prev
                OFFSET 0
              ) AS x
            ), created AS (
              INSERT INTO execution AS e (
                namespace_id, id, version, created_at, updated_at, deleted_at, imported_at,
                external_id, workflow_id, set_pending, set_running, set_end, reported_at,
                payload_expired, error_print, failed_node, failed_at, fingerprint, dag_hash,
                %(narrow))
              SELECT $1, r.id, r.version, r.created_at, r.touched_at,
                CASE WHEN r.whole THEN r.deleted_at ELSE $2 END, $2,
                r.external_id, r.workflow_id, r.set_pending, r.set_running, r.set_end, r.reported_at,
                r.payload_expired, r.error_print, r.failed_node, r.failed_at, %(fingerprint_r),
                r.dag_hash,
                %(narrow_r)
              FROM copy r
              WHERE NOT EXISTS (SELECT FROM old o WHERE o.id = r.id)
              ORDER BY r.id
              ON CONFLICT (namespace_id, id) DO NOTHING
              RETURNING e.id, e.version, e.started_at, e.workflow_name, e.external_id
            ), updated AS (
              UPDATE execution e
              SET version = d.version, updated_at = CASE WHEN d.changed THEN $2 ELSE e.updated_at END,
                external_id = d.external_id, dag_hash = d.dag_hash, error_print = d.error_print,
                failed_node = d.failed_node, failed_at = d.failed_at, fingerprint = %(fingerprint_d),
                set_pending = d.set_pending, set_running = d.set_running, set_end = d.set_end,
                reported_at = d.reported_at,
                %(assign_narrow)
              FROM decided d
              WHERE e.namespace_id = $1 AND e.id = ANY($3) AND {days e.id} AND e.id = d.id
                AND d.verdict = 'merged' AND (d.changed OR d.restamped)
              RETURNING e.*
            ), stored AS (
              INSERT INTO execution_payload (namespace_id, execution_id, notices, %(payload))
              SELECT $1, d.id, d.notices, %(payload_d)
              FROM decided d
              WHERE d.verdict = 'merged'
                AND (d.changed AND d.take & %(payload_bits) <> 0 OR d.renoticed)
              UNION ALL
              SELECT $1, r.id,
                CASE WHEN r.whole THEN r.notices::jsonb
                     ELSE coalesce(r.notices::jsonb, '{}') || %(mark) END,
                %(payload_r)
              FROM created c
              JOIN copy r ON r.id = c.id
              WHERE NOT r.whole OR num_nonnulls(r.notices, %(payload_r)) > 0
              ON CONFLICT (namespace_id, execution_id) DO UPDATE
              SET notices = excluded.notices, %(assign_payload)
            ), beaten AS (
              INSERT INTO heartbeat AS h (namespace_id, execution_id, beat_at)
              SELECT $1, r.id, r.beat_at
              FROM copy r
              WHERE r.beat_at IS NOT NULL
                AND (EXISTS (SELECT FROM created c WHERE c.id = r.id)
                  OR EXISTS (SELECT FROM decided d WHERE d.id = r.id AND d.verdict = 'merged'))
              ON CONFLICT (namespace_id, execution_id) DO UPDATE
              SET beat_at = greatest(h.beat_at, excluded.beat_at)
            ), told AS (
              INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, prev)
              SELECT $2, c.id, $1, c.version, 0, NULL
              FROM created c
              JOIN copy r ON r.id = c.id
              WHERE r.whole
              UNION ALL
              SELECT $2, d.id, $1, d.version, 1, d.prev
              FROM decided d
              WHERE d.changed OR d.prev IS NOT NULL
            ), counted AS (
              %(count_new)
            ), recounted AS (
              %(count)
            )
            SELECT c.id, 'created' AS verdict, false AS marked, c.started_at, c.workflow_name,
              c.external_id
            FROM created c
            UNION ALL
            SELECT d.id, d.verdict, d.marked, d.started_at, d.workflow_name, d.external_id
            FROM decided d
            """
                            .replace(
                                    "%(decisions)",
                                    RULES.decisionsOfCopies("greatest(o.started_at, o.created_at)"))
                            .replace("%(stamps_and_notices)", RULES.stampsAndNoticesOfCopies())
                            .replace("%(former)", MergeSql.former(ExecutionField.FILTERED))
                            .replace(
                                    "%(former_others)",
                                    String.join(
                                            "\n    || ",
                                            MergeSql.former(
                                                    "externalId", "m.external_id", "o.external_id"),
                                            MergeSql.former(
                                                    "failedNode", "m.failed_node", "o.failed_node"),
                                            MergeSql.former(
                                                    "fingerprint",
                                                    ExecutionSql.fingerprint(
                                                            "m.error_print",
                                                            "m.error_type",
                                                            "m.failed_node"),
                                                    "o.fingerprint")))
                            .replace("%(was_e)", DeltaSql.READ_OF_EXECUTION)
                            .replace("%(was)", DeltaSql.FORMER_OF_EXECUTION)
                            .replace("%(count)", DeltaSql.mergedExecutions())
                            .replace("%(count_new)", DeltaSql.executions(COUNTED))
                            .replace(
                                    "%(fingerprint_r)",
                                    ExecutionSql.fingerprint(
                                            "r.error_print", "r.error_type", "r.failed_node"))
                            .replace(
                                    "%(fingerprint_d)",
                                    ExecutionSql.fingerprint(
                                            "d.error_print", "d.error_type", "d.failed_node"))
                            .replace(
                                    "%(mark)",
                                    """
                            '{"import": [{"kind": "truncated", "pointer": "/logs"}, \
                            {"kind": "truncated", "pointer": "/steps"}]}'""")
                            .replace("%(error_message_bit)", bits(ExecutionField.ERROR_MESSAGE))
                            .replace("%(dag_bit)", String.valueOf(ExecutionMergeSql.DAG_BIT)),
                    BOUND,
                    ALL,
                    RULES.plain(ALL));

    /**
     * Brings the payloads of archived executions back, as far as they are not there. $1 to $3 and the
     * arrays as of {@link #TAKE}.
     */
    static final String REOPEN =
            MergeSql.fill(
                    """
            INSERT INTO execution_payload (namespace_id, execution_id, notices, %(payload))
            SELECT $1, r.id, r.notices, %(payload_r)
            FROM (
              SELECT u.id, u.notices::jsonb AS notices, %(cast_fields)
              FROM unnest(%(arrays)) AS u (%(bound_columns), %(fields))
              WHERE u.id = ANY($3::uuid[]) AND $2::timestamptz IS NOT NULL) AS r
            WHERE num_nonnulls(r.notices, %(payload_r)) > 0
            ORDER BY r.id
            ON CONFLICT (namespace_id, execution_id) DO NOTHING
            """,
                    BOUND, ALL, RULES.plain(ALL));

    private ExecutionCopySql() {}
}
