package dev.hindsight.delta;

/** Parts of the statements that write records: what these count for, as rows of the deltas. */
public final class DeltaSql {

    private static final String EXECUTIONS =
            """
            INSERT INTO statistics_delta (
                changed_at, namespace_id, sign, workflow_id, execution_id, status, started_at, duration_ms,
                sample_rate, cost_amount, cost_unit, fingerprint, failed_at, error_message, error_type,
                failed_node)
              SELECT $2, $1, x.sign, x.workflow_id, x.id, x.status, x.started_at,
                CASE WHEN x.status >= 2 THEN x.duration_ms END, x.sample_rate, x.cost_amount, x.cost_unit,
                f.*
              FROM %s
              LEFT JOIN LATERAL (
                SELECT x.fingerprint, coalesce(x.completed_at, x.started_at), left(x.error_message, 1000), x.error_type,
                  x.failed_node
                WHERE x.status IN (3, 5, 6) AND x.fingerprint IS NOT NULL
              ) AS f ON true""";

    private static final String STEPS =
            """
            INSERT INTO statistics_delta (
                changed_at, namespace_id, sign, workflow_id, node_id, status, started_at, duration_ms, cached)
              SELECT $2, $1, x.sign, e.workflow_id, x.node_id, x.status,
                coalesce(x.started_at, x.completed_at, x.created_at),
                CASE WHEN x.status BETWEEN 2 AND 6 THEN x.duration_ms END, x.cached
              FROM %s
              CROSS JOIN LATERAL (
                SELECT e.workflow_id
                FROM execution e
                WHERE e.namespace_id = $1 AND e.id = x.execution_id AND {days e.id}
                OFFSET 0
              ) AS e""";

    /** What is read of an execution {@code e} before it is merged, whichever fields are reported. */
    public static final String READ_OF_EXECUTION =
            """
            e.sample_rate AS was_sample_rate, e.cost_amount AS was_cost_amount,
                  e.cost_unit AS was_cost_unit""";

    /** What the execution {@code o} counts for before it is merged. */
    public static final String FORMER_OF_EXECUTION =
            """
            o.status AS was_status, o.started_at AS was_started_at,
                o.completed_at AS was_completed_at, o.duration_ms AS was_duration_ms,
                o.was_sample_rate, o.was_cost_amount, o.was_cost_unit,
                o.fingerprint AS was_fingerprint""";

    private static final String MERGED_EXECUTIONS =
            """
            (
                SELECT v.*
                FROM decided d
                JOIN updated u ON u.id = d.id
                CROSS JOIN LATERAL (VALUES
                  (-1, d.id, d.workflow_id, d.was_status, d.was_started_at, d.was_completed_at,
                    d.was_duration_ms, d.was_sample_rate, d.was_cost_amount, d.was_cost_unit,
                    d.was_fingerprint, NULL, NULL, NULL),
                  (1, d.id, d.workflow_id, u.status, u.started_at, u.completed_at,
                    u.duration_ms, u.sample_rate, u.cost_amount::numeric, u.cost_unit,
                    %(fingerprint_d), u.error_message, u.error_type, d.failed_node)
                ) AS v (sign, id, workflow_id, status, started_at, completed_at, duration_ms,
                  sample_rate, cost_amount, cost_unit, fingerprint, error_message, error_type,
                  failed_node)
                WHERE d.changed
                  AND (d.was_status, d.was_started_at, d.was_completed_at, d.was_duration_ms,
                      d.was_sample_rate, d.was_cost_amount, d.was_cost_unit, d.was_fingerprint)
                    IS DISTINCT FROM (u.status, u.started_at, u.completed_at, u.duration_ms,
                      u.sample_rate, u.cost_amount::numeric, u.cost_unit, %(fingerprint_d))
              ) AS x""";

    private static final String REFILED_EXECUTIONS =
            """
            (
                SELECT v.sign, m.id, m.workflow_id, m.status, m.started_at, m.completed_at,
                  m.duration_ms, m.sample_rate, m.cost_amount, m.cost_unit, v.fingerprint,
                  m.error_message, m.error_type, m.failed_node
                FROM m
                JOIN o ON o.id = m.id
                CROSS JOIN LATERAL (VALUES (-1, o.fingerprint), (1, m.fingerprint))
                  AS v (sign, fingerprint)
                WHERE m.status IN (3, 5, 6) AND m.fingerprint IS DISTINCT FROM o.fingerprint
              ) AS x""";

    /** What the attempt {@code o} counts for before it is merged. */
    public static final String FORMER_OF_STEP =
            """
            o.node_id AS was_node_id, o.status AS was_status, o.created_at AS was_created_at,
                o.started_at AS was_started_at, o.completed_at AS was_completed_at,
                o.duration_ms AS was_duration_ms, o.was_cached""";

    private static final String MERGED_STEPS =
            """
            (
                SELECT d.execution_id, v.*
                FROM decided d
                JOIN updated u
                  ON u.execution_id = d.execution_id AND u.key = d.key AND u.attempt = d.attempt
                CROSS JOIN LATERAL (VALUES
                  (-1, d.was_node_id, d.was_status, d.was_created_at, d.was_started_at,
                    d.was_completed_at, d.was_duration_ms, d.was_cached),
                  (1, u.node_id, u.status, u.created_at, u.started_at,
                    u.completed_at, u.duration_ms, u.cached)
                ) AS v (sign, node_id, status, created_at, started_at, completed_at, duration_ms,
                  cached)
                WHERE d.changed
                  AND (d.was_node_id, d.was_status, d.was_started_at, d.was_completed_at,
                      d.was_duration_ms, d.was_cached)
                    IS DISTINCT FROM (u.node_id, u.status, u.started_at, u.completed_at,
                      u.duration_ms, u.cached)
              ) AS x""";

    private static final String KNOWN =
            """
            EXISTS (
                    SELECT FROM tombstone t
                    WHERE t.namespace_id = $1 AND t.execution_id = %1$s)
                  OR EXISTS (
                    SELECT FROM partition_day p
                    WHERE p.dropped_at IS NOT NULL
                      AND p.day = (to_timestamp(('x' || left(translate(%1$s::text, '-', ''), 12))
                        ::bit(48)::bigint / 1000.0) AT TIME ZONE 'UTC')::date)""";

    private DeltaSql() {}

    /**
     * Writes what executions count for. $1 namespace, $2 now.
     *
     * @param rows an item of a FROM clause, {@code x}, with a row for each execution and for what it
     *     counted until now and counts from now on: sign (-1 and 1), id, workflow_id, status, started_at,
     *     completed_at, duration_ms, sample_rate, cost_amount, cost_unit, fingerprint, error_message,
     *     error_type and failed_node
     */
    public static String executions(String rows) {
        return EXECUTIONS.formatted(rows);
    }

    /**
     * The same for a statement that merges: {@code decided} has what executions counted for, and whether
     * they {@code changed}; {@code updated}, which may hold fewer, how they stand now. {@code
     * %(fingerprint_d)} is left to be filled in.
     */
    public static String mergedExecutions() {
        return executions(MERGED_EXECUTIONS);
    }

    /**
     * The same for a statement that gives executions other fingerprints and changes nothing else of what
     * they count for: {@code o} has the id and the old one, {@code m} all columns as they are now.
     */
    public static String refiledExecutions() {
        return executions(REFILED_EXECUTIONS);
    }

    /**
     * Writes what attempts of steps count for. $1 namespace, $2 now.
     *
     * @param rows as above, for each attempt: sign, execution_id, node_id, status, created_at, started_at,
     *     completed_at, duration_ms and cached
     */
    public static String steps(String rows) {
        return STEPS.formatted(rows);
    }

    /** The same for a statement that merges, as with executions. */
    public static String mergedSteps() {
        return steps(MERGED_STEPS);
    }

    /**
     * Whether an execution that is brought back counts already, since retention removed it here, alone or
     * with its day. Of one that never was here nobody knows once its day was dropped: rather too few are
     * counted than any twice. $1 namespace.
     */
    public static String isKnown(String id) {
        return KNOWN.formatted(id);
    }
}
