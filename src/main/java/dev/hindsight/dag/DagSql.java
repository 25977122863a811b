package dev.hindsight.dag;

/** Every statement about graphs. */
final class DagSql {

    /**
     * Stores graphs that are not there yet, without touching those that are and were used today:
     * every execution of a workflow would wait for the one before it. Tells the hash of each, in their order. $1 namespace,
     * $2 graphs as text, $3 today.
     */
    static final String STORE =
            """
            WITH sent AS (
              SELECT u.n, u.graph::jsonb AS graph,
                sha256(convert_to(u.graph::jsonb::text, 'UTF8')) AS hash
              FROM unnest($2::text[]) WITH ORDINALITY AS u (graph, n)
            ), stored AS (
              INSERT INTO dag AS d (namespace_id, hash, last_used_on, graph)
              SELECT DISTINCT ON (s.hash) $1::integer, s.hash, $3::date, s.graph
              FROM sent s
              WHERE NOT EXISTS (
                SELECT FROM dag k
                WHERE k.namespace_id = $1 AND k.hash = s.hash AND k.last_used_on >= $3)
              ORDER BY s.hash
              ON CONFLICT (namespace_id, hash) DO UPDATE
              SET last_used_on = excluded.last_used_on
              WHERE d.last_used_on < excluded.last_used_on
            )
            SELECT encode(s.hash, 'hex') FROM sent s ORDER BY s.n
            """;

    /** $1 namespace, $2 hash in hex. */
    static final String FIND =
            "SELECT graph::text FROM dag WHERE namespace_id = $1 AND hash = decode($2, 'hex')";

    /** Forgets graphs that no day from $1 on refers to. */
    static final String FORGET = "DELETE FROM dag WHERE last_used_on < $1";

    /** Waits for those who are storing graphs, and has others wait who want to. */
    static final String HOLD = "LOCK TABLE dag IN SHARE MODE";

    /** Erases graphs. $1 namespace, $2 hashes in hex. */
    static final String ERASE =
            """
            DELETE FROM dag d
            USING unnest($2::text[]) AS h (hash)
            WHERE d.namespace_id = $1 AND d.hash = decode(h.hash, 'hex')
            """;

    private DagSql() {}
}
