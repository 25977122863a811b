package dev.hindsight.naming;

/** Every statement about external ids. */
final class ExternalIdSql {

    /** The executions of external ids, and whether they were removed. $1 namespace, $2 texts. */
    static final String FIND =
            """
            SELECT external_id, execution_id, removed_at, removed_by
            FROM external_id
            WHERE namespace_id = $1 AND external_id = ANY($2)
            """;

    /**
     * Claims external ids that nobody has or had for new executions, in their order as below. Tells
     * those that were free. $1 namespace, $2 external ids, $3 execution ids.
     */
    static final String CLAIM_NEW =
            """
            INSERT INTO external_id AS x (namespace_id, external_id, execution_id)
            SELECT $1, c.external_id, c.execution_id
            FROM unnest($2::text[], $3::uuid[]) AS c (external_id, execution_id)
            ORDER BY c.external_id
            ON CONFLICT DO NOTHING
            RETURNING x.external_id, x.execution_id
            """;

    /**
     * Claims external ids for new executions, in their order so that two claimers do not deadlock.
     * Tells the ids that were free or whose execution was removed; another's stays as it is, but its
     * row is locked. $1 namespace, $2 external ids, $3 execution ids.
     */
    static final String CLAIM =
            """
            INSERT INTO external_id AS x (namespace_id, external_id, execution_id)
            SELECT $1, c.external_id, c.execution_id
            FROM unnest($2::text[], $3::uuid[]) AS c (external_id, execution_id)
            ORDER BY c.external_id
            ON CONFLICT (namespace_id, external_id) DO UPDATE
            SET execution_id = excluded.execution_id, removed_at = NULL, removed_by = NULL
            WHERE x.removed_at IS NOT NULL
            RETURNING x.external_id, x.execution_id
            """;

    /**
     * Gives external ids to new executions whose own does not exist: it was purged without them.
     * $1 namespace, $2 external ids, $3 the executions they led to, $4 the new ones.
     */
    static final String TAKE_OVER =
            """
            UPDATE external_id x
            SET execution_id = c.new_id
            FROM unnest($2::text[], $3::uuid[], $4::uuid[]) AS c (external_id, old_id, new_id)
            WHERE x.namespace_id = $1 AND x.external_id = c.external_id AND x.execution_id = c.old_id
            RETURNING x.external_id, x.execution_id
            """;

    /**
     * Makes tombstones again that were taken over for executions which did not come to be. $1 namespace,
     * $2 external ids, $3 their removed executions, $4 when and $5 why removed.
     */
    static final String BURY_AGAIN =
            """
            INSERT INTO external_id (namespace_id, external_id, execution_id, removed_at, removed_by)
            SELECT $1, c.external_id, c.execution_id, c.removed_at, c.removed_by
            FROM unnest($2::text[], $3::uuid[], $4::timestamptz[], $5::text[])
              AS c (external_id, execution_id, removed_at, removed_by)
            ON CONFLICT DO NOTHING
            """;

    /** $1 namespace, $2 external ids, $3 the executions that they were claimed for. */
    static final String RELEASE =
            """
            DELETE FROM external_id x
            USING unnest($2::text[], $3::uuid[]) AS c (external_id, execution_id)
            WHERE x.namespace_id = $1 AND x.external_id = c.external_id
              AND x.execution_id = c.execution_id
            """;

    /**
     * Frees the external ids of executions that are removed. One that another has locked is left to
     * it: it is claiming the id for a new execution, and takes it over when it finds that the old one
     * is gone. To wait for it could be to wait in a circle, since it waits for the old one's row.
     * $1 namespace, $2 external ids, $3 the executions.
     */
    static final String FORGET =
            """
            DELETE FROM external_id x
            USING (
              %s) AS free
            WHERE x.namespace_id = $1 AND x.external_id = free.external_id
            """
                    .formatted(unlocked());

    /**
     * Makes tombstones of the external ids of executions that are removed, but for those that another
     * has locked, as above. $1 namespace, $2 external ids, $3 the executions, $4 when, $5 the policy.
     */
    static final String BURY =
            """
            UPDATE external_id x
            SET removed_at = $4, removed_by = $5
            FROM (
              %s) AS gone
            WHERE x.namespace_id = $1 AND x.external_id = gone.external_id
            """
                    .formatted(unlocked());

    /** Where the walk through all external ids has come to; holds others off. */
    static final String WALKED =
            "SELECT namespace_id, external_id FROM external_id_walk FOR UPDATE SKIP LOCKED";

    /**
     * The next ones of the walk: those that may lead nowhere, and the last one. $1 namespace and $2
     * external id behind which they are, $3 how many are looked at, $4 when tombstones are forgotten
     * that were made before, $5 forgotten days. The place of each says which is the last one.
     */
    static final String WALK =
            """
            SELECT s.namespace_id, s.external_id, s.execution_id, s.removed_at, s.place
            FROM (
              SELECT x.namespace_id, x.external_id, x.execution_id, x.removed_at,
                row_number() OVER (ORDER BY x.namespace_id, x.external_id) AS place
              FROM external_id x
              WHERE (x.namespace_id, x.external_id) > ($1, $2)
              ORDER BY x.namespace_id, x.external_id
              LIMIT $3) AS s
            WHERE s.place = $3 OR s.removed_at <= $4
              OR (s.removed_at IS NULL AND cardinality($5::date[]) > 0
                AND (to_timestamp(('x' || left(replace(s.execution_id::text, '-', ''), 12))::bit(48)::bigint
                  / 1000) AT TIME ZONE 'UTC')::date = ANY($5))
            ORDER BY s.place
            """;

    /** $1 namespace, $2 external id. */
    static final String WALK_ON = "UPDATE external_id_walk SET namespace_id = $1, external_id = $2";

    /**
     * Forgets external ids that lead to nothing that is remembered: tombstones, and those of executions
     * that are not there. $1 namespaces, $2 external ids, $3 the executions.
     */
    static final String FORGET_LOOSE =
            """
            DELETE FROM external_id x
            USING unnest($1::integer[], $2::text[], $3::uuid[])
              AS c (namespace_id, external_id, execution_id)
            WHERE x.namespace_id = c.namespace_id AND x.external_id = c.external_id
              AND x.execution_id = c.execution_id
              AND (x.removed_at IS NOT NULL OR NOT EXISTS (
                SELECT FROM execution e
                WHERE e.namespace_id = c.namespace_id AND e.id = c.execution_id AND {days e.id}))
            """;

    private ExternalIdSql() {}

    /** The external ids $2, in their order, that lead to the executions $3 and that nobody has locked. */
    private static String unlocked() {
        return """
               SELECT k.external_id
                 FROM external_id k
                 JOIN unnest($2::text[], $3::uuid[]) AS c (external_id, execution_id)
                   ON c.external_id = k.external_id AND c.execution_id = k.execution_id
                 WHERE k.namespace_id = $1 AND k.external_id = ANY($2)
                 ORDER BY k.external_id
                 FOR UPDATE OF k SKIP LOCKED""";
    }
}
