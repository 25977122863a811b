package dev.hindsight.fold;

/** The statements about deltas. */
final class FoldSql {

    /**
     * Waits for the turn to roll up, and has what follows see everything that was committed until then.
     * The lock comes before the first query, and with that the snapshot.
     */
    static final String BEGIN =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; LOCK TABLE rollup_turn IN EXCLUSIVE MODE";

    /** The first and the last delta that waits, and since when; no row if none does. */
    static final String WAITING =
            """
            SELECT first.id, first.changed_at, (SELECT max(d.id) FROM statistics_delta d)
            FROM (
              SELECT d.id, d.changed_at
              FROM statistics_delta d
              ORDER BY d.id
              LIMIT 1
            ) AS first
            """;

    /**
     * Takes deltas out, in the order of their ids: that in which one execution's were written, since they
     * are written while its row is locked. $1 most rows.
     */
    static final String TAKE =
            """
            WITH taken AS (
              DELETE FROM statistics_delta d
              WHERE d.id = ANY(ARRAY(SELECT w.id FROM statistics_delta w ORDER BY w.id LIMIT $1))
              RETURNING d.*
            )
            SELECT t.namespace_id, t.sign, t.workflow_id, t.node_id, t.execution_id, t.status, t.started_at,
              t.duration_ms, t.sample_rate, t.cached, t.cost_amount::text, t.cost_unit, t.fingerprint,
              t.failed_at, t.error_message, t.error_type, t.failed_node
            FROM taken t
            ORDER BY t.id
            """;

    /** Takes the words out of deltas, and leaves the numbers. $1 namespace, $2 executions. */
    static final String FORGET_MESSAGES =
            """
            UPDATE statistics_delta d
            SET error_message = NULL
            WHERE d.namespace_id = $1 AND d.execution_id = ANY($2) AND d.error_message IS NOT NULL
            """;

    private FoldSql() {}
}
