package dev.hindsight.erasure;

/** Every statement about erasures, and what they ask of executions before these are gone. */
final class ErasureSql {

    /** A batch may have to go through a long log, or a long audit. */
    static final String PATIENCE = "SET LOCAL statement_timeout = '60s'";

    /** How many executions of a person are pinned, in a range of days. $1 namespace, $2 who. */
    static final String COUNT_PINNED =
            """
            SELECT count(*)
            FROM execution e
            WHERE e.namespace_id = $1 AND e.created_by = $2 AND e.pinned AND {days e.id}
            """;

    /**
     * Begins one, unless one of the same person goes on, which then takes pinned executions too if this
     * does. $1 namespace, $2 id, $3 now, $4 until when it is leased, $5 whether pinned ones go, $6 who.
     */
    static final String BEGIN =
            """
            INSERT INTO erasure AS x (namespace_id, id, started_at, leased_until, include_pinned, created_by)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (namespace_id, created_by) WHERE created_by IS NOT NULL DO UPDATE
            SET include_pinned = x.include_pinned OR excluded.include_pinned
            RETURNING x.id
            """;

    /** One. $1 namespace, $2 id. */
    static final String GET =
            """
            SELECT x.id, x.started_at, x.completed_at, x.include_pinned, x.executions, x.archive_files,
              x.webhooks, x.pinned, x.problem
            FROM erasure x
            WHERE x.namespace_id = $1 AND x.id = $2
            """;

    /** Leases one that nobody is at, the oldest. $1 now, $2 until when. */
    static final String CLAIM =
            """
            UPDATE erasure x
            SET leased_until = $2
            FROM (
              SELECT o.namespace_id, o.id
              FROM erasure o
              WHERE o.created_by IS NOT NULL AND o.leased_until < $1
              ORDER BY o.started_at
              LIMIT 1
              FOR UPDATE SKIP LOCKED
            ) AS o
            WHERE x.namespace_id = o.namespace_id AND x.id = o.id
            RETURNING x.namespace_id, x.id, x.started_at, x.created_by, x.include_pinned
            """;

    /** One as whoever works at it needs it; no row once it is done. $1 namespace, $2 id. */
    static final String OPEN =
            """
            SELECT x.namespace_id, x.id, x.started_at, x.created_by, x.include_pinned
            FROM erasure x
            WHERE x.namespace_id = $1 AND x.id = $2 AND x.created_by IS NOT NULL
            """;

    /** What leads to executions elsewhere. $1 namespace, $2 ids. */
    static final String LEADS =
            """
            SELECT e.external_id, encode(e.dag_hash, 'hex')
            FROM execution e
            WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id}
            """;

    /** A batch is done. $1 namespace, $2 id, $3 executions, $4 their graphs, $5 until when it is leased. */
    static final String ADVANCE =
            """
            UPDATE erasure x
            SET executions = x.executions + $3, leased_until = $5,
              graphs = ARRAY(SELECT DISTINCT g FROM unnest(x.graphs || $4::text[]) AS g)
            WHERE x.namespace_id = $1 AND x.id = $2
            """;

    /** Graphs that may go. $1 namespace, $2 id. */
    static final String GRAPHS =
            """
            SELECT g
            FROM erasure x, unnest(x.graphs) AS g
            WHERE x.namespace_id = $1 AND x.id = $2
            """;

    /** Which graphs are used in a range of days. $1 namespace, $2 hashes in hex. */
    static final String USED =
            """
            SELECT DISTINCT encode(e.dag_hash, 'hex')
            FROM execution e
            WHERE e.namespace_id = $1 AND {days e.id}
              AND e.dag_hash = ANY(ARRAY(SELECT decode(h.hash, 'hex') FROM unnest($2::text[]) AS h (hash)))
            """;

    /** The same of executions that changed since a moment, by the indexes of those. $3 the moment. */
    static final String USED_SINCE =
            """
            SELECT encode(e.dag_hash, 'hex')
            FROM execution e
            WHERE e.namespace_id = $1 AND {days e.id} AND e.deleted_at IS NULL AND e.updated_at >= $3
              AND e.dag_hash = ANY(ARRAY(SELECT decode(h.hash, 'hex') FROM unnest($2::text[]) AS h (hash)))
            UNION
            SELECT encode(e.dag_hash, 'hex')
            FROM execution e
            WHERE e.namespace_id = $1 AND {days e.id} AND e.deleted_at IS NOT NULL AND e.updated_at >= $3
              AND e.dag_hash = ANY(ARRAY(SELECT decode(h.hash, 'hex') FROM unnest($2::text[]) AS h (hash)))
            """;

    /** $1 namespace, $2 id, $3 webhooks. */
    static final String ADD_WEBHOOKS =
            "UPDATE erasure SET webhooks = webhooks + $3 WHERE namespace_id = $1 AND id = $2";

    /** $1 namespace, $2 id, $3 files, $4 until when it is leased. */
    static final String ADD_FILES =
            """
            UPDATE erasure
            SET archive_files = archive_files + $3, leased_until = $4
            WHERE namespace_id = $1 AND id = $2
            """;

    /**
     * It is done, and forgets of whom; unless more was asked for meanwhile. $1 namespace, $2 id, $3 now, $4
     * pinned ones that are left, $5 whether pinned ones went.
     */
    static final String COMPLETE =
            """
            UPDATE erasure
            SET completed_at = $3, pinned = $4, created_by = NULL, problem = NULL, graphs = '{}'
            WHERE namespace_id = $1 AND id = $2 AND created_by IS NOT NULL AND include_pinned = $5
            """;

    /** It has to wait. $1 namespace, $2 id, $3 why, $4 until when. */
    static final String PUT_OFF =
            """
            UPDATE erasure
            SET problem = $3, leased_until = $4
            WHERE namespace_id = $1 AND id = $2 AND created_by IS NOT NULL
            """;

    /** Namespaces in which something was erased lately. $1 since when. */
    static final String LATELY =
            """
            SELECT DISTINCT x.namespace_id
            FROM erasure x
            WHERE x.completed_at >= $1
            """;

    private ErasureSql() {}
}
