package dev.hindsight.removal;

/** The statements about removals that no owner of rows has. */
final class RemovalSql {

    /** A removal may have to read a long log; it is still over long before anybody gives up. */
    static final String PATIENCE = "SET LOCAL statement_timeout = '60s'";

    /**
     * Tells of executions that were removed, or deleted in bulk. $1 when, $2 the execution, or zeros
     * if they are many, $3 namespace, $4 how many, $5 the policy that did it, if one did.
     */
    static final String TELL_REMOVED =
            """
            INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, prev)
            VALUES ($1, $2, $3, 0, 5,
              jsonb_build_object('count', $4::bigint, 'policy', $5::text))
            """;

    private RemovalSql() {}
}
