package dev.hindsight.checkpoint;

/** Every statement about artifacts. */
final class ArtifactSql {

    /**
     * Stores artifacts, each at most once; those that are as they were are not touched. $1
     * namespace, $2 execution, $3 now, $4 nodes, $5 keys, $6 values.
     */
    static final String STORE =
            """
            INSERT INTO artifact AS a (namespace_id, execution_id, updated_at, node, key, bytes, value)
            SELECT $1::integer, $2::uuid, $3::timestamptz, u.node, u.key, octet_length(u.value),
              u.value::json
            FROM unnest($4::text[], $5::text[], $6::text[]) AS u (node, key, value)
            ORDER BY u.node, u.key
            ON CONFLICT (namespace_id, execution_id, node, key) DO UPDATE
            SET updated_at = excluded.updated_at, bytes = excluded.bytes, value = excluded.value
            WHERE a.bytes <> excluded.bytes OR a.value::text <> excluded.value::text
            """;

    /** As {@link #STORE}, but leaves what is there. */
    static final String ADD_MISSING =
            """
            INSERT INTO artifact (namespace_id, execution_id, updated_at, node, key, bytes, value)
            SELECT $1::integer, $2::uuid, $3::timestamptz, u.node, u.key, octet_length(u.value),
              u.value::json
            FROM unnest($4::text[], $5::text[], $6::text[]) AS u (node, key, value)
            ORDER BY u.node, u.key
            ON CONFLICT DO NOTHING
            """;

    /** Deletes all but these. $1 namespace, $2 execution, $3 nodes, $4 keys. */
    static final String KEEP =
            """
            DELETE FROM artifact a
            WHERE a.namespace_id = $1 AND a.execution_id = $2 AND {days a.execution_id}
              AND NOT EXISTS (
                SELECT FROM unnest($3::text[], $4::text[]) AS u (node, key)
                WHERE u.node = a.node AND u.key = a.key)
            """;

    /** $1 namespace, $2 execution, $3 node, $4 key. */
    static final String FIND =
            """
            SELECT a.value::text
            FROM artifact a
            WHERE a.namespace_id = $1 AND a.execution_id = $2 AND {days a.execution_id}
              AND a.node = $3 AND a.key = $4
            """;

    /** A row if it is there. $1 namespace, $2 execution, $3 node, $4 key. */
    static final String EXISTS =
            """
            SELECT 1
            FROM artifact a
            WHERE a.namespace_id = $1 AND a.execution_id = $2 AND {days a.execution_id}
              AND a.node = $3 AND a.key = $4
            """;

    /** $1 namespace, $2 execution, $3 node, $4 key. */
    static final String DELETE =
            """
            DELETE FROM artifact a
            WHERE a.namespace_id = $1 AND a.execution_id = $2 AND {days a.execution_id}
              AND a.node = $3 AND a.key = $4
            """;

    /**
     * The next artifacts behind a place, by node and key: as many as begin within so many bytes. No
     * name is empty, so that all are behind the empty ones. $1 namespace, $2 execution, $3 node, $4
     * key, $5 bytes.
     */
    static final String SLICE =
            """
            SELECT s.node, s.key, s.value::text
            FROM (
              SELECT n.node, n.key, n.value,
                sum(n.bytes) OVER (ORDER BY n.node, n.key) - n.bytes AS bytes_before
              FROM (
                SELECT a.node, a.key, a.value, a.bytes
                FROM artifact a
                WHERE a.namespace_id = $1 AND a.execution_id = $2 AND {days a.execution_id}
                  AND (a.node, a.key) > ($3, $4)
                ORDER BY a.node, a.key
                LIMIT 1000) AS n) AS s
            WHERE s.bytes_before < $5::bigint
            ORDER BY s.node, s.key
            """;

    /** $1 namespace, $2 executions. */
    static final String FORGET =
            """
            DELETE FROM artifact a
            WHERE a.namespace_id = $1 AND a.execution_id = ANY($2) AND {days a.execution_id}
            """;

    private ArtifactSql() {}
}
