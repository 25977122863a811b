package dev.hindsight.audit;

/** Every statement about the audit. */
final class AuditSql {

    /**
     * Writes entries. $1 namespaces, $2 ids, $3 moments, $4 actors, $5 actions, $6 targets, $7 times, $8
     * details.
     */
    static final String INSERT =
            """
            INSERT INTO audit (namespace_id, id, at, actor, action, target, times, detail)
            SELECT a.namespace_id, a.id, a.at, a.actor, a.action, a.target, a.times, a.detail
            FROM unnest($1::int[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
                        $7::int[], $8::text[])
              AS a (namespace_id, id, at, actor, action, target, times, detail)
            """;

    /**
     * A page, newest first. $1 namespace, $2 the id before which, $3 the actor or none, $4 the action
     * or none, $5 how many.
     */
    static final String PAGE =
            """
            SELECT a.id, a.at, a.actor, a.action, a.target, a.times, a.detail
            FROM audit a
            WHERE a.namespace_id = $1 AND a.id < $2
              AND ($3::text IS NULL OR a.actor = $3)
              AND ($4::text IS NULL OR a.action = $4)
            ORDER BY a.id DESC
            LIMIT $5
            """;

    /**
     * Entries of which more than a path is kept, a page. $1 namespace, $2 the id behind which, $3 how
     * many.
     */
    static final String WORDED =
            """
            SELECT a.id, a.target, a.detail
            FROM audit a
            WHERE a.namespace_id = $1 AND a.id > $2
              AND (a.detail IS NOT NULL OR a.target LIKE '%?%')
            ORDER BY a.id
            LIMIT $3
            """;

    /** Says entries in other words. $1 namespace, $2 ids, $3 targets, $4 details. */
    static final String REWORD =
            """
            UPDATE audit a
            SET target = u.target, detail = u.detail
            FROM unnest($2::uuid[], $3::text[], $4::text[]) AS u (id, target, detail)
            WHERE a.namespace_id = $1 AND a.id = u.id
            """;

    /**
     * Takes external ids, whole ones, out of paths. $1 namespace, $2 these as they may be written there.
     */
    static final String FORGET_EXTERNAL_IDS =
            """
            UPDATE audit a
            SET target = split_part(a.target, 'ext:', 1) || 'ext:erased'
            FROM unnest($2::text[]) AS n (name)
            WHERE a.namespace_id = $1 AND a.target LIKE '%ext:%'
              AND position(translate('ext:' || n.name || '/', '?', '/')
                IN translate(a.target || '/', '?', '/')) > 0
            """;

    /** Namespaces of which there are entries. */
    static final String NAMESPACES =
            """
            SELECT n.id
            FROM namespace n
            WHERE EXISTS (SELECT FROM audit a WHERE a.namespace_id = n.id)
            ORDER BY n.id
            """;

    /**
     * Forgets the oldest entries of a namespace, of those before a moment. $1 namespace, $2 the least id of
     * that moment, by which they are found, $3 how many.
     */
    static final String FORGET =
            """
            DELETE FROM audit a
            WHERE a.namespace_id = $1 AND a.id IN (
              SELECT o.id
              FROM audit o
              WHERE o.namespace_id = $1 AND o.id < $2
              ORDER BY o.id
              LIMIT $3)
            """;

    private AuditSql() {}
}
