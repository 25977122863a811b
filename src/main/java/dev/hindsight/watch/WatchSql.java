package dev.hindsight.watch;

import dev.hindsight.execution.ExecutionSql;
import dev.hindsight.log.LogSql;
import dev.hindsight.step.StepSql;

/** The statements that read what changed. Ids are looked up one by one: see {@link ExecutionSql}. */
final class WatchSql {

    /** Executions, with what filters need beside it. $1 namespace, $2 ids. */
    static final String EXECUTIONS =
            """
            SELECT %s, h.beat_at, e.failed_node, e.fingerprint
            FROM unnest($2::uuid[]) AS u (id)
            CROSS JOIN LATERAL (
              SELECT e.* FROM execution e
              WHERE e.namespace_id = $1 AND e.id = u.id AND {days e.id}
              OFFSET 0
            ) AS e
            LEFT JOIN LATERAL (
              SELECT h.beat_at FROM heartbeat h
              WHERE h.namespace_id = $1 AND h.execution_id = u.id AND {days h.execution_id}
              OFFSET 0
            ) AS h ON true
            """
                    .formatted(ExecutionSql.LIST_COLUMNS);

    /** Steps without payloads. $1 namespace, $2 executions, $3 keys, $4 attempts. */
    static final String STEPS =
            """
            SELECT u.execution_id, %s
            FROM unnest($2::uuid[], $3::text[], $4::integer[]) AS u (execution_id, key, attempt)
            CROSS JOIN LATERAL (
              SELECT s.* FROM step s
              WHERE s.namespace_id = $1 AND s.execution_id = u.execution_id AND {days s.execution_id}
                AND s.key = u.key AND s.attempt = u.attempt
              OFFSET 0
            ) AS s
            """
                    .formatted(StepSql.SUMMARY_COLUMNS);

    /** Lines by their numbers, in the order of these. $1 namespace, $2 execution, $3 sequences. */
    static final String LINES =
            """
            SELECT %s
            FROM (SELECT sequence FROM unnest($3::bigint[]) AS n (sequence) ORDER BY sequence) AS u
            CROSS JOIN LATERAL (
              SELECT l.* FROM log l
              WHERE l.namespace_id = $1 AND l.execution_id = $2 AND {days l.execution_id}
                AND l.sequence = u.sequence
              OFFSET 0
            ) AS l
            """
                    .formatted(LogSql.COLUMNS);

    private WatchSql() {}
}
