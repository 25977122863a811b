package dev.hindsight.crash;

/**
 * The statements that find executions of which nothing is heard. Each comes twice: over a range of
 * days, to find those that are silent, and over some that are locked, to look at them once more.
 */
final class CrashSql {

    /**
     * Without a heartbeat for the time that it promised one in. The last one is looked up for each
     * candidate by itself: a join might read all heartbeats there are. $1 now.
     */
    private static final String SILENT =
            """
            e.status = 1 AND e.heartbeat_timeout_ms IS NOT NULL
              AND coalesce(
                    (SELECT h.beat_at FROM heartbeat h
                     WHERE h.namespace_id = e.namespace_id AND h.execution_id = e.id
                       AND {days h.execution_id}),
                    e.created_at)
                  <= $1::timestamptz - e.heartbeat_timeout_ms * interval '1 millisecond'""";

    /**
     * Without any report since a moment. A field that changed, a heartbeat and a new step are known
     * by when they arrived; what else a step and the last line of a log say of times is taken for it
     * unless it lies in the future. $1 now, $2 the moment.
     */
    private static final String STALE =
            """
            e.status IN (0, 1) AND e.deleted_at IS NULL AND e.updated_at < $2
              AND NOT EXISTS (
                SELECT FROM heartbeat h
                WHERE h.namespace_id = e.namespace_id AND h.execution_id = e.id
                  AND {days h.execution_id} AND h.beat_at >= $2)
              AND NOT EXISTS (
                SELECT FROM step s
                WHERE s.namespace_id = e.namespace_id AND s.execution_id = e.id
                  AND {days s.execution_id}
                  AND (s.created_at >= $2 OR s.started_at BETWEEN $2 AND $1
                    OR s.completed_at BETWEEN $2 AND $1))
              AND coalesce(
                    (SELECT l.logged_at FROM log l
                     WHERE l.namespace_id = e.namespace_id AND l.execution_id = e.id
                       AND {days l.execution_id}
                     ORDER BY l.sequence DESC
                     LIMIT 1) NOT BETWEEN $2 AND $1,
                    true)""";

    /** Silent ones of a range of days, in all namespaces. $1 now, $2 most rows. */
    static final String FIND_SILENT =
            """
            SELECT e.namespace_id, e.id
            FROM execution e
            WHERE {days e.id} AND %s
            LIMIT $2
            """
                    .formatted(SILENT);

    /** Those of some that are still silent, and for how long they may be. $2 namespace, $3 ids. */
    static final String STILL_SILENT =
            """
            SELECT e.id, e.heartbeat_timeout_ms
            FROM execution e
            WHERE e.namespace_id = $2 AND e.id = ANY($3) AND {days e.id} AND %s
            ORDER BY e.id
            """
                    .formatted(SILENT);

    /**
     * Stale ones of a range of days, namespace by namespace, since the index of the few that did not
     * complete begins with it. $1 now, $2 the moment, $3 most rows.
     */
    static final String FIND_STALE =
            """
            SELECT n.id, f.id
            FROM namespace n
            CROSS JOIN LATERAL (
              SELECT e.id
              FROM execution e
              WHERE e.namespace_id = n.id AND {days e.id} AND %s
              LIMIT $3) AS f
            LIMIT $3
            """
                    .formatted(STALE);

    /** Those of some that are still stale. $1 now, $2 the moment, $3 namespace, $4 ids. */
    static final String STILL_STALE =
            """
            SELECT e.id
            FROM execution e
            WHERE e.namespace_id = $3 AND e.id = ANY($4) AND {days e.id} AND %s
            ORDER BY e.id
            """
                    .formatted(STALE);

    /**
     * When some executions gave their last sign of life: anything by which the statements above take one
     * for alive, unless it lies in the future. $1 now, $2 namespace, $3 ids.
     */
    static final String LAST_SIGNS =
            """
            SELECT e.id, greatest(
                least(e.updated_at, $1),
                (SELECT h.beat_at FROM heartbeat h
                 WHERE h.namespace_id = e.namespace_id AND h.execution_id = e.id
                   AND {days h.execution_id} AND h.beat_at <= $1),
                (SELECT max(t.sign) FROM step s,
                   LATERAL (VALUES (s.created_at), (s.started_at), (s.completed_at)) AS t (sign)
                 WHERE s.namespace_id = e.namespace_id AND s.execution_id = e.id
                   AND {days s.execution_id} AND t.sign <= $1),
                (SELECT l.logged_at
                 FROM (SELECT logged_at FROM log
                       WHERE namespace_id = e.namespace_id AND execution_id = e.id
                         AND {days execution_id}
                       ORDER BY sequence DESC
                       LIMIT 1) AS l
                 WHERE l.logged_at <= $1)) AS sign
            FROM execution e
            WHERE e.namespace_id = $2 AND e.id = ANY($3) AND {days e.id}
            """;

    private CrashSql() {}
}
