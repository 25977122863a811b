package dev.hindsight.comparison;

/**
 * The statements that compare. Of tables whose names begin with l the days are those of the left
 * execution, of tables whose names begin with r those of the right one.
 */
final class ComparisonSql {

    /**
     * The newest attempts of an execution's steps, in the order of the list. $1 namespace, $2 execution,
     * $3 most rows.
     */
    static final String OUTLINE =
            """
            SELECT s.key, s.attempt, s.node_id, s.iteration, s.status, s.duration_ms
            FROM (
              SELECT DISTINCT ON (k.key) k.key, k.attempt, k.node_id, k.iteration, k.status,
                k.duration_ms, k.step_index, k.started_at
              FROM step k
              WHERE k.namespace_id = $1 AND k.execution_id = $2 AND {days k.execution_id}
              ORDER BY k.key, k.attempt DESC) AS s
            ORDER BY coalesce(s.step_index, 2147483647), coalesce(s.started_at, 'infinity'), s.key
            LIMIT $3
            """;

    /**
     * The payloads of two executions that differ, by their places in {@link ComparisonStore}: text and size
     * of each, of a text that is too long its beginning. $1 namespace, $2 left, $3 right, $4 most
     * bytes, $5 characters of a beginning.
     */
    static final String EXECUTION_PAYLOADS =
            """
            SELECT f.place, %s
            FROM generate_series(0, 4) AS f (place)
            LEFT JOIN execution_payload lp
              ON lp.namespace_id = $1 AND lp.execution_id = $2 AND {days lp.execution_id}
            LEFT JOIN execution_payload rp
              ON rp.namespace_id = $1 AND rp.execution_id = $3 AND {days rp.execution_id}
            CROSS JOIN LATERAL (SELECT %s AS json OFFSET 0) AS lj
            CROSS JOIN LATERAL (SELECT %s AS json OFFSET 0) AS rj
            CROSS JOIN LATERAL (SELECT lj.json::text AS value OFFSET 0) AS l
            CROSS JOIN LATERAL (SELECT rj.json::text AS value OFFSET 0) AS r
            WHERE lj.json IS DISTINCT FROM rj.json
            ORDER BY f.place
            """
                    .formatted(told(), executionValue("lp"), executionValue("rp"));

    /**
     * Of pairs of steps those that differ, but for their statuses and times: what is narrow of both, and
     * of each payload its bytes on both sides where it differs. $1 namespace, $2 left execution, $3
     * right execution, $4 left keys, $5 left attempts, $6 right keys, $7 right attempts.
     */
    static final String DIFFERING_STEPS =
            """
            SELECT u.n::integer, l.node_name, r.node_name, l.node_type, r.node_type,
              l.error_message, r.error_message, l.error_type, r.error_type, l.error_code, r.error_code,
              l.cached, r.cached, l.cost_amount::text, r.cost_amount::text, l.cost_unit, r.cost_unit,
              %s
            FROM unnest($4::text[], $5::integer[], $6::text[], $7::integer[]) WITH ORDINALITY
              AS u (left_key, left_attempt, right_key, right_attempt, n)
            CROSS JOIN LATERAL (%s) AS l
            CROSS JOIN LATERAL (%s) AS r
            WHERE (l.node_name, l.node_type, l.error_message, l.error_type, l.error_code, l.cached,
                l.cost_amount, l.cost_unit, l.input, l.output, l.metadata, l.error_stack)
              IS DISTINCT FROM
              (r.node_name, r.node_type, r.error_message, r.error_type, r.error_code, r.cached,
                r.cost_amount, r.cost_unit, r.input, r.output, r.metadata, r.error_stack)
            ORDER BY u.n
            """
                    .formatted(
                            sizes("input", "output", "metadata", "error_stack"),
                            step("left", "l", "$2"),
                            step("right", "r", "$3"));

    /**
     * Payloads of pairs of steps that differ: which of the pairs and of the payloads, and then as
     * of executions. $1 namespace, $2 left execution, $3 right execution, $4 most bytes, $5 characters of a
     * beginning, $6 which pairs, $7 left keys, $8 left attempts, $9 right keys, $10 right attempts, $11
     * which payloads.
     */
    static final String STEP_PAYLOADS =
            """
            SELECT u.pair, u.place, %s
            FROM unnest($6::integer[], $7::text[], $8::integer[], $9::text[], $10::integer[],
              $11::integer[]) AS u (pair, left_key, left_attempt, right_key, right_attempt, place)
            LEFT JOIN LATERAL (%s) AS l ON true
            LEFT JOIN LATERAL (%s) AS r ON true
            ORDER BY u.pair, u.place
            """
                    .formatted(
                            told(),
                            stepPayload("left", "lp", "$2"),
                            stepPayload("right", "rp", "$3"));

    private ComparisonSql() {}

    private static String told() {
        return """
               CASE WHEN octet_length(l.value) <= $4 THEN l.value ELSE left(l.value, $5) END,
                 octet_length(l.value),
                 CASE WHEN octet_length(r.value) <= $4 THEN r.value ELSE left(r.value, $5) END,
                 octet_length(r.value)\
               """;
    }

    private static String executionValue(String table) {
        return """
               CASE f.place WHEN 0 THEN %1$s.trigger_data WHEN 1 THEN %1$s.input
                 WHEN 2 THEN %1$s.output WHEN 3 THEN %1$s.metadata
                 ELSE to_jsonb(%1$s.error_stack) END"""
                .formatted(table);
    }

    private static String step(String side, String letter, String execution) {
        return """
               SELECT %2$ss.node_name, %2$ss.node_type, %2$ss.error_message, %2$ss.error_type,
                   %2$ss.error_code, %2$ss.cached, %2$ss.cost_amount, %2$ss.cost_unit,
                   %2$sp.input, %2$sp.output, %2$sp.metadata, %2$sp.error_stack
                 FROM step %2$ss
                 LEFT JOIN step_payload %2$sp
                   ON %2$sp.namespace_id = $1 AND %2$sp.execution_id = %3$s
                  AND {days %2$sp.execution_id}
                  AND %2$sp.key = u.%1$s_key AND %2$sp.attempt = u.%1$s_attempt
                 WHERE %2$ss.namespace_id = $1 AND %2$ss.execution_id = %3$s
                   AND {days %2$ss.execution_id}
                   AND %2$ss.key = u.%1$s_key AND %2$ss.attempt = u.%1$s_attempt
                 OFFSET 0"""
                .formatted(side, letter, execution);
    }

    private static String stepPayload(String side, String table, String execution) {
        return """
               SELECT CASE u.place WHEN 0 THEN %2$s.input::text WHEN 1 THEN %2$s.output::text
                   WHEN 2 THEN %2$s.metadata::text ELSE to_jsonb(%2$s.error_stack)::text END AS value
                 FROM step_payload %2$s
                 WHERE %2$s.namespace_id = $1 AND %2$s.execution_id = %3$s
                   AND {days %2$s.execution_id}
                   AND %2$s.key = u.%1$s_key AND %2$s.attempt = u.%1$s_attempt
                 OFFSET 0"""
                .formatted(side, table, execution);
    }

    private static String sizes(String... columns) {
        StringBuilder sizes = new StringBuilder();
        for (String column : columns) {
            sizes.append(sizes.length() == 0 ? "" : ",\n  ")
                    .append(
                            """
                            CASE WHEN l.%1$s IS DISTINCT FROM r.%1$s THEN
                                coalesce(octet_length(l.%1$s::text), 0)
                                + coalesce(octet_length(r.%1$s::text), 0) END"""
                                    .formatted(column));
        }
        return sizes.toString();
    }
}
