package dev.hindsight.logsearch;

import dev.hindsight.access.Caller;
import dev.hindsight.content.Words;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.log.LogLevel;
import dev.hindsight.logsearch.LogSearchSql.Place;
import dev.hindsight.logsearch.LogSearchSql.Search;
import dev.hindsight.search.ExecutionScope;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Samples of the statements that find lines. */
public final class LogSearchStatements {

    private static final UUID ID = new UUID(1, 2);

    private LogSearchStatements() {}

    /** With and without every condition. */
    public static List<String> samples() {
        LogQuestion any = new LogQuestion(null, List.of(), null, List.of(), List.of());
        LogQuestion all =
                new LogQuestion(
                        Words.parse("time out"),
                        List.of(LogLevel.INFO),
                        LogLevel.WARN,
                        List.of("T"),
                        List.of("s"));
        return List.of(
                sample(any, ExecutionFilter.ALL, null, false),
                sample(
                        all,
                        ExecutionFilter.ALL.withWorkflowIds(List.of("a", "b")),
                        new Place(ID, 7),
                        false),
                sample(all, ExecutionFilter.ALL, null, true));
    }

    private static String sample(
            LogQuestion question,
            ExecutionFilter filter,
            @Nullable Place after,
            boolean isIndexed) {
        ExecutionScope scope = new ExecutionScope(Caller.LOCAL, filter, null, List.of());
        Slice slice = new Slice(ID, ID, isIndexed, Duration.ofDays(1));
        return LogSearchSql.page(new Search(scope, question, after), slice, 51).text();
    }
}
