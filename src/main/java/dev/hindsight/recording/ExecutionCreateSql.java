package dev.hindsight.recording;

import static dev.hindsight.recording.ExecutionMergeSql.BOUND;
import static dev.hindsight.recording.ExecutionMergeSql.PLAIN;
import static dev.hindsight.recording.ExecutionMergeSql.REPORT;
import static dev.hindsight.recording.ExecutionMergeSql.RULES;

import dev.hindsight.delta.DeltaSql;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionSql;
import dev.hindsight.merge.MergeSql;
import java.util.List;

/** The statement that begins executions. */
final class ExecutionCreateSql {

    /**
     * Begins executions that are not there yet, with their payloads, a change for each and their
     * workflows, and tells how they stand; one that is in no row of the answer lost a race, and is to
     * be merged. Parameters
     * as of {@link ExecutionMergeSql#merge}, which costs far more to set up than rows cost to
     * write; $3 is only named.
     */
    private static final String CREATE =
            """
            %(report)
            ), created AS (
              INSERT INTO execution AS e (
                namespace_id, id, version, created_at, updated_at, external_id, workflow_id,
                set_pending, set_running, set_end, reported_at, imported_at, error_print, fingerprint,
                dag_hash,
                %(narrow))
              SELECT $1, r.id, 1, $2, $2, r.external_id, r.workflow_id,
                CASE r.rank WHEN 0 THEN r.stamps ELSE 0 END,
                CASE r.rank WHEN 1 THEN r.stamps ELSE 0 END,
                CASE r.rank WHEN 2 THEN r.stamps ELSE 0 END,
                %(first_reported_at),
                r.imported_at, r.error_print, %(fingerprint_r), r.dag_hash,
                %(narrow_r)
              FROM report r
              WHERE $3::uuid[] IS NOT NULL
              ORDER BY r.id
              ON CONFLICT (namespace_id, id) DO NOTHING
              RETURNING %(list_columns)
            ), stored AS (
              INSERT INTO execution_payload (namespace_id, execution_id, notices, %(payload))
              SELECT $1, r.id, r.notices::jsonb, %(payload_r)
              FROM created c
              JOIN report r ON r.id = c.id
              WHERE r.mask & %(payload_bits) <> 0 OR r.notices IS NOT NULL
            ), remembered AS (
              %(remember_workflows)
            ), told AS (
              INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, prev)
              SELECT $2, c.id, $1, 1, 0, CASE WHEN r.replay THEN '{"replay": true}'::jsonb END
              FROM created c
              JOIN report r ON r.id = c.id
            ), counted AS (
              %(count)
            )
            SELECT 'created' AS verdict, c.*, NULL::timestamptz AS beat_at FROM created c
            """
                    .replace("%(report)", REPORT.strip())
                    .replace(
                            "%(remember_workflows)",
                            ExecutionSql.rememberWorkflows(
                                    """
                                            (SELECT c.workflow_id, coalesce(c.workflow_name, '') AS workflow_name
                                            FROM created c) AS n"""))
                    .replace(
                            "%(count)",
                            DeltaSql.executions(
                                    """
                                    (
                                        SELECT 1 AS sign, c.id, c.workflow_id, c.status, c.started_at,
                                          c.completed_at, c.duration_ms, c.sample_rate,
                                          c.cost_amount::numeric AS cost_amount, c.cost_unit,
                                          %(fingerprint_r) AS fingerprint, c.error_message,
                                          c.error_type, NULL::text AS failed_node
                                        FROM created c
                                        JOIN report r ON r.id = c.id
                                      ) AS x"""))
                    .replace("%(first_reported_at)", RULES.firstReportedAt())
                    .replace("%(stamps)", RULES.stamps())
                    .replace(
                            "%(fingerprint_r)",
                            ExecutionSql.fingerprint("r.error_print", "r.error_type", "NULL"))
                    .replace("%(list_columns)", ExecutionSql.LIST_COLUMNS);

    /** The statement for reports that set none but these fields, among them all {@link ExecutionMergeSql#NAMED}. */
    static String create(List<ExecutionField> fields) {
        return MergeSql.fill(CREATE, BOUND, fields, PLAIN);
    }

    private ExecutionCreateSql() {}
}
