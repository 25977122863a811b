package dev.hindsight.transcript;

import dev.hindsight.execution.ExecutionSql;
import dev.hindsight.log.LogSql;
import dev.hindsight.step.StepSql;

/** The statements that read executions whole. */
final class TranscriptSql {

    /** Most rows of a page of steps or lines. */
    static final int PAGE_ROWS = 250;

    /** A page ends with the row that reaches so many bytes of JSON, so that no page fills the memory. */
    private static final int PAGE_BYTES = 1024 * 1024;

    /**
     * One execution with all that is one of it, deleted or not: the record, as {@link
     * dev.hindsight.execution.ExecutionRows} reads it but for the import, and what merging needs. $1
     * namespace, $2 id.
     */
    static final String FIND =
            """
            SELECT %s, h.beat_at, %s, e.set_pending, e.set_running, e.set_end, e.reported_at,
              e.failed_node, e.failed_at, t.bytes, t.dropped, d.graph::text
            FROM execution e
            LEFT JOIN execution_payload p
              ON p.namespace_id = $1 AND p.execution_id = $2 AND {days p.execution_id}
            LEFT JOIN heartbeat h
              ON h.namespace_id = $1 AND h.execution_id = $2 AND {days h.execution_id}
            LEFT JOIN log_tally t
              ON t.namespace_id = $1 AND t.execution_id = $2 AND {days t.execution_id}
            LEFT JOIN dag d ON d.namespace_id = $1 AND d.hash = e.dag_hash
            WHERE e.namespace_id = $1 AND e.id = $2 AND {days e.id}
            """
                    .formatted(
                            ExecutionSql.LIST_COLUMNS.replace(
                                    "e.imported_at", "NULL::timestamptz AS imported_at"),
                            ExecutionSql.PAYLOAD_COLUMNS);

    /**
     * A page of the steps of an execution in the order of their keys and attempts, and whether it is the
     * last one. $1 namespace, $2 execution, $3 key and $4 attempt behind which it begins.
     */
    static final String STEPS =
            """
            SELECT %1$s,
              s.input::text, s.output::text, s.metadata::text, s.error_stack, s.notices::text,
              s.created_at, s.set_pending, s.set_running, s.set_end, s.reported_at,
              s.total < %3$d AND s.place = s.total AS is_last
            FROM (
              SELECT n.*, p.input, p.output, p.metadata, p.error_stack, p.notices,
                count(*) OVER () AS total, row_number() OVER w AS place,
                sum(%2$s) OVER w - (%2$s) AS bytes_before
              FROM (
                SELECT k.*
                FROM step k
                WHERE k.namespace_id = $1 AND k.execution_id = $2 AND {days k.execution_id}
                  AND (k.key, k.attempt) > ($3::text, $4::integer)
                ORDER BY k.key, k.attempt
                LIMIT %3$d) AS n
              LEFT JOIN step_payload p
                ON p.namespace_id = $1 AND p.execution_id = $2 AND {days p.execution_id}
               AND p.key = n.key AND p.attempt = n.attempt
              WINDOW w AS (ORDER BY n.key, n.attempt)) AS s
            WHERE s.bytes_before < %4$d
            ORDER BY s.key, s.attempt
            """
                    .formatted(
                            StepSql.SUMMARY_COLUMNS,
                            bytes("p.input")
                                    + " + "
                                    + bytes("p.output")
                                    + " + "
                                    + bytes("p.metadata"),
                            PAGE_ROWS,
                            PAGE_BYTES);

    /**
     * A page of the lines of an execution by their sequences, and whether it is the last one. $1
     * namespace, $2 execution, $3 sequence behind which it begins.
     */
    static final String LINES =
            """
            SELECT %1$s, l.sent_sequence, l.total < %3$d AND l.place = l.total AS is_last
            FROM (
              SELECT n.*,
                count(*) OVER () AS total, row_number() OVER w AS place,
                sum(%2$s) OVER w - (%2$s) AS bytes_before
              FROM (
                SELECT k.*
                FROM log k
                WHERE k.namespace_id = $1 AND k.execution_id = $2 AND {days k.execution_id}
                  AND k.sequence > $3::bigint
                ORDER BY k.sequence
                LIMIT %3$d) AS n
              WINDOW w AS (ORDER BY n.sequence)) AS l
            WHERE l.bytes_before < %4$d
            ORDER BY l.sequence
            """
                    .formatted(
                            LogSql.COLUMNS,
                            "coalesce(octet_length(n.message), 0) + " + bytes("n.data"),
                            PAGE_ROWS,
                            PAGE_BYTES);

    private TranscriptSql() {}

    /**
     * The size of a JSON column as text. Only what is compressed must be read for it, since it may grow
     * a hundredfold.
     */
    private static String bytes(String column) {
        return """
               coalesce(CASE WHEN pg_column_compression(%1$s) IS NULL THEN pg_column_size(%1$s) \
               ELSE octet_length(%1$s::text) END, 0)"""
                .formatted(column);
    }
}
