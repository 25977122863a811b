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

    /** Whether there are namespaces besides some. $1 those. */
    static final String HAS_OTHERS =
            "SELECT EXISTS (SELECT FROM namespace n WHERE n.id <> ALL($1::integer[]))";

    static final String TOTAL = "SELECT count(*) FROM execution e WHERE {days e.id}";

    private RetentionSql() {}
}
