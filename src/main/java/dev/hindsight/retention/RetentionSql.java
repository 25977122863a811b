package dev.hindsight.retention;

/** The statements of retention that are the same for all policies. */
final class RetentionSql {

    /**
     * Looking through a large day takes longer than any other question may. What the policies say is
     * known when the plan is made: one that was made for any policies reads all their cuts again for
     * every row.
     */
    static final String PATIENCE =
            "SET LOCAL statement_timeout = '60s'; SET LOCAL plan_cache_mode = force_custom_plan";

    /** $1 namespace. */
    static final String WORKFLOWS =
            "SELECT DISTINCT workflow_id FROM workflow WHERE namespace_id = $1 ORDER BY workflow_id";

    /** The namespaces that have rows in some days, each found by one step in the index. */
    static final String NAMESPACES =
            """
            WITH RECURSIVE found AS (
              SELECT (SELECT min(e.namespace_id) FROM execution e WHERE {days e.id}) AS id
              UNION ALL
              SELECT (SELECT min(e.namespace_id) FROM execution e
                      WHERE e.namespace_id > f.id AND {days e.id})
              FROM found f
              WHERE f.id IS NOT NULL
            )
            SELECT id FROM found WHERE id IS NOT NULL
            """;

    static final String TOTAL = "SELECT count(*) FROM execution e WHERE {days e.id}";

    private RetentionSql() {}
}
