package dev.hindsight.delivery;

/** The statements that empty the outbox, and tell what was sent. */
final class DeliverySql {

    /** What is told of a delivery. */
    private static final String COLUMNS =
            """
            d.id, d.event_id, d.kind, d.execution_id, d.state, d.attempts, d.created_at, d.next_attempt_at,
            d.finished_at, d.last_status, d.last_error
            """;

    /** A page, newest first. $1 namespace, $2 webhook, $3 number before which, $4 state or none, $5 how many. */
    static final String PAGE =
            """
            SELECT %s
            FROM delivery d
            WHERE d.namespace_id = $1 AND d.webhook_id = $2 AND d.id < $3
              AND ($4::smallint IS NULL OR d.state = $4)
            ORDER BY d.id DESC
            LIMIT $5
            """
                    .formatted(COLUMNS);

    /** Sends one again that was given up. $1 namespace, $2 webhook, $3 number, $4 now. */
    static final String RETRY =
            """
            UPDATE delivery AS d
            SET state = 0,
                attempts = 0,
                next_attempt_at = $4,
                finished_at = NULL
            WHERE d.namespace_id = $1 AND d.webhook_id = $2 AND d.id = $3 AND d.state = 2
            RETURNING %s
            """
                    .formatted(COLUMNS);

    /** One. $1 namespace, $2 webhook, $3 number. */
    static final String GET =
            """
            SELECT %s
            FROM delivery d
            WHERE d.namespace_id = $1 AND d.webhook_id = $2 AND d.id = $3
            """
                    .formatted(COLUMNS);

    /**
     * Webhooks that may be sent to and of which something is due, the one first whose oldest has waited
     * longest. $1 now, $2 those that are left out, $3 how many.
     */
    static final String DUE =
            """
            SELECT w.namespace_id, w.id
            FROM webhook w
            CROSS JOIN LATERAL (
              SELECT d.next_attempt_at
              FROM delivery d
              WHERE d.namespace_id = w.namespace_id AND d.webhook_id = w.id AND d.state = 0
                AND d.next_attempt_at <= $1
              ORDER BY d.next_attempt_at
              LIMIT 1) AS o
            WHERE w.enabled AND (w.retry_at IS NULL OR w.retry_at <= $1) AND w.id <> ALL ($2::uuid[])
            ORDER BY o.next_attempt_at
            LIMIT $3
            """;

    /**
     * Leases what is due for one webhook: of one execution only the oldest that waits, so that what it is
     * told of that keeps its order. Together with what others lease, no more than it may be sent at once.
     * $1 namespace, $2 webhook, $3 now, $4 until when, $5 how many at once.
     */
    static final String CLAIM =
            """
            WITH due AS (
              SELECT d.id
              FROM delivery d
              WHERE d.namespace_id = $1 AND d.webhook_id = $2 AND d.state = 0
                AND d.next_attempt_at <= $3
                AND (d.leased_until IS NULL OR d.leased_until <= $3)
                AND NOT EXISTS (
                  SELECT
                  FROM delivery o
                  WHERE o.namespace_id = $1 AND o.webhook_id = $2 AND o.state = 0
                    AND o.execution_id = d.execution_id AND o.id < d.id)
              ORDER BY d.next_attempt_at, d.id
              LIMIT greatest(0, $5::bigint - (
                SELECT count(*)
                FROM delivery l
                WHERE l.namespace_id = $1 AND l.webhook_id = $2 AND l.state = 0
                  AND l.leased_until > $3))
              FOR UPDATE OF d SKIP LOCKED)
            UPDATE delivery d
            SET leased_until = $4,
                attempts = d.attempts + 1
            FROM due
            WHERE d.namespace_id = $1 AND d.webhook_id = $2 AND d.id = due.id
            RETURNING d.id, d.event_id, d.body, d.attempts
            """;

    /**
     * Notes what became of leased deliveries. What was taken by the receiver is delivered whoever sends it
     * again meanwhile; a failure is nobody's business any more whose lease is over. $1 namespace, $2
     * webhook, $3 lease, $4 now, $5 numbers, $6 states, $7 next attempts, $8 statuses, $9 errors.
     */
    static final String NOTE =
            """
            UPDATE delivery d
            SET state = u.state,
                leased_until = NULL,
                next_attempt_at = u.next_attempt_at,
                finished_at = CASE WHEN u.state <> 0 THEN $4::timestamptz END,
                last_status = u.last_status,
                last_error = u.last_error,
                body = CASE WHEN u.state <> 1 THEN d.body END
            FROM unnest($5::bigint[], $6::smallint[], $7::timestamptz[], $8::integer[], $9::text[])
              AS u (id, state, next_attempt_at, last_status, last_error)
            WHERE d.namespace_id = $1 AND d.webhook_id = $2 AND d.id = u.id AND d.state = 0
              AND (u.state = 1 OR d.leased_until = $3)
            """;

    /** Forgets what has been listed long enough. $1 state, $2 before when it ended, $3 how many. */
    static final String FORGET =
            """
            DELETE FROM delivery d
            WHERE (d.namespace_id, d.webhook_id, d.id) IN (
              SELECT o.namespace_id, o.webhook_id, o.id
              FROM delivery o
              WHERE o.state = $1 AND o.state <> 0 AND o.finished_at < $2
              LIMIT $3)
            """;

    /** Webhooks that are gone and have left something behind. $1 how many. */
    static final String LEFT =
            """
            WITH RECURSIVE those AS (
              (SELECT d.namespace_id, d.webhook_id
               FROM delivery d
               ORDER BY d.namespace_id, d.webhook_id
               LIMIT 1)
              UNION ALL
              SELECT n.namespace_id, n.webhook_id
              FROM those t
              CROSS JOIN LATERAL (
                SELECT d.namespace_id, d.webhook_id
                FROM delivery d
                WHERE (d.namespace_id, d.webhook_id) > (t.namespace_id, t.webhook_id)
                ORDER BY d.namespace_id, d.webhook_id
                LIMIT 1) AS n)
            SELECT t.namespace_id, t.webhook_id
            FROM those t
            WHERE NOT EXISTS (
              SELECT FROM webhook w WHERE w.namespace_id = t.namespace_id AND w.id = t.webhook_id)
            LIMIT $1
            """;

    /** Forgets what one of them left behind. $1 namespace, $2 webhook, $3 how many. */
    static final String ABANDON =
            """
            DELETE FROM delivery d
            WHERE (d.namespace_id, d.webhook_id, d.id) IN (
              SELECT o.namespace_id, o.webhook_id, o.id
              FROM delivery o
              WHERE o.namespace_id = $1 AND o.webhook_id = $2
              LIMIT $3)
            """;

    /** How many wait, how many were given up, and when the oldest that waits was made. */
    static final String COUNT =
            """
            SELECT
              (SELECT count(*) FROM delivery d WHERE d.state = 0),
              (SELECT count(*) FROM delivery d WHERE d.state = 2 AND d.state <> 0),
              (SELECT min(d.created_at) FROM delivery d WHERE d.state = 0)
            """;

    /** What is told of executions, sent or not. $1 namespace, $2 executions. */
    static final String ERASE =
            """
            DELETE FROM delivery d
            WHERE d.namespace_id = $1 AND d.execution_id = ANY($2)
            """;

    private DeliverySql() {}
}
