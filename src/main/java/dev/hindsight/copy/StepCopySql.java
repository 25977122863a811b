package dev.hindsight.copy;

import static dev.hindsight.step.StepMergeSql.RULES;

import dev.hindsight.delta.DeltaSql;
import dev.hindsight.merge.MergeSql;
import dev.hindsight.step.StepField;
import java.util.List;

/** The statement that takes copies of steps in, by the rules of the one for executions. */
final class StepCopySql {

    /** The columns that a batch of copies is bound as, before those of the fields; with types. */
    private static final List<String> BOUND =
            List.of(
                    "execution_id", "uuid",
                    "key", "text",
                    "attempt", "integer",
                    "version", "integer",
                    "created_at", "timestamptz",
                    "told", "boolean",
                    "set_pending", "integer",
                    "set_running", "integer",
                    "set_end", "integer",
                    "moments", "text",
                    "notices", "text");

    private static final List<StepField> ALL = List.of(StepField.values());

    /** What new ones count for, if their executions have not been here before, nor in an archive. */
    private static final String COUNTED =
            """
            (
                SELECT 1 AS sign, c.*
                FROM created c
                WHERE NOT ("""
                    + DeltaSql.isKnown("c.execution_id")
                    + """

                  OR EXISTS (
                    SELECT FROM execution e
                    WHERE e.namespace_id = $1 AND e.id = c.execution_id AND {days e.id}
                      AND e.archive_file IS NOT NULL))
              ) AS x""";

    /**
     * Takes a batch of copies in, each of another attempt, of executions whose rows the caller has
     * locked: stores what is new as it was, and merges the others. New attempts of executions that
     * nobody follows yet are not told.
     *
     * <p>$1 namespace, $2 now, $3 the execution ids once each (for pruning), $4… the arrays of {@link
     * #BOUND} and of all fields.
     */
    static final String TAKE =
            MergeSql.fill(
                    """
            WITH copy AS (
              SELECT %(bound_columns), u.moments::timestamptz[] AS reported_at,
                u.created_at AS touched_at,
                %(cast_fields)
              FROM unnest(%(arrays)) AS u (%(bound_columns), %(fields))
            ), old AS (
              SELECT e.execution_id, e.key, e.attempt, e.version, e.created_at,
                e.created_at AS touched_at, e.set_pending, e.set_running, e.set_end, e.reported_at,
                e.cached AS was_cached, p.notices,
                %(narrow_e),
                %(payload_p)
              FROM copy r
              JOIN step e
                ON e.namespace_id = $1 AND e.execution_id = ANY($3) AND {days e.execution_id}
               AND e.execution_id = r.execution_id AND e.key = r.key AND e.attempt = r.attempt
              LEFT JOIN step_payload p
                ON p.namespace_id = $1 AND p.execution_id = ANY($3) AND {days p.execution_id}
               AND p.execution_id = r.execution_id AND p.key = r.key AND p.attempt = r.attempt
            ), merged AS (
              SELECT o.execution_id, o.key, o.attempt, t.take,
                %(was),
                t.status, s.started_at, w.completed_at, d.duration_ms,
                %(taken),
                %(stamps_and_notices)
              FROM copy r
              JOIN old o
                ON o.execution_id = r.execution_id AND o.key = r.key AND o.attempt = r.attempt
              %(decisions)
            ), decided AS (
              SELECT m.*, x.changed,
                o.version + CASE WHEN x.changed THEN 1 ELSE 0 END AS version,
                (m.set_pending, m.set_running, m.set_end, m.reported_at)
                  IS DISTINCT FROM (o.set_pending, o.set_running, o.set_end, o.reported_at)
                  AS restamped,
                m.notices IS DISTINCT FROM o.notices AS renoticed
              FROM merged m
              JOIN old o
                ON o.execution_id = m.execution_id AND o.key = m.key AND o.attempt = m.attempt
              CROSS JOIN LATERAL (
                SELECT (%(fields_m)) IS DISTINCT FROM (%(fields_o)) AS changed
                OFFSET 0
              ) AS x
            ), created AS (
              INSERT INTO step (
                namespace_id, execution_id, key, attempt, version, created_at,
                set_pending, set_running, set_end, reported_at,
                %(narrow))
              SELECT $1, r.execution_id, r.key, r.attempt, r.version, r.created_at,
                r.set_pending, r.set_running, r.set_end, r.reported_at,
                %(narrow_r)
              FROM copy r
              WHERE NOT EXISTS (
                SELECT FROM old o
                WHERE o.execution_id = r.execution_id AND o.key = r.key AND o.attempt = r.attempt)
              ORDER BY r.execution_id, r.key, r.attempt
              RETURNING execution_id, key, attempt, version, status, node_id, created_at, started_at,
                completed_at, duration_ms, cached
            ), updated AS (
              UPDATE step e
              SET version = d.version, set_pending = d.set_pending, set_running = d.set_running,
                set_end = d.set_end, reported_at = d.reported_at,
                %(assign_narrow)
              FROM decided d
              WHERE e.namespace_id = $1 AND e.execution_id = ANY($3) AND {days e.execution_id}
                AND e.execution_id = d.execution_id AND e.key = d.key AND e.attempt = d.attempt
                AND (d.changed OR d.restamped)
              RETURNING e.*
            ), stored AS (
              INSERT INTO step_payload (
                namespace_id, execution_id, key, attempt, notices, %(payload))
              SELECT $1, d.execution_id, d.key, d.attempt, d.notices, %(payload_d)
              FROM decided d
              WHERE d.changed AND d.take & %(payload_bits) <> 0 OR d.renoticed
              UNION ALL
              SELECT $1, r.execution_id, r.key, r.attempt, r.notices::jsonb, %(payload_r)
              FROM created c
              JOIN copy r
                ON r.execution_id = c.execution_id AND r.key = c.key AND r.attempt = c.attempt
              WHERE num_nonnulls(r.notices, %(payload_r)) > 0
              ON CONFLICT (namespace_id, execution_id, key, attempt) DO UPDATE
              SET notices = excluded.notices, %(assign_payload)
            ), told AS (
              INSERT INTO change (
                changed_at, execution_id, namespace_id, version, kind, step_key, attempt)
              SELECT $2, c.execution_id, $1, c.version, 2, c.key, c.attempt
              FROM created c
              JOIN copy r
                ON r.execution_id = c.execution_id AND r.key = c.key AND r.attempt = c.attempt
              WHERE r.told
              UNION ALL
              SELECT $2, d.execution_id, $1, d.version, 2, d.key, d.attempt
              FROM decided d WHERE d.changed
            ), counted AS (
              %(count_new)
            ), recounted AS (
              %(count)
            )
            SELECT count(*) FROM created
            """
                            .replace("%(was)", DeltaSql.FORMER_OF_STEP)
                            .replace("%(count)", DeltaSql.mergedSteps())
                            .replace("%(count_new)", DeltaSql.steps(COUNTED))
                            .replace("%(decisions)", RULES.decisionsOfCopies("NULL"))
                            .replace("%(stamps_and_notices)", RULES.stampsAndNoticesOfCopies()),
                    BOUND,
                    ALL,
                    RULES.plain(ALL));

    private StepCopySql() {}
}
