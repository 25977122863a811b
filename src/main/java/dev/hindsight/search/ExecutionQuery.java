package dev.hindsight.search;

import dev.hindsight.access.Caller;
import dev.hindsight.content.ContentQuery;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.filter.ExecutionFilterQuery;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Offset;
import dev.hindsight.page.Query;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how a list of executions is wanted from the parameters of a query. */
final class ExecutionQuery {

    private ExecutionQuery() {}

    /** The order that parameters ask for; newest first unless they do. */
    static ExecutionOrder order(Query query) {
        Map<String, ExecutionOrder.By> words = new LinkedHashMap<>();
        for (ExecutionOrder.By by : ExecutionOrder.By.values()) {
            words.put(by.word(), by);
        }
        return new ExecutionOrder(
                query.word("orderBy", words).orElse(ExecutionOrder.By.STARTED_AT),
                query.word("orderDir", Map.of("desc", true, "asc", false)).orElse(true));
    }

    /** The page that parameters ask for; of those of a list all are read but the total. */
    static ExecutionQuestion question(
            Caller caller, Query query, Limit limit, Offset offset, @Nullable String cursor) {
        ExecutionFilter filter = ExecutionFilterQuery.filter(query, ContentQuery.content(query));
        ExecutionOrder order = order(query);
        String direction = order.descending() ? "desc" : "asc";
        long fingerprint =
                Fingerprint.of(order.by().word(), direction, query.question("orderBy", "orderDir"));
        return new ExecutionQuestion(
                caller, filter, order, limit, offset.value(), cursor, fingerprint);
    }

    /** Whether the executions are to be drawn, which lists do only if they are asked to. */
    static boolean withDrawings(Query query) {
        return query.word("fields", Map.of("miniTimeline", true)).orElse(false);
    }

    /** How the total is wanted. */
    static ExecutionQuestion.Count count(Query query) {
        return query.word(
                        "count",
                        Map.of(
                                "none", ExecutionQuestion.Count.NONE,
                                "capped", ExecutionQuestion.Count.CAPPED,
                                "exact", ExecutionQuestion.Count.EXACT))
                .orElse(ExecutionQuestion.Count.NONE);
    }
}
