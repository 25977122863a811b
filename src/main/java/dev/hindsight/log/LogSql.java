package dev.hindsight.log;

/** Every statement about log lines. */
public final class LogSql {

    /** The lines of a batch as rows: $2 their executions (for pruning), $3… one array a column. */
    private static final String LINES =
            """
            SELECT u.execution_id, u.sequence, u.mask, u.logged_at, u.level, u.type, u.step_key,
              u.attempt, u.stream, u.message, u.data::jsonb AS data, u.notices::jsonb AS notices, u.n,
              u.sent,
              coalesce(octet_length(u.message), 0) + coalesce(octet_length(u.data), 0) AS bytes
            FROM unnest($3::uuid[], $4::bigint[], $5::integer[], $6::timestamptz[], $7::smallint[],
                   $8::text[], $9::text[], $10::integer[], $11::smallint[], $12::text[], $13::text[],
                   $14::text[], $15::bigint[])
              WITH ORDINALITY AS u (execution_id, sequence, mask, logged_at, level, type, step_key,
                attempt, stream, message, data, notices, sent, n)
            """;

    /**
     * Stores those of the rows {@code candidate} for which there is room, in their order, and counts
     * them; tells of each line of the batch (by its position from 1) whether it is stored, and
     * whether it was dropped since the log is full, and its sequence. A line is stored while the log is not full yet.
     * %1$s rows before the candidates, %2$s candidates, %3$s their sequences, %4$s the first of them,
     * $16 and $17 the caps, $18 now.
     */
    private static final String STORE_CAPPED =
            """
            WITH line AS (%1$s), %2$s
            ), sized AS (
              SELECT c.*,
                coalesce(t.lines, 0) + row_number() OVER w - 1 AS lines_before,
                coalesce(t.bytes, 0) + sum(c.bytes) OVER w - c.bytes AS bytes_before
              FROM candidate c
              LEFT JOIN log_tally t
                ON t.namespace_id = $1 AND t.execution_id = ANY($2::uuid[])
                  AND {days t.execution_id}
               AND t.execution_id = c.execution_id
              WINDOW w AS (PARTITION BY c.execution_id ORDER BY c.n)
            ), fit AS (
              SELECT *, lines_before < $16::bigint AND bytes_before < $17::bigint AS fits FROM sized
            ), stored AS (
              INSERT INTO log (namespace_id, execution_id, sequence, sent_sequence, logged_at, level,
                type, step_key, attempt, stream, message, data, notices)
              SELECT $1, f.execution_id, %3$s, f.logged_at, f.level, f.type, f.step_key, f.attempt,
                f.stream, f.message, f.data, f.notices
              FROM fit f
              WHERE f.fits
              ORDER BY f.execution_id, f.sequence, f.n
            ), tallied AS (
              INSERT INTO log_tally AS t (namespace_id, execution_id, lines, bytes, dropped)
              SELECT $1, f.execution_id, count(*) FILTER (WHERE f.fits),
                coalesce(sum(f.bytes) FILTER (WHERE f.fits), 0), count(*) FILTER (WHERE NOT f.fits)
              FROM fit f
              GROUP BY f.execution_id
              ORDER BY f.execution_id
              ON CONFLICT (namespace_id, execution_id) DO UPDATE
              SET lines = t.lines + excluded.lines, bytes = t.bytes + excluded.bytes,
                dropped = t.dropped + excluded.dropped
            ), told AS (
              INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, prev)
              SELECT $18::timestamptz, f.execution_id, $1, 0, 6,
                jsonb_build_object('sequences', range_agg(int8range(f.%4$s, f.%4$s, '[]'))::text)
              FROM fit f
              WHERE f.fits
              GROUP BY f.execution_id
            )
            SELECT f.n, f.fits, f.%4$s FROM fit f
            """;

    /**
     * Lines under the sequences they were sent with, as far as those are free. Whether one is free is
     * looked up line by line, which {@code OFFSET 0} sees to: joined with all lines of the execution,
     * 8,000 more took over ten seconds behind the first 32,000.
     */
    static final String STORE =
            STORE_CAPPED.formatted(
                    LINES,
                    """
                    candidate AS (
                      SELECT l.*
                      FROM line l
                      WHERE NOT EXISTS (
                        SELECT FROM log k
                        WHERE k.namespace_id = $1 AND k.execution_id = ANY($2::uuid[])
                          AND {days k.execution_id}
                          AND k.execution_id = l.execution_id AND k.sequence = l.sequence
                        OFFSET 0)""",
                    "f.sequence, f.sent",
                    "sequence");

    /**
     * Lines behind the last one of their execution, in their order; the sequence of one that had
     * another is remembered.
     */
    static final String APPEND =
            STORE_CAPPED.formatted(
                    LINES,
                    """
                    last AS (
                      SELECT x.execution_id,
                        coalesce((SELECT max(k.sequence) FROM log k
                                  WHERE k.namespace_id = $1 AND k.execution_id = ANY($2::uuid[])
                                    AND {days k.execution_id}
                                    AND k.execution_id = x.execution_id), -1) AS sequence
                      FROM (SELECT DISTINCT execution_id FROM line) AS x
                    ), candidate AS (
                      SELECT l.*,
                        a.sequence + row_number() OVER (PARTITION BY l.execution_id ORDER BY l.n)
                          AS given_sequence
                      FROM line l
                      JOIN last a ON a.execution_id = l.execution_id""",
                    "f.given_sequence, coalesce(f.sent, f.sequence)",
                    "given_sequence");

    /**
     * Of lines whose sequence is taken, the positions (from 1) of those that are stored already:
     * under it, or under another one that they were given when it was taken. Only what a line sent
     * is compared.
     */
    static final String DUPLICATES =
            """
            WITH line AS (%s)
            SELECT c.n
            FROM line c
            WHERE EXISTS (
              SELECT FROM log l
              WHERE l.namespace_id = $1 AND l.execution_id = ANY($2::uuid[])
                AND {days l.execution_id}
                AND l.execution_id = c.execution_id AND l.sequence = c.sequence
                AND %s
              OFFSET 0)
            OR EXISTS (
              SELECT FROM log l
              WHERE l.namespace_id = $1 AND l.execution_id = ANY($2::uuid[])
                AND {days l.execution_id}
                AND l.execution_id = c.execution_id AND l.sent_sequence = coalesce(c.sent, c.sequence)
                AND %s
              OFFSET 0)
            """
                    .formatted(LINES, same(), same());

    /** A line, in the order in which {@link LogRows} reads it. */
    public static final String COLUMNS =
            """
            l.sequence, l.logged_at, l.level, l.type, l.step_key, l.attempt, l.stream, l.message,
              l.data::text, l.notices::text""";

    /** %1$s filters, %2$s direction, %3$s limit. $1 namespace, $2 execution. */
    static final String PAGE =
            "SELECT "
                    + COLUMNS
                    + """

            FROM log l
            WHERE l.namespace_id = $1 AND l.execution_id = $2 AND {days l.execution_id}
            %1$s
            ORDER BY l.sequence %2$s
            LIMIT %3$s
            """;

    /** %1$s filters. */
    static final String COUNT =
            """
            SELECT count(*)
            FROM log l
            WHERE l.namespace_id = $1 AND l.execution_id = $2 AND {days l.execution_id}
            %1$s
            """;

    /** Lines that were stored of an execution, and their bytes. $1 namespace, $2 execution. */
    static final String STORAGE =
            """
            SELECT t.lines, t.bytes
            FROM log_tally t
            WHERE t.namespace_id = $1 AND t.execution_id = $2 AND {days t.execution_id}
            """;

    static final String AFTER = "AND l.sequence > %s\n";
    static final String BEFORE = "AND l.sequence < %s\n";
    static final String OF_LEVEL = "AND l.level = ANY(%s::smallint[])\n";
    static final String FROM_LEVEL = "AND l.level >= %s\n";
    static final String OF_TYPE = "AND l.type = ANY(%s::text[])\n";
    static final String OF_STEP = "AND l.step_key = ANY(%s::text[])\n";

    /** A word somewhere in the message; the argument is a pattern. */
    static final String WITH_WORD = "AND l.message ILIKE %s\n";

    /** $1 namespace, $2 executions. */
    static final String FORGET =
            """
            DELETE FROM log l
            WHERE l.namespace_id = $1 AND l.execution_id = ANY($2) AND {days l.execution_id}
            """;

    /** $1 namespace, $2 executions. */
    static final String FORGET_TALLIES =
            """
            DELETE FROM log_tally t
            WHERE t.namespace_id = $1 AND t.execution_id = ANY($2) AND {days t.execution_id}
            """;

    private LogSql() {}

    /** Whether what line {@code c} sent equals what line {@code l} holds. */
    private static String same() {
        StringBuilder same = new StringBuilder();
        for (LogField field : LogField.values()) {
            if (field != LogField.SEQUENCE) {
                same.append(same.isEmpty() ? "" : "\n                AND ")
                        .append(
                                "(c.mask & %d = 0 OR l.%s IS NOT DISTINCT FROM c.%s)"
                                        .formatted(field.bit(), field.column(), field.column()));
            }
        }
        return same.toString();
    }
}
