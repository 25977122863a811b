package dev.hindsight.key;

/** Every statement about keys. */
final class KeySql {

    /** What is told of a key. */
    private static final String COLUMNS =
            """
            k.id, k.name, k.role, k.namespace_id, n.name AS namespace, k.payloads, k.created_at,
            k.created_by, k.expires_at, k.last_used_at, k.revoked_at
            """;

    /** Those that may still be used, with what recognizes them and what their namespaces grant. */
    static final String LIVE =
            """
            SELECT k.id, k.hash, k.role, k.namespace_id, n.name AS namespace, k.payloads, k.expires_at,
                   n.requests_per_second, n.live_connections, n.bytes_per_day
            FROM api_key k
            LEFT JOIN namespace n ON n.id = k.namespace_id
            WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
            """;

    /** Keys of one namespace, or of all: newest first. $1 namespace or none. */
    static final String LIST =
            """
            SELECT %s
            FROM api_key k
            LEFT JOIN namespace n ON n.id = k.namespace_id
            WHERE $1::int IS NULL OR k.namespace_id = $1
            ORDER BY k.created_at DESC, k.id DESC
            """
                    .formatted(COLUMNS);

    /** One key. $1 id. */
    static final String FIND =
            """
            SELECT %s
            FROM api_key k
            LEFT JOIN namespace n ON n.id = k.namespace_id
            WHERE k.id = $1
            """
                    .formatted(COLUMNS);

    /**
     * Makes one. $1 id, $2 hash, $3 name, $4 role, $5 namespace or none, $6 payloads, $7 by whom, $8 when
     * it expires or none.
     */
    static final String INSERT =
            """
            INSERT INTO api_key (id, hash, name, role, namespace_id, payloads, created_by, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;

    /** Revokes one of a namespace, or of all. $1 id, $2 namespace or none. */
    static final String REVOKE =
            """
            UPDATE api_key
            SET revoked_at = coalesce(revoked_at, now())
            WHERE id = $1 AND ($2::int IS NULL OR namespace_id = $2)
            """;

    /** Whether there ever was a key. */
    static final String ANY =
            """
            SELECT EXISTS (SELECT FROM api_key)
            """;

    /** Whether there are keys and none of them, any more, may do everything. */
    static final String LACKS_ADMIN =
            """
            SELECT EXISTS (SELECT FROM api_key) AND NOT EXISTS (
              SELECT
              FROM api_key
              WHERE role = 'admin'
                AND namespace_id IS NULL
                AND revoked_at IS NULL
                AND (expires_at IS NULL OR expires_at > now()))
            """;

    /** Notes when keys were last used. $1 ids, $2 moments. */
    static final String USED =
            """
            UPDATE api_key k
            SET last_used_at = u.at
            FROM unnest($1::text[], $2::timestamptz[]) AS u (id, at)
            WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.at)
            """;

    private KeySql() {}
}
