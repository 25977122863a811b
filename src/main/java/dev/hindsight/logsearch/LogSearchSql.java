package dev.hindsight.logsearch;

import static dev.hindsight.db.Args.column;

import dev.hindsight.content.ContentSql;
import dev.hindsight.db.Args;
import dev.hindsight.log.LogLevel;
import dev.hindsight.log.LogSql;
import dev.hindsight.search.ExecutionScope;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statement that finds lines in a slice. Its days are bound, not written into it: it is
 * planned anew each time, since how many lines have a word says which way is the best.
 */
final class LogSearchSql {

    /** %1$s columns, %2$s conditions, %3$s limit. */
    private static final String PAGE =
            """
            SELECT l.execution_id, %1$s
            FROM log l
            WHERE %2$s
            ORDER BY l.execution_id DESC, l.sequence DESC
            LIMIT %3$s
            """;

    /** %1$s range of ids, %2$s conditions. */
    private static final String OF_EXECUTIONS =
            """
            EXISTS (
              SELECT FROM execution e
              WHERE e.namespace_id = $1 AND e.id = l.execution_id AND %1$s
                AND %2$s)\
            """;

    private LogSearchSql() {}

    /** Where in a log: lines before it come later. */
    record Place(UUID executionId, long sequence) {}

    /**
     * What is looked for.
     *
     * @param after only lines that come later; absent: all
     */
    record Search(ExecutionScope scope, LogQuestion question, @Nullable Place after) {}

    /** A statement and its arguments. */
    record Statement(String text, Args args) {}

    /**
     * The lines of a slice that match.
     *
     * @param search of which the rows have an execution, and {@link LogSql#COLUMNS}
     * @param limit most rows
     */
    static Statement page(Search search, Slice slice, int limit) {
        Args args = Args.of(search.scope().caller().namespaceId());
        Place after = search.after();
        // A place lies within a log, the rest of which comes behind it.
        String range =
                "%%1$s >= %s AND %%1$s %s %s"
                        .formatted(
                                args.bind(slice.floor()),
                                after == null ? "<" : "<=",
                                args.bind(slice.ceiling()));
        List<String> where = new ArrayList<>();
        where.add("l.namespace_id = $1");
        where.add(range.formatted("l.execution_id"));
        if (after != null) {
            where.add(
                    "(l.execution_id, l.sequence) < (%s, %s)"
                            .formatted(
                                    args.bind(after.executionId()), args.bind(after.sequence())));
        }
        LogQuestion question = search.question();
        addLine(where, args, question);
        if (question.words() != null) {
            where.addAll(ContentSql.ofLine(args, question.words(), slice.isIndexed()));
        }
        List<String> executions = search.scope().conditions(args);
        if (!executions.isEmpty()) {
            where.add(
                    OF_EXECUTIONS.formatted(
                            range.formatted("e.id"), String.join("\n    AND ", executions)));
        }
        return new Statement(
                PAGE.formatted(LogSql.COLUMNS, String.join("\n  AND ", where), args.bind(limit)),
                args);
    }

    private static void addLine(List<String> where, Args args, LogQuestion question) {
        if (!question.levels().isEmpty()) {
            Short[] codes = column(question.levels(), Short[]::new, LogLevel::code);
            where.add("l.level = ANY(%s)".formatted(args.bind(codes)));
        }
        if (question.minLevel() != null) {
            where.add("l.level >= " + args.bind(question.minLevel().code()));
        }
        if (!question.types().isEmpty()) {
            where.add("l.type = ANY(%s)".formatted(args.bind(texts(question.types()))));
        }
        if (!question.stepKeys().isEmpty()) {
            where.add("l.step_key = ANY(%s)".formatted(args.bind(texts(question.stepKeys()))));
        }
    }

    private static String[] texts(List<String> texts) {
        return texts.toArray(String[]::new);
    }
}
