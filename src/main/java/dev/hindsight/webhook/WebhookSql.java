package dev.hindsight.webhook;

/** Every statement about webhooks. */
final class WebhookSql {

    /** What is known of one. */
    private static final String COLUMNS =
            """
            w.namespace_id, w.id, w.name, w.url, w.secret, w.events, w.filter::text AS filter, w.enabled,
            w.begins, w.begins_at, w.disabled_reason, w.overflowed_at, w.failures, w.retry_at,
            w.created_at, w.updated_at
            """;

    /** Of one namespace, by name. $1 namespace. */
    static final String LIST =
            """
            SELECT %s
            FROM webhook w
            WHERE w.namespace_id = $1
            ORDER BY w.name
            """
                    .formatted(COLUMNS);

    /** One. $1 namespace, $2 name. */
    static final String GET =
            """
            SELECT %s
            FROM webhook w
            WHERE w.namespace_id = $1 AND w.name = $2
            """
                    .formatted(COLUMNS);

    /** Whether any is enabled, of whichever namespace. */
    static final String IS_ANY_ENABLED =
            """
            SELECT EXISTS (SELECT FROM webhook w WHERE w.enabled)
            """;

    /** All that are enabled. */
    static final String ENABLED =
            """
            SELECT %s
            FROM webhook w
            WHERE w.enabled
            ORDER BY w.namespace_id, w.name
            """
                    .formatted(COLUMNS);

    /**
     * Waits until nobody else changes webhooks of a namespace: how many there are can be known only by one
     * at a time. $1 the lock, $2 namespace.
     */
    static final String LOCK =
            """
            SELECT pg_advisory_xact_lock($1, $2)
            """;

    /**
     * Writes one, which forgets how it fared. One that was not enabled is told from now on. $1 namespace,
     * $2 name, $3 id of a new one, $4 url, $5 secret or none, $6 secret of a new one, $7 events, $8
     * filter, $9 whether it is enabled, $10 now.
     */
    static final String PUT =
            """
            INSERT INTO webhook AS w (namespace_id, name, id, url, secret, events, filter, enabled, begins,
                begins_at, created_at, updated_at)
            VALUES ($1, $2, $3, $4, coalesce($5::text, $6), $7::text[], $8::text::json, $9,
                pg_current_snapshot()::text, $10, $10, $10)
            ON CONFLICT (namespace_id, name) DO UPDATE
            SET url = excluded.url,
                secret = coalesce($5::text, w.secret),
                events = excluded.events,
                filter = excluded.filter,
                enabled = excluded.enabled,
                begins = CASE WHEN w.enabled THEN w.begins ELSE excluded.begins END,
                begins_at = CASE WHEN w.enabled THEN w.begins_at ELSE excluded.begins_at END,
                disabled_reason = NULL,
                overflowed_at = NULL,
                failures = 0,
                retry_at = NULL,
                updated_at = excluded.updated_at
            """;

    /** Removes one. $1 namespace, $2 name. */
    static final String REMOVE =
            """
            DELETE FROM webhook
            WHERE namespace_id = $1 AND name = $2
            """;

    /**
     * Removes those that listen for what one person, and nobody else, has created: nothing of it will
     * come. $1 namespace, $2 who.
     */
    static final String REMOVE_OF_CREATOR =
            """
            DELETE FROM webhook w
            WHERE w.namespace_id = $1 AND w.filter IS NOT NULL AND w.filter->'createdBy' IS NOT NULL
              AND CASE json_typeof(w.filter->'createdBy')
                WHEN 'array' THEN (w.filter->'createdBy')::jsonb ? $2
                  AND (w.filter->'createdBy')::jsonb <@ jsonb_build_array($2::text)
                ELSE w.filter->>'createdBy' = $2 END
            """;

    /** Of those that listen for several, forgets one. $1 namespace, $2 who. */
    static final String FORGET_CREATOR =
            """
            UPDATE webhook w
            SET filter = jsonb_set(w.filter::jsonb, '{createdBy}', (w.filter->'createdBy')::jsonb - $2)::json
            WHERE w.namespace_id = $1 AND w.filter IS NOT NULL
              AND json_typeof(w.filter->'createdBy') = 'array' AND (w.filter->'createdBy')::jsonb ? $2
            """;

    /** Changes have been looked through for all that are enabled. $1 snapshots with which they began. */
    static final String FOLLOWED =
            """
            UPDATE webhook
            SET begins = NULL
            WHERE enabled AND begins = ANY ($1::text[])
            """;

    /** Events of one were lost. $1 namespace, $2 id, $3 now. */
    static final String OVERFLOWED =
            """
            UPDATE webhook
            SET overflowed_at = $3
            WHERE namespace_id = $1 AND id = $2
            """;

    /** One, if it may be sent to now. $1 namespace, $2 id, $3 now. */
    static final String TURN =
            """
            SELECT %s
            FROM webhook w
            WHERE w.namespace_id = $1 AND w.id = $2 AND w.enabled
              AND (w.retry_at IS NULL OR w.retry_at <= $3)
            """
                    .formatted(COLUMNS);

    /** Keeps others from one that failed while it is tried. $1 namespace, $2 id, $3 now, $4 until when. */
    static final String TRY =
            """
            UPDATE webhook
            SET retry_at = $4
            WHERE namespace_id = $1 AND id = $2 AND enabled AND retry_at <= $3
            """;

    /** One answers. $1 namespace, $2 id. */
    static final String ANSWERS =
            """
            UPDATE webhook
            SET failures = 0,
                retry_at = NULL
            WHERE namespace_id = $1 AND id = $2 AND (failures > 0 OR retry_at IS NOT NULL)
            """;

    /** One is to be left alone for a while. $1 namespace, $2 id, $3 failures, $4 until when. */
    static final String PAUSE =
            """
            UPDATE webhook
            SET failures = $3,
                retry_at = $4
            WHERE namespace_id = $1 AND id = $2
            """;

    /** One does not want to be told any more. $1 namespace, $2 id, $3 why, $4 now. */
    static final String DISABLE =
            """
            UPDATE webhook
            SET enabled = false,
                disabled_reason = $3,
                updated_at = $4
            WHERE namespace_id = $1 AND id = $2 AND enabled
            """;

    private WebhookSql() {}
}
