package dev.hindsight.deletion;

/** The statements of deletion: what is due, and what is told to those who follow. */
final class DeletionSql {

    /**
     * Executions that were deleted before a moment, within a range of days. $1 the moment, $2 most
     * rows.
     */
    static final String FIND_DELETED =
            """
            SELECT e.namespace_id, e.id
            FROM execution e
            WHERE {days e.id} AND e.deleted_at IS NOT NULL AND e.deleted_at < $1
            LIMIT $2
            """;

    /**
     * Locks those of some executions that are still deleted since before a moment: one may have been
     * restored. $1 namespace, $2 ids, $3 the moment.
     */
    static final String LOCK_DELETED =
            """
            SELECT e.id
            FROM execution e
            WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id}
              AND e.deleted_at IS NOT NULL AND e.deleted_at < $3
            ORDER BY e.id
            FOR NO KEY UPDATE
            """;

    /**
     * Tells of an execution that was deleted or restored. $1 when, $2 execution, $3 namespace, $4
     * its version after that, $5 whether it was deleted before.
     */
    static final String TELL_MARKED =
            """
            INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, prev)
            VALUES ($1, $2, $3, $4, CASE WHEN $5::boolean THEN 4 ELSE 3 END,
              jsonb_build_object('deleted', $5))
            """;

    private DeletionSql() {}
}
