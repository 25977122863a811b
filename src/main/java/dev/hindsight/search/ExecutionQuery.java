package dev.hindsight.search;

import dev.hindsight.page.Query;
import java.util.LinkedHashMap;
import java.util.Map;

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
