package dev.hindsight.copy;

/** The statements that begin and end the taking in of executions, whatever their copies say. */
final class CopyEndSql {

    /** Locks executions like every writer of them; tells which are archived. $1 namespace, $2 ids. */
    static final String LOCK =
            """
            SELECT e.id, e.archived
            FROM execution e
            WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id}
            ORDER BY e.id
            FOR NO KEY UPDATE
            """;

    /**
     * Ends the taking in of executions, whose rows are locked: takes the marks of incomplete ones back,
     * and tells of them as of new ones. $1 namespace, $2 ids, $3 when they had been deleted, $4 bytes of
     * their logs, $5 lines that had been dropped, $6 now, $7 whether archived ones were only opened for
     * readers: otherwise they are not archived any more; where their file has them stays noted.
     */
    static final String FINISH =
            """
            WITH done AS (
              SELECT u.id, u.deleted_at, u.bytes, u.dropped
              FROM unnest($2::uuid[], $3::timestamptz[], $4::bigint[], $5::bigint[])
                AS u (id, deleted_at, bytes, dropped)
            ), unmarked AS (
              UPDATE execution_payload p
              SET notices = nullif(p.notices - 'import', '{}')
              WHERE p.namespace_id = $1 AND p.execution_id = ANY($2) AND {days p.execution_id}
                AND p.notices ? 'import'
              RETURNING p.execution_id
            ), finished AS (
              UPDATE execution e
              SET deleted_at = d.deleted_at
              FROM done d
              JOIN unmarked m ON m.execution_id = d.id
              WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id} AND e.id = d.id
              RETURNING e.id, e.version
            ), opened AS (
              UPDATE execution e
              SET opened_at = $6::timestamptz
              WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id} AND e.archived
                AND $7::boolean
            ), returned AS (
              UPDATE execution e
              SET archived = false, archived_at = NULL, opened_at = NULL, imported_at = $6,
                updated_at = $6, version = e.version + 1
              WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id} AND e.archived
                AND NOT $7
              RETURNING e.id, e.version
            ), told AS (
              INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, prev)
              SELECT $6, f.id, $1, f.version, 0, NULL FROM finished f
              UNION ALL
              SELECT $6, r.id, $1, r.version, 1, '{"archived": true}'::jsonb FROM returned r
            )
            UPDATE log_tally t
            SET bytes = greatest(t.bytes, d.bytes), dropped = greatest(t.dropped, d.dropped)
            FROM done d
            WHERE t.namespace_id = $1 AND t.execution_id = ANY($2) AND {days t.execution_id}
              AND t.execution_id = d.id AND (t.bytes < d.bytes OR t.dropped < d.dropped)
            """;

    private CopyEndSql() {}
}
