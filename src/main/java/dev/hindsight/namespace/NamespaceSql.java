package dev.hindsight.namespace;

/** Every statement about namespaces. */
final class NamespaceSql {

    /** One namespace. $1 name. */
    static final String FIND =
            """
            SELECT n.id, n.name, n.created_at, n.requests_per_second, n.live_connections
            FROM namespace n
            WHERE n.name = $1
            """;

    /** One namespace. $1 id. */
    static final String GET =
            """
            SELECT n.id, n.name, n.created_at, n.requests_per_second, n.live_connections
            FROM namespace n
            WHERE n.id = $1
            """;

    /** All of them, by name. */
    static final String LIST =
            """
            SELECT n.id, n.name, n.created_at, n.requests_per_second, n.live_connections
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

    /** Sets the quotas of one. $1 name, $2 requests per second, $3 live connections. */
    static final String SET_QUOTAS =
            """
            UPDATE namespace
            SET requests_per_second = $2, live_connections = $3
            WHERE name = $1
            """;

    private NamespaceSql() {}
}
