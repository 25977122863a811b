package dev.hindsight.log;

/** Every statement about log lines. */
final class LogSql {

    /** The lines of a batch as rows: $3… the arrays of {@link LogStore}. */
    private static final String LINES =
            """
            SELECT u.execution_id, u.sequence, u.mask, u.logged_at, u.level, u.type, u.step_key,
              u.attempt, u.stream, u.message, u.data::jsonb AS data, u.notices::jsonb AS notices, u.n
            FROM unnest($2::uuid[], $3::bigint[], $4::integer[], $5::timestamptz[], $6::smallint[],
                   $7::text[], $8::text[], $9::integer[], $10::smallint[], $11::text[], $12::text[],
                   $13::text[])
              WITH ORDINALITY AS u (execution_id, sequence, mask, logged_at, level, type, step_key,
                attempt, stream, message, data, notices, n)
            """;

    /** Stores lines under the sequences they were sent with; tells those that were free. */
    static final String STORE =
            """
            WITH line AS (%s)
            INSERT INTO log (namespace_id, execution_id, sequence, logged_at, level, type, step_key,
              attempt, stream, message, data, notices)
            SELECT $1, l.execution_id, l.sequence, l.logged_at, l.level, l.type, l.step_key, l.attempt,
              l.stream, l.message, l.data, l.notices
            FROM line l
            ORDER BY l.execution_id, l.sequence
            ON CONFLICT (namespace_id, execution_id, sequence) DO NOTHING
            RETURNING execution_id, sequence
            """
                    .formatted(LINES);

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
              WHERE l.namespace_id = $1 AND l.execution_id = ANY($2)
                AND l.execution_id = c.execution_id AND l.sequence = c.sequence
                AND %s)
            OR EXISTS (
              SELECT FROM log l
              WHERE l.namespace_id = $1 AND l.execution_id = ANY($2)
                AND l.execution_id = c.execution_id AND l.sent_sequence = c.sequence
                AND %s)
            """
                    .formatted(LINES, same(), same());

    /**
     * Stores lines behind the last one of their execution, in their order; the sequence of one that
     * had another is remembered.
     */
    static final String APPEND =
            """
            WITH line AS (%s), last AS (
              SELECT x.execution_id,
                coalesce((SELECT max(l.sequence) FROM log l
                          WHERE l.namespace_id = $1 AND l.execution_id = ANY($2)
                            AND l.execution_id = x.execution_id), -1) AS sequence
              FROM (SELECT DISTINCT execution_id FROM line) AS x
            )
            INSERT INTO log (namespace_id, execution_id, sequence, sent_sequence, logged_at, level,
              type, step_key, attempt, stream, message, data, notices)
            SELECT $1, l.execution_id,
              t.sequence + row_number() OVER (PARTITION BY l.execution_id ORDER BY l.n),
              l.sequence, l.logged_at, l.level, l.type, l.step_key, l.attempt, l.stream, l.message,
              l.data, l.notices
            FROM line l
            JOIN last t ON t.execution_id = l.execution_id
            ORDER BY l.execution_id, l.n
            """
                    .formatted(LINES);

    /** %1$s filters, %2$s direction, %3$s limit. $1 namespace, $2 execution. */
    static final String PAGE =
            """
            SELECT l.sequence, l.logged_at, l.level, l.type, l.step_key, l.attempt, l.stream,
              l.message, l.data::text, l.notices::text
            FROM log l
            WHERE l.namespace_id = $1 AND l.execution_id = $2
            %1$s
            ORDER BY l.sequence %2$s
            LIMIT %3$s
            """;

    /** %1$s filters. */
    static final String COUNT =
            """
            SELECT count(*)
            FROM log l
            WHERE l.namespace_id = $1 AND l.execution_id = $2
            %1$s
            """;

    static final String AFTER = "AND l.sequence > %s\n";
    static final String BEFORE = "AND l.sequence < %s\n";
    static final String OF_LEVEL = "AND l.level = ANY(%s::smallint[])\n";
    static final String FROM_LEVEL = "AND l.level >= %s\n";
    static final String OF_TYPE = "AND l.type = ANY(%s::text[])\n";
    static final String OF_STEP = "AND l.step_key = ANY(%s::text[])\n";

    /** A word somewhere in the message; the argument is a pattern. */
    static final String WITH_WORD = "AND l.message ILIKE %s\n";

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
