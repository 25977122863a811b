package dev.hindsight.namespace;

/** Every statement about namespaces. */
final class NamespaceSql {

    /** One namespace. $1 name. */
    static final String FIND =
            """
            SELECT n.id, n.name, n.created_at, n.requests_per_second, n.live_connections,
              n.bytes_per_day
            FROM namespace n
            WHERE n.name = $1
            """;

    /** One namespace. $1 id. */
    static final String GET =
            """
            SELECT n.id, n.name, n.created_at, n.requests_per_second, n.live_connections,
              n.bytes_per_day
            FROM namespace n
            WHERE n.id = $1
            """;

    /** All of them, by name. */
    static final String LIST =
            """
            SELECT n.id, n.name, n.created_at, n.requests_per_second, n.live_connections,
              n.bytes_per_day
            FROM namespace n
            ORDER BY n.name
            """;

    /** Makes one, unless it is there. $1 name. */
    static final String CREATE =
            """
            INSERT INTO namespace (name)
            VALUES ($1)
            ON CONFLICT (name) DO NOTHING
            """;

    /** Sets the quotas of one. $1 name, $2 requests per second, $3 live connections, $4 bytes per day. */
    static final String SET_QUOTAS =
            """
            UPDATE namespace
            SET requests_per_second = $2, live_connections = $3, bytes_per_day = $4
            WHERE name = $1
            """;

    /**
     * Adds bytes to those of days, and tells how many these have now; forgets days of the same namespaces
     * of which nobody asks any more. $1 namespaces, $2 their days, $3 the bytes.
     */
    static final String ADD_BYTES =
            """
            WITH added AS (
              SELECT u.namespace_id, u.day, u.bytes
              FROM unnest($1::int[], $2::date[], $3::bigint[]) AS u (namespace_id, day, bytes)
            ), forgotten AS (
              DELETE FROM namespace_bytes o
              USING added a
              WHERE o.namespace_id = a.namespace_id AND o.day < a.day - 1
            )
            INSERT INTO namespace_bytes AS b (namespace_id, day, bytes)
            SELECT a.namespace_id, a.day, a.bytes
            FROM added a
            ORDER BY a.namespace_id, a.day
            ON CONFLICT (namespace_id, day) DO UPDATE
            SET bytes = b.bytes + excluded.bytes
            RETURNING b.namespace_id, b.day, b.bytes
            """;

    private NamespaceSql() {}
}
