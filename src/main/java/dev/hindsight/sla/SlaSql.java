package dev.hindsight.sla;

/** Every statement about what is expected, and what was not kept. */
final class SlaSql {

    /** What is known of one. */
    private static final String COLUMNS =
            """
            s.namespace_id, s.id, s.name, s.workflow_id, s.max_duration_ms, s.min_success_rate,
            s.max_silence, s.time_window, s.created_at, s.updated_at
            """;

    /** Of one namespace, by name. $1 namespace. */
    static final String LIST =
            """
            SELECT %s
            FROM sla s
            WHERE s.namespace_id = $1
            ORDER BY s.name
            """
                    .formatted(COLUMNS);

    /** One. $1 namespace, $2 name. */
    static final String GET =
            """
            SELECT %s
            FROM sla s
            WHERE s.namespace_id = $1 AND s.name = $2
            """
                    .formatted(COLUMNS);

    /** All there are. */
    static final String ALL =
            """
            SELECT %s
            FROM sla s
            ORDER BY s.namespace_id, s.name
            """
                    .formatted(COLUMNS);

    /** Waits until nobody else changes any of a namespace. $1 the lock, $2 namespace. */
    static final String LOCK =
            """
            SELECT pg_advisory_xact_lock($1, $2)
            """;

    /**
     * Writes one. $1 namespace, $2 name, $3 id of a new one, $4 workflow, $5 longest duration, $6 least
     * rate, $7 longest silence, $8 window, $9 now.
     */
    static final String PUT =
            """
            INSERT INTO sla AS s (namespace_id, name, id, workflow_id, max_duration_ms, min_success_rate,
                max_silence, time_window, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
            ON CONFLICT (namespace_id, name) DO UPDATE
            SET workflow_id = excluded.workflow_id,
                max_duration_ms = excluded.max_duration_ms,
                min_success_rate = excluded.min_success_rate,
                max_silence = excluded.max_silence,
                time_window = excluded.time_window,
                updated_at = excluded.updated_at
            """;

    /** Removes one. $1 namespace, $2 id. */
    static final String REMOVE =
            """
            DELETE FROM sla
            WHERE namespace_id = $1 AND id = $2
            """;

    /** Forgets what was not kept of one. $1 namespace, $2 id. */
    static final String REMOVE_BREACHES =
            """
            DELETE FROM sla_breach
            WHERE namespace_id = $1 AND sla_id = $2
            """;

    /** The latest of some, newest first, so many of each. $1 namespace, $2 ids, $3 how many. */
    static final String LATEST =
            """
            SELECT b.sla_id, b.rule, b.execution_id, b.breached_at, b.recovered_at, b.value, b.bound
            FROM unnest($2::uuid[]) AS u (id)
            CROSS JOIN LATERAL (
              SELECT b.*
              FROM sla_breach b
              WHERE b.namespace_id = $1 AND b.sla_id = u.id
              ORDER BY b.id DESC
              LIMIT $3) AS b
            ORDER BY b.id DESC
            """;

    /** Which of some are not kept now. $1 namespace, $2 ids. */
    static final String OPEN =
            """
            SELECT u.id
            FROM unnest($2::uuid[]) AS u (id)
            WHERE EXISTS (
              SELECT
              FROM sla_breach b
              WHERE b.namespace_id = $1 AND b.sla_id = u.id AND b.recovered_at IS NULL)
            """;

    /** What is not kept of rules that are none any more is over. $1 namespace, $2 id, $3 rules, $4 now. */
    static final String DROP_RULES =
            """
            UPDATE sla_breach
            SET recovered_at = $4
            WHERE namespace_id = $1 AND sla_id = $2 AND recovered_at IS NULL AND rule <> ALL ($3::smallint[])
            """;

    /** Forgets what was over long ago, of all. $1 before when, $2 how many. */
    static final String FORGET =
            """
            DELETE FROM sla_breach b
            WHERE (b.namespace_id, b.sla_id, b.id) IN (
              SELECT o.namespace_id, o.sla_id, o.id
              FROM sla_breach o
              WHERE o.recovered_at < $1
              LIMIT $2)
            """;

    private SlaSql() {}
}
