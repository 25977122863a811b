package dev.hindsight.delivery;

/** The statements that follow the feed and fill the outbox. */
final class OutboxSql {

    /** Up to where the feed has been followed; no row if nobody ever did. */
    static final String PLACE =
            """
            SELECT p.cursor, p.complete_at, p.next_id
            FROM webhook_place p
            """;

    /** Moves the place. $1 cursor, $2 up to when it is complete, $3 the next number. */
    static final String MOVE =
            """
            INSERT INTO webhook_place (cursor, complete_at, next_id)
            VALUES ($1, $2, $3)
            ON CONFLICT (one) DO UPDATE
            SET cursor = excluded.cursor,
                complete_at = excluded.complete_at,
                next_id = excluded.next_id
            """;

    /** How many wait for webhooks, counted no further than needed. $1 namespaces, $2 ids, $3 how far. */
    static final String WAITING =
            """
            SELECT u.webhook_id, w.number
            FROM unnest($1::integer[], $2::uuid[]) AS u (namespace_id, webhook_id)
            CROSS JOIN LATERAL (
              SELECT count(*) AS number
              FROM (
                SELECT
                FROM delivery d
                WHERE d.namespace_id = u.namespace_id AND d.webhook_id = u.webhook_id AND d.state = 0
                LIMIT $3) AS those) AS w
            """;

    /**
     * Writes deliveries that are not there yet. $1 namespaces, $2 webhooks, $3 numbers, $4 ids of events,
     * $5 kinds, $6 executions, $7 bodies, $8 beginnings of ids of
     * which one will do (of an execution: of the same kind), $9 now.
     */
    static final String INSERT =
            """
            INSERT INTO delivery (namespace_id, webhook_id, id, event_id, kind, execution_id, body,
                created_at, next_attempt_at)
            SELECT u.namespace_id, u.webhook_id, u.id, u.event_id, u.kind, u.execution_id, u.body, $9, $9
            FROM unnest($1::integer[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::uuid[],
                        $7::text[], $8::text[])
              AS u (namespace_id, webhook_id, id, event_id, kind, execution_id, body, unless_told)
            WHERE u.unless_told IS NULL OR NOT EXISTS (
              SELECT
              FROM delivery d
              WHERE d.namespace_id = u.namespace_id AND d.webhook_id = u.webhook_id
                AND d.event_id > u.unless_told || '.' AND d.event_id < u.unless_told || '/'
                AND (d.kind = u.kind OR u.unless_told <> u.execution_id::text))
            ON CONFLICT (namespace_id, webhook_id, event_id) DO NOTHING
            """;

    /**
     * Executions that changed since a moment, in the order in which they last did; in one of some days. $1
     * namespace, $2 moment, $3 moment and $4 id behind which, $5 how many.
     */
    static final String CHANGED =
            """
            SELECT e.id, e.updated_at
            FROM execution e
            WHERE e.namespace_id = $1 AND e.deleted_at IS NULL AND {days e.id}
              AND e.updated_at >= $2 AND (e.updated_at, e.id) > ($3, $4)
            ORDER BY e.updated_at, e.id
            LIMIT $5
            """;

    /** The same of those that are deleted, of which there are few. */
    static final String DELETED =
            """
            SELECT e.id, e.updated_at
            FROM execution e
            WHERE e.namespace_id = $1 AND e.deleted_at IS NOT NULL AND {days e.id}
              AND e.updated_at >= $2 AND (e.updated_at, e.id) > ($3, $4)
            ORDER BY e.updated_at, e.id
            LIMIT $5
            """;

    private OutboxSql() {}
}
