package dev.hindsight.workflow;

import dev.hindsight.partition.DayWindow;

/** Every statement about workflows. */
final class WorkflowSql {

    /** A row if a workflow was ever reported, under whatever names. $1 namespace, $2 id. */
    static final String FIND =
            """
            SELECT w.workflow_id
            FROM workflow w
            WHERE w.namespace_id = $1 AND w.workflow_id = $2
            LIMIT 1
            """;

    /**
     * The newest start of each workflow within days. %1$s and %2$s least ids of the first day and of
     * the one after the last. $1 namespace, $2 workflows.
     */
    private static final String LATEST =
            """
            SELECT w.workflow_id, e.id, e.started_at
            FROM unnest($2::text[]) AS w (workflow_id)
            CROSS JOIN LATERAL (
              SELECT e.id, e.started_at
              FROM execution e
              WHERE e.namespace_id = $1 AND e.id >= '%1$s' AND e.id < '%2$s'
                AND e.deleted_at IS NULL AND e.workflow_id = w.workflow_id
              ORDER BY e.started_at DESC, e.id DESC
              LIMIT 1) AS e
            """;

    private WorkflowSql() {}

    static String latest(DayWindow days) {
        return LATEST.formatted(days.floor(), days.ceiling());
    }
}
