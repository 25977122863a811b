package dev.hindsight.step;

import dev.hindsight.delta.DeltaSql;
import dev.hindsight.merge.MergeSql;
import dev.hindsight.merge.PrecedenceSql;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The statement that merges reports into steps, by the rules of the one for executions. */
public final class StepMergeSql {

    /** The columns that a batch of reports is bound as, before those of the fields; with types. */
    private static final List<String> BOUND =
            List.of(
                    "execution_id", "uuid",
                    "key", "text",
                    "attempt", "integer",
                    "patch", "boolean",
                    "forced", "boolean",
                    "if_version", "integer",
                    "mask", "integer",
                    "rank", "smallint",
                    "sent_at", "timestamptz",
                    "notices", "text");

    private static final List<StepField> ALL = List.of(StepField.values());

    /** Which of two values of a field is taken. */
    public static final PrecedenceSql RULES =
            new PrecedenceSql(
                    StepField.STARTED_AT,
                    StepField.COMPLETED_AT,
                    StepField.DURATION_MS,
                    ALL.stream().map(StepField::column).toList());

    /** Fields that the statements speak of themselves; and one payload, so that no list is empty. */
    static final Set<StepField> NAMED =
            EnumSet.of(
                    StepField.STATUS,
                    StepField.NODE_ID,
                    StepField.STARTED_AT,
                    StepField.COMPLETED_AT,
                    StepField.DURATION_MS,
                    StepField.INPUT);

    /** The reports of a batch as rows, each with its attempt. */
    private static final String REPORT =
            """
            WITH report AS (
              SELECT u.execution_id, u.key, n.attempt, u.patch, u.forced, u.if_version, u.mask,
                u.rank, u.sent_at, u.notices,
                %(stamps) AS stamps,
                %(cast_fields)
              FROM unnest(%(arrays)) AS u (%(bound_columns), %(fields))
              CROSS JOIN LATERAL (
                SELECT coalesce(u.attempt, (
                  SELECT max(s.attempt)
                  FROM step s
                  WHERE s.namespace_id = $1 AND s.execution_id = ANY($3) AND {days s.execution_id}
                    AND s.execution_id = u.execution_id AND s.key = u.key), 1) AS attempt
                OFFSET 0
              ) AS n
            """;

    /**
     * Begins the steps of a batch that are not there yet, with their payloads and a change for each;
     * tells those that it began. It is small beside {@link #merge}, which all others go through, since
     * to set that one up costs more than to write some rows. Parameters and conditions as there; every
     * report may begin its step, and names a node.
     */
    private static final String CREATE =
            """
            %(report)
            ), created AS (
              INSERT INTO step (
                namespace_id, execution_id, key, attempt, version, created_at,
                set_pending, set_running, set_end, reported_at,
                %(narrow))
              SELECT $1, r.execution_id, r.key, r.attempt, 1, $2,
                CASE r.rank WHEN 0 THEN r.stamps ELSE 0 END,
                CASE r.rank WHEN 1 THEN r.stamps ELSE 0 END,
                CASE r.rank WHEN 2 THEN r.stamps ELSE 0 END,
                %(first_reported_at),
                %(narrow_r)
              FROM report r
              ORDER BY r.execution_id, r.key, r.attempt
              ON CONFLICT (namespace_id, execution_id, key, attempt) DO NOTHING
              RETURNING execution_id, key, attempt, version, status, node_id, created_at, started_at,
                completed_at, duration_ms, cached
            ), stored AS (
              INSERT INTO step_payload (
                namespace_id, execution_id, key, attempt, notices, %(payload))
              SELECT $1, r.execution_id, r.key, r.attempt, r.notices::jsonb, %(payload_r)
              FROM created c
              JOIN report r
                ON r.execution_id = c.execution_id AND r.key = c.key AND r.attempt = c.attempt
              WHERE r.mask & %(payload_bits) <> 0 OR r.notices IS NOT NULL
            ), told AS (
              INSERT INTO change (
                changed_at, execution_id, namespace_id, version, kind, step_key, attempt)
              SELECT $2, c.execution_id, $1, 1, 2, c.key, c.attempt FROM created c
            ), counted AS (
              %(count)
            )
            SELECT 'created' AS verdict, true AS changed, c.execution_id, c.key, c.attempt, c.version,
              c.status, c.node_id, c.completed_at
            FROM created c
            """
                    .replace("%(report)", REPORT.strip())
                    .replace(
                            "%(count)",
                            DeltaSql.steps("(SELECT 1 AS sign, c.* FROM created c) AS x"))
                    .replace("%(first_reported_at)", RULES.firstReportedAt())
                    .replace("%(stamps)", RULES.stamps());

    /**
     * Merges a batch of reports, at most one a step and attempt, of executions whose rows the caller
     * has locked. One without an attempt is about the newest there is, or the first, and is the only
     * one of its step. $1 namespace, $2 now, $3 the execution ids once each (for pruning), $4… the
     * arrays of {@link #BOUND} and of all fields. A report that is in no row of the answer has no step.
     *
     * <p>Which report wins is decided by {@link PrecedenceSql}, field by field.
     */
    private static final String MERGE =
            """
            %(report)
            ), decided AS (
              SELECT r.execution_id, r.key, r.attempt, m.*, x.changed,
                %(was),
                CASE WHEN m.verdict = 'merged' THEN m.status ELSE o.status END AS stands,
                o.version + CASE WHEN x.changed THEN 1 ELSE 0 END AS version,
                (m.set_pending, m.set_running, m.set_end, m.reported_at)
                  IS DISTINCT FROM (o.set_pending, o.set_running, o.set_end, o.reported_at)
                  AS restamped,
                m.notices IS DISTINCT FROM o.notices AS renoticed
              FROM report r
              CROSS JOIN LATERAL (
                SELECT e.version, e.created_at, e.created_at AS touched_at,
                  e.set_pending, e.set_running, e.set_end, e.reported_at, e.cached AS was_cached,
                  p.notices,
                  %(narrow_e),
                  %(payload_p)
                FROM step e
                LEFT JOIN step_payload p
                  ON p.namespace_id = $1 AND p.execution_id = r.execution_id
                 AND {days p.execution_id} AND p.key = r.key AND p.attempt = r.attempt
                WHERE e.namespace_id = $1 AND e.execution_id = r.execution_id
                  AND {days e.execution_id} AND e.key = r.key AND e.attempt = r.attempt
                OFFSET 0
              ) AS o
              %(decisions)
              CROSS JOIN LATERAL (
                SELECT CASE
                  WHEN r.if_version NOT IN (-1, o.version) THEN 'version'
                  WHEN r.patch AND r.mask & 1 <> 0 AND NOT r.forced AND r.status <> o.status
                   AND (r.rank < a.old_rank OR a.old_rank = 2)
                   AND a.explicit & 1 <> 0 THEN 'transition'
                  ELSE 'merged' END AS verdict
                OFFSET 0
              ) AS v
              CROSS JOIN LATERAL (
                SELECT v.verdict, t.take,
                  t.status, s.started_at, w.completed_at, d.duration_ms,
                  %(taken),
                  %(stamps_and_notices)
                OFFSET 0
              ) AS m
              CROSS JOIN LATERAL (
                SELECT m.verdict = 'merged' AND (%(fields_m)) IS DISTINCT FROM (%(fields_o)) AS changed
                OFFSET 0
              ) AS x
            ), updated AS (
              UPDATE step e
              SET version = d.version, set_pending = d.set_pending, set_running = d.set_running,
                set_end = d.set_end, reported_at = d.reported_at,
                %(assign_narrow)
              FROM decided d
              WHERE e.namespace_id = $1 AND e.execution_id = ANY($3) AND {days e.execution_id}
                AND e.execution_id = d.execution_id AND e.key = d.key AND e.attempt = d.attempt
                AND d.verdict = 'merged' AND (d.changed OR d.restamped)
              RETURNING e.execution_id, e.key, e.attempt, e.status, e.node_id, e.created_at, e.started_at,
                e.completed_at, e.duration_ms, e.cached
            ), stored AS (
              INSERT INTO step_payload (
                namespace_id, execution_id, key, attempt, notices, %(payload))
              SELECT $1, d.execution_id, d.key, d.attempt, d.notices, %(payload_d)
              FROM decided d
              WHERE d.verdict = 'merged'
                AND (d.changed AND d.take & %(payload_bits) <> 0 OR d.renoticed)
              ON CONFLICT (namespace_id, execution_id, key, attempt) DO UPDATE
              SET notices = excluded.notices, %(assign_payload)
            ), told AS (
              INSERT INTO change (
                changed_at, execution_id, namespace_id, version, kind, step_key, attempt)
              SELECT $2, d.execution_id, $1, d.version, 2, d.key, d.attempt
              FROM decided d WHERE d.changed
            ), counted AS (
              %(count)
            )
            SELECT d.verdict, d.changed, d.execution_id, d.key, d.attempt, d.version, d.stands,
              d.node_id, d.completed_at
            FROM decided d
            """
                    .replace("%(report)", REPORT.strip())
                    .replace("%(was)", DeltaSql.FORMER_OF_STEP)
                    .replace("%(count)", DeltaSql.mergedSteps())
                    .replace("%(decisions)", RULES.decisions("NULL"))
                    .replace("%(stamps_and_notices)", RULES.stampsAndNotices())
                    .replace("%(stamps)", RULES.stamps());

    private StepMergeSql() {}

    /** The statement for reports that set none but these fields, among them all {@link #NAMED}. */
    static String create(List<StepField> fields) {
        return MergeSql.fill(CREATE, BOUND, fields, RULES.plain(ALL));
    }

    /** The same for reports that set or clear none but these fields. */
    static String merge(List<StepField> fields) {
        return MergeSql.fill(MERGE, BOUND, fields, RULES.plain(ALL));
    }
}
