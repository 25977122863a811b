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

    private AuditSql() {}
}
