package dev.hindsight.checkpoint;

import dev.hindsight.blob.BlobSql;

/** Every statement about trees, snapshots and states. */
final class CheckpointSql {

    /**
     * Points to a new tree; tells the blob of the old one, if there was one. The execution is locked.
     * $1 namespace, $2 execution, $3 now, $4 blob, $5 bytes, $6 bytes stored.
     */
    static final String PUT_TREE =
            """
            WITH old AS (
              SELECT t.blob
              FROM tree t
              WHERE t.namespace_id = $1 AND t.execution_id = $2 AND {days t.execution_id}
            )
            INSERT INTO tree (namespace_id, execution_id, updated_at, blob, bytes, stored_bytes)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (namespace_id, execution_id) DO UPDATE
            SET updated_at = excluded.updated_at, blob = excluded.blob, bytes = excluded.bytes,
              stored_bytes = excluded.stored_bytes
            RETURNING (SELECT old.blob FROM old)
            """;

    /** The same for a state. $7 its kind. */
    static final String PUT_STATE = put("state", "updated_at", "kind");

    /** With its first chunk. $1 namespace, $2 execution. */
    static final String FIND_TREE =
            """
            SELECT t.blob, t.bytes, t.stored_bytes, %s
            FROM tree t
            WHERE t.namespace_id = $1 AND t.execution_id = $2 AND {days t.execution_id}
            """
                    .formatted(BlobSql.FIRST_CHUNK.formatted("t"));

    /** With its first chunk. $1 namespace, $2 execution, $3 kind. */
    static final String FIND_STATE =
            """
            SELECT s.blob, s.bytes, s.stored_bytes, %s
            FROM state s
            WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
              AND s.kind = $3
            """
                    .formatted(BlobSql.FIRST_CHUNK.formatted("s"));

    /** Tells the blob, if there was one. $1 namespace, $2 execution, $3 kind. */
    static final String DELETE_STATE =
            """
            DELETE FROM state s
            WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
              AND s.kind = $3
            RETURNING s.blob
            """;

    /**
     * Adds a snapshot, or puts it in the place of the one with its id; tells the blob of that one. $1
     * namespace, $2 execution, $3 created at, $4 blob, $5 bytes, $6 bytes stored, $7 id.
     */
    static final String ADD_SNAPSHOT = put("snapshot", "created_at", "id");

    /** $1 namespace, $2 execution, $3 id. */
    static final String FIND_SNAPSHOT =
            """
            SELECT s.id, s.created_at, s.blob, s.bytes, s.stored_bytes
            FROM snapshot s
            WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
              AND s.id = $3
            """;

    /** Newest first. %1$s filters, %2$s limit. $1 namespace, $2 execution. */
    static final String SNAPSHOTS =
            """
            SELECT s.id, s.created_at, s.blob, s.bytes, s.stored_bytes
            FROM snapshot s
            WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
            %1$s
            ORDER BY s.created_at DESC, s.id DESC
            LIMIT %2$s
            """;

    static final String SNAPSHOTS_BEFORE = "AND s.created_at < %s\n";
    static final String SNAPSHOTS_AFTER = "AND s.created_at > %s\n";

    /** Behind the last one of a page. */
    static final String SNAPSHOTS_BEYOND = "AND (s.created_at, s.id) < (%s, %s)\n";

    /** $1 namespace, $2 execution, $3 id. */
    static final String DELETE_SNAPSHOT =
            """
            DELETE FROM snapshot s
            WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
              AND s.id = $3
            RETURNING s.blob
            """;

    /** $1 namespace, $2 executions; so the next two. */
    static final String FORGET_TREES =
            """
            DELETE FROM tree t
            WHERE t.namespace_id = $1 AND t.execution_id = ANY($2) AND {days t.execution_id}
            """;

    static final String FORGET_SNAPSHOTS =
            """
            DELETE FROM snapshot s
            WHERE s.namespace_id = $1 AND s.execution_id = ANY($2) AND {days s.execution_id}
            """;

    /** Forgets all snapshots but the newest; tells their blobs. $1 namespace, $2 executions, $3 how many stay. */
    static final String TRIM_SNAPSHOTS =
            """
            WITH placed AS (
              SELECT n.execution_id, n.id,
                row_number() OVER (
                  PARTITION BY n.execution_id ORDER BY n.created_at DESC, n.id DESC) AS place
              FROM snapshot n
              WHERE n.namespace_id = $1 AND n.execution_id = ANY($2) AND {days n.execution_id}
            )
            DELETE FROM snapshot s
            USING placed p
            WHERE s.namespace_id = $1 AND s.execution_id = ANY($2) AND {days s.execution_id}
              AND s.execution_id = p.execution_id AND s.id = p.id AND p.place > $3::integer
            RETURNING s.execution_id, s.blob
            """;

    static final String FORGET_STATES =
            """
            DELETE FROM state s
            WHERE s.namespace_id = $1 AND s.execution_id = ANY($2) AND {days s.execution_id}
            """;

    /** What one execution has, a row a kind. $1 namespace, $2 execution. */
    static final String USAGE =
            """
            SELECT 'artifacts', count(*), coalesce(sum(a.bytes), 0)::bigint,
              coalesce(sum(a.bytes), 0)::bigint
            FROM artifact a
            WHERE a.namespace_id = $1 AND a.execution_id = $2 AND {days a.execution_id}
            UNION ALL
            SELECT 'tree', count(*), coalesce(sum(t.bytes), 0)::bigint,
              coalesce(sum(t.stored_bytes), 0)::bigint
            FROM tree t
            WHERE t.namespace_id = $1 AND t.execution_id = $2 AND {days t.execution_id}
            UNION ALL
            SELECT 'snapshots', count(*), coalesce(sum(s.bytes), 0)::bigint,
              coalesce(sum(s.stored_bytes), 0)::bigint
            FROM snapshot s
            WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
            UNION ALL
            SELECT 'state', count(*), coalesce(sum(s.bytes), 0)::bigint,
              coalesce(sum(s.stored_bytes), 0)::bigint
            FROM state s
            WHERE s.namespace_id = $1 AND s.execution_id = $2 AND {days s.execution_id}
            """;

    private CheckpointSql() {}

    /** As {@link #PUT_TREE}, into a table where an execution has a row for each of some keys, $7. */
    private static String put(String table, String at, String key) {
        return """
               WITH old AS (
                 SELECT p.blob
                 FROM %1$s p
                 WHERE p.namespace_id = $1 AND p.execution_id = $2 AND {days p.execution_id}
                   AND p.%3$s = $7
               )
               INSERT INTO %1$s (
                 namespace_id, execution_id, %2$s, blob, bytes, stored_bytes, %3$s)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (namespace_id, execution_id, %3$s) DO UPDATE
               SET %2$s = excluded.%2$s, blob = excluded.blob, bytes = excluded.bytes,
                 stored_bytes = excluded.stored_bytes
               RETURNING (SELECT old.blob FROM old)
               """
                .formatted(table, at, key);
    }
}
