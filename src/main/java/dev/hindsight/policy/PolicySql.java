package dev.hindsight.policy;

/** Every statement about retention policies. */
final class PolicySql {

    /** What is told of a policy. */
    private static final String COLUMNS =
            """
            p.name, p.deleted, p.priority, p.selection::text AS selection, p.max_age, p.payload_max_age,
            p.log_max_age, p.max_count, p.count_per, p.max_snapshots, p.archive, p.archive_max_age,
            p.enabled, p.created_at, p.updated_at
            """;

    /** What is known in one namespace. $1 namespace. */
    static final String LIST =
            """
            SELECT %s
            FROM retention_policy p
            WHERE p.namespace_id = $1
            """
                    .formatted(COLUMNS);

    /** What is known in every namespace; where nothing is, one row without a name. */
    static final String ALL =
            """
            SELECT n.id AS namespace_id, %s
            FROM namespace n
            LEFT JOIN retention_policy p ON p.namespace_id = n.id
            """
                    .formatted(COLUMNS);

    /**
     * Waits until nobody else changes policies of a namespace: how many there are can be known only by
     * one at a time. $1 the lock, $2 namespace.
     */
    static final String LOCK =
            """
            SELECT pg_advisory_xact_lock($1, $2)
            """;

    /**
     * Writes one. $1 namespace, $2 name, $3 priority, $4 selection, $5 age, $6 age of payloads, $7 age of
     * the log, $8 count, $9 per what, $10 snapshots, $11 whether to archive, $12 age in the archive, $13
     * whether it is enabled.
     */
    static final String PUT =
            """
            INSERT INTO retention_policy AS p (namespace_id, name, priority, selection, max_age,
                payload_max_age, log_max_age, max_count, count_per, max_snapshots, archive,
                archive_max_age, enabled)
            VALUES ($1, $2, $3, $4::text::json, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (namespace_id, name) DO UPDATE
            SET deleted = false,
                priority = excluded.priority,
                selection = excluded.selection,
                max_age = excluded.max_age,
                payload_max_age = excluded.payload_max_age,
                log_max_age = excluded.log_max_age,
                max_count = excluded.max_count,
                count_per = excluded.count_per,
                max_snapshots = excluded.max_snapshots,
                archive = excluded.archive,
                archive_max_age = excluded.archive_max_age,
                enabled = excluded.enabled,
                created_at = CASE WHEN p.deleted THEN now() ELSE p.created_at END,
                updated_at = now()
            RETURNING p.created_at, p.updated_at
            """;

    /** Writes down that there is none of a name. $1 namespace, $2 name. */
    static final String MARK_DELETED =
            """
            INSERT INTO retention_policy (namespace_id, name, deleted)
            VALUES ($1, $2, true)
            ON CONFLICT (namespace_id, name) DO UPDATE
            SET deleted = true,
                updated_at = now()
            """;

    /** Removes one. $1 namespace, $2 name. */
    static final String REMOVE =
            """
            DELETE FROM retention_policy
            WHERE namespace_id = $1 AND name = $2
            """;

    private PolicySql() {}
}
