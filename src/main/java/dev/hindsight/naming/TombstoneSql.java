package dev.hindsight.naming;

/** Every statement about tombstones. */
final class TombstoneSql {

    /** $1 namespace, $2 ids, $3 when they were removed, $4 by which policy. */
    static final String BURY =
            """
            INSERT INTO tombstone (namespace_id, execution_id, removed_at, removed_by)
            SELECT $1, b.id, $3, $4
            FROM unnest($2::uuid[]) AS b (id)
            ORDER BY b.id
            ON CONFLICT (namespace_id, execution_id) DO UPDATE
            SET removed_at = excluded.removed_at, removed_by = excluded.removed_by
            """;

    /** Those of some ids that retention removed, not before a moment. $1 namespace, $2 ids, $3 when. */
    static final String FIND =
            """
            SELECT execution_id, removed_at, removed_by
            FROM tombstone
            WHERE namespace_id = $1 AND execution_id = ANY($2) AND removed_at > $3
            """;

    /** Forgets the oldest, those from before a moment. $1 the moment, $2 most rows. */
    static final String FORGET_OLD =
            """
            DELETE FROM tombstone t
            USING (
              SELECT namespace_id, execution_id
              FROM tombstone
              WHERE removed_at <= $1
              ORDER BY removed_at
              LIMIT $2) AS old
            WHERE t.namespace_id = old.namespace_id AND t.execution_id = old.execution_id
              AND t.removed_at <= $1
            """;

    private TombstoneSql() {}
}
