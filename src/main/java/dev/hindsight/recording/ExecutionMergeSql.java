package dev.hindsight.recording;

import static dev.hindsight.merge.MergeSql.bits;

import dev.hindsight.delta.DeltaSql;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionSql;
import dev.hindsight.field.Labels;
import dev.hindsight.merge.MergeSql;
import dev.hindsight.merge.PrecedenceSql;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The statement that merges reports into executions. */
public final class ExecutionMergeSql {

    /** The columns that a batch of reports is bound as, before those of the fields; with types. */
    static final List<String> BOUND =
            List.of(
                    "id", "uuid",
                    "external_id", "text",
                    "workflow_id", "text",
                    "patch", "boolean",
                    "forced", "boolean",
                    "if_version", "integer",
                    "mask", "bigint",
                    "rank", "smallint",
                    "sent_at", "timestamptz",
                    "imported_at", "timestamptz",
                    "unnamed", "boolean",
                    "error_print", "text",
                    "dag_hash", "bytea",
                    "replay", "boolean",
                    "notices", "text");

    static final List<ExecutionField> ALL = List.of(ExecutionField.values());

    /** The bit of the graph, which is stamped like a field and is none: it moves no version. */
    public static final long DAG_BIT = 1L << ALL.size();

    /** Which of two values of a field is taken. */
    public static final PrecedenceSql RULES =
            new PrecedenceSql(
                    ExecutionField.STARTED_AT,
                    ExecutionField.COMPLETED_AT,
                    ExecutionField.DURATION_MS,
                    Stream.concat(ALL.stream().map(ExecutionField::column), Stream.of("dag"))
                            .toList());

    /** Fields whose merged value is more than the taken or the old one. */
    static final List<ExecutionField> PLAIN =
            ALL.stream()
                    .filter(
                            field ->
                                    switch (field) {
                                        case STATUS,
                                                STATUS_REASON,
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

    /** The reports of a batch as rows. */
    static final String REPORT =
            """
            WITH report AS (
              SELECT %(bound_columns),
                CASE WHEN u.status = 6 AND u.forced AND NOT u.patch THEN 0 ELSE %(stamps) END AS stamps,
                %(cast_fields)
              FROM unnest(%(arrays)) AS u (%(bound_columns), %(fields))
            """;

    /** Fields that the statements speak of themselves; and one payload, so that no list is empty. */
    static final Set<ExecutionField> NAMED =
            EnumSet.of(
                    ExecutionField.STATUS,
                    ExecutionField.STATUS_REASON,
                    ExecutionField.STARTED_AT,
                    ExecutionField.COMPLETED_AT,
                    ExecutionField.DURATION_MS,
                    ExecutionField.LABELS,
                    ExecutionField.TRIGGER_TYPE,
                    ExecutionField.ATTEMPT,
                    ExecutionField.PINNED,
                    ExecutionField.RUN_ID,
                    ExecutionField.WORKFLOW_NAME,
                    ExecutionField.ERROR_TYPE,
                    ExecutionField.INPUT);

    /**
     * Merges a batch of reports, at most one an execution, whose rows are there and locked by the
     * caller: updates what wins, writes the payloads and a change for each execution that changed,
     * remembers their workflows, and tells of each report what became of it and how the execution
     * stands.
     *
     * <p>$1 namespace, $2 now, $3 the ids once more (for pruning), $4… the arrays of {@link #BOUND}
     * and of the fields. Which report wins is decided by {@link PrecedenceSql}, field by field. A crash that is forced
     * and no patch is {@link ExecutionReport#crash}: it leaves no stamp, and its reason goes with it.
     */
    private static final String MERGE =
            """
            %(report)
            ), decided AS (
              SELECT o.id, o.workflow_id, o.failed_node, m.*,
                %(was),
                o.version + CASE WHEN x.changed THEN 1 ELSE 0 END AS version, x.changed, y.prev,
                (m.set_pending, m.set_running, m.set_end, m.reported_at, m.dag_hash)
                  IS DISTINCT FROM (o.set_pending, o.set_running, o.set_end, o.reported_at, o.dag_hash)
                  AS restamped,
                m.notices IS DISTINCT FROM o.notices AS renoticed
              FROM report r
              CROSS JOIN LATERAL (
                SELECT e.id, e.version, e.created_at, e.updated_at AS touched_at,
                  e.external_id, e.workflow_id, e.set_pending, e.set_running, e.set_end,
                  e.reported_at, e.error_print, e.failed_node, e.fingerprint, e.dag_hash,
                  %(was_e), p.notices,
                  %(narrow_e),
                  %(payload_p)
                FROM execution e
                LEFT JOIN execution_payload p
                  ON p.namespace_id = $1 AND p.execution_id = r.id AND {days p.execution_id}
                WHERE e.namespace_id = $1 AND e.id = r.id AND {days e.id}
                OFFSET 0
              ) AS o
              %(decisions)
              CROSS JOIN LATERAL (
                SELECT CASE WHEN t.take & %(labels_bit) = 0 THEN o.labels
                            WHEN r.patch THEN
                              nullif(jsonb_strip_nulls(coalesce(o.labels, '{}') || r.labels), '{}')
                            ELSE nullif(r.labels, '{}') END AS labels
                OFFSET 0
              ) AS l
              CROSS JOIN LATERAL (
                SELECT CASE
                  WHEN r.workflow_id <> o.workflow_id THEN 'workflow'
                  WHEN r.mask & %(run_id_bit) <> 0 AND r.run_id <> o.run_id THEN 'run'
                  WHEN r.external_id <> o.external_id THEN 'external'
                  WHEN r.if_version NOT IN (-1, o.version) THEN 'version'
                  WHEN r.patch AND r.mask & 1 <> 0 AND NOT r.forced AND r.status <> o.status
                   AND (r.rank < a.old_rank OR a.old_rank = 2)
                   AND (a.explicit & 1 <> 0 OR o.status <> 1) THEN 'transition'
                  WHEN r.patch AND t.take & %(labels_bit) <> 0
                   AND (SELECT count(*) FROM jsonb_object_keys(l.labels)) > %(max_labels)
                    THEN 'labels'
                  ELSE 'merged' END AS verdict
                OFFSET 0
              ) AS v
              CROSS JOIN LATERAL (
                SELECT v.verdict, t.take,
                  CASE WHEN NOT r.unnamed THEN coalesce(o.external_id, r.external_id) END
                    AS external_id,
                  CASE WHEN t.take & %(dag_bit) <> 0 THEN r.dag_hash ELSE o.dag_hash END AS dag_hash,
                  CASE WHEN t.take & %(error_message_bit) <> 0 THEN r.error_print
                       ELSE o.error_print END AS error_print,
                  t.status, s.started_at, w.completed_at, d.duration_ms, l.labels,
                  CASE WHEN t.take & %(trigger_type_bit) <> 0 THEN coalesce(r.trigger_type, 'manual')
                       ELSE o.trigger_type END AS trigger_type,
                  CASE WHEN t.take & %(attempt_bit) <> 0 THEN coalesce(r.attempt, 1)
                       ELSE o.attempt END AS attempt,
                  CASE WHEN t.take & %(status_reason_bit) <> 0 THEN r.status_reason
                       WHEN o.status = 6 AND t.status <> 6 AND a.explicit & %(status_reason_bit) = 0
                         THEN NULL
                       ELSE o.status_reason END AS status_reason,
                  CASE WHEN t.take & %(pinned_bit) <> 0 THEN coalesce(r.pinned, false)
                       ELSE o.pinned END AS pinned,
                  %(taken),
                  %(stamps_and_notices)
                OFFSET 0
              ) AS m
              CROSS JOIN LATERAL (
                SELECT m.verdict = 'merged'
                   AND (m.external_id, %(fields_m)) IS DISTINCT FROM (o.external_id, %(fields_o))
                    AS changed
                OFFSET 0
              ) AS x
              CROSS JOIN LATERAL (
                SELECT CASE WHEN x.changed THEN nullif(
                    %(former)
                    || %(former_external_id)
                    || CASE WHEN t.take & %(error_bits) = 0 THEN '{}'
                       ELSE %(former_fingerprint) END,
                    '{}') END AS prev
                OFFSET 0
              ) AS y
            ), updated AS (
              UPDATE execution e
              SET version = d.version, updated_at = CASE WHEN d.changed THEN $2 ELSE e.updated_at END,
                external_id = d.external_id, dag_hash = d.dag_hash, error_print = d.error_print,
                fingerprint = %(fingerprint_d),
                set_pending = d.set_pending, set_running = d.set_running, set_end = d.set_end,
                reported_at = d.reported_at,
                %(assign_narrow)
              FROM decided d
              WHERE e.namespace_id = $1 AND e.id = ANY($3) AND {days e.id} AND e.id = d.id
                AND d.verdict = 'merged' AND (d.changed OR d.restamped)
              RETURNING d.verdict, %(list_columns)
            ), stored AS (
              INSERT INTO execution_payload (namespace_id, execution_id, notices, %(payload))
              SELECT $1, d.id, d.notices, %(payload_d)
              FROM decided d
              WHERE d.verdict = 'merged'
                AND (d.changed AND d.take & %(payload_bits) <> 0 OR d.renoticed)
              ON CONFLICT (namespace_id, execution_id) DO UPDATE
              SET notices = excluded.notices, %(assign_payload)
            ), remembered AS (
              %(remember_workflows)
            ), told AS (
              INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, prev)
              SELECT $2, d.id, $1, d.version, 1, d.prev FROM decided d WHERE d.changed
            ), counted AS (
              %(count)
            )
            SELECT a.*, h.beat_at
            FROM (
              SELECT u.* FROM updated u
              UNION ALL
              SELECT d.verdict, e.*
              FROM decided d
              CROSS JOIN LATERAL (
                SELECT %(list_columns)
                FROM execution e
                WHERE e.namespace_id = $1 AND e.id = d.id AND {days e.id}
                OFFSET 0
              ) AS e
              WHERE d.verdict <> 'merged' OR NOT (d.changed OR d.restamped)) AS a
            LEFT JOIN LATERAL (
              SELECT h.beat_at
              FROM heartbeat h
              WHERE h.namespace_id = $1 AND h.execution_id = a.id AND {days h.execution_id}
              OFFSET 0
            ) AS h ON true
            """
                    .replace("%(report)", REPORT.strip())
                    .replace(
                            "%(decisions)", RULES.decisions("greatest(o.started_at, o.created_at)"))
                    .replace("%(stamps_and_notices)", RULES.stampsAndNotices())
                    .replace("%(stamps)", RULES.stamps())
                    .replace("%(was)", DeltaSql.FORMER_OF_EXECUTION)
                    .replace("%(was_e)", DeltaSql.READ_OF_EXECUTION)
                    .replace("%(count)", DeltaSql.mergedExecutions())
                    .replace(
                            "%(fingerprint_d)",
                            ExecutionSql.fingerprint(
                                    "d.error_print", "d.error_type", "d.failed_node"))
                    .replace(
                            "%(former_external_id)",
                            MergeSql.former("externalId", "m.external_id", "o.external_id"))
                    .replace(
                            "%(former_fingerprint)",
                            MergeSql.former(
                                    "fingerprint",
                                    ExecutionSql.fingerprint(
                                            "m.error_print", "m.error_type", "o.failed_node"),
                                    "o.fingerprint"))
                    .replace(
                            "%(error_bits)",
                            bits(ExecutionField.ERROR_MESSAGE, ExecutionField.ERROR_TYPE))
                    .replace("%(error_message_bit)", bits(ExecutionField.ERROR_MESSAGE))
                    .replace("%(labels_bit)", bits(ExecutionField.LABELS))
                    .replace("%(max_labels)", String.valueOf(Labels.MAX))
                    .replace("%(trigger_type_bit)", bits(ExecutionField.TRIGGER_TYPE))
                    .replace("%(attempt_bit)", bits(ExecutionField.ATTEMPT))
                    .replace("%(status_reason_bit)", bits(ExecutionField.STATUS_REASON))
                    .replace("%(pinned_bit)", bits(ExecutionField.PINNED))
                    .replace(
                            "%(remember_workflows)",
                            ExecutionSql.rememberWorkflows(
                                    """
                                    (SELECT d.workflow_id, coalesce(d.workflow_name, '') AS workflow_name
                                    FROM decided d
                                    WHERE d.verdict = 'merged' AND d.take & %(workflow_name_bit) <> 0) AS n"""))
                    .replace("%(workflow_name_bit)", bits(ExecutionField.WORKFLOW_NAME))
                    .replace("%(run_id_bit)", bits(ExecutionField.RUN_ID))
                    .replace("%(dag_bit)", String.valueOf(DAG_BIT))
                    .replace("%(list_columns)", ExecutionSql.LIST_COLUMNS);

    /** The statement for reports that set or clear none but these fields, among them all {@link #NAMED}. */
    static String merge(List<ExecutionField> fields) {
        List<ExecutionField> filtered =
                fields.stream().filter(ExecutionField.FILTERED::contains).toList();
        return MergeSql.fill(
                MERGE.replace("%(former)", MergeSql.former(filtered)), BOUND, fields, PLAIN);
    }

    private ExecutionMergeSql() {}
}
