package dev.hindsight.search;

import dev.hindsight.db.Args;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.search.ExecutionFilterSql.Half;
import dev.hindsight.search.ExecutionListSql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the statements that count executions. */
final class ExecutionCountSql {

    private final int namespaceId;
    private final ExecutionFilter filter;
    private final @Nullable List<UUID> ids;
    private final DayWindow days;

    /**
     * A writer for one filter.
     *
     * @param ids as for {@link ExecutionListSql}
     * @param days all that can hold a match
     */
    ExecutionCountSql(
            int namespaceId, ExecutionFilter filter, @Nullable List<UUID> ids, DayWindow days) {
        this.namespaceId = namespaceId;
        this.filter = filter;
        this.ids = ids;
        this.days = days;
    }

    /** The number of matches, at most {@code cap} if that is positive. */
    Statement total(int cap) {
        Args args = Args.of(namespaceId);
        String limit = cap > 0 ? "\nLIMIT " + cap : "";
        return new Statement(
                "SELECT count(*) FROM (\n%s%s) AS e".formatted(matches("", args), limit), args);
    }

    /** The number of matches by status. */
    Statement byStatus() {
        Args args = Args.of(namespaceId);
        return new Statement(
                "SELECT e.status, count(*) FROM (\n%s) AS e\nGROUP BY e.status"
                        .formatted(matches("e.status", args)),
                args);
    }

    private String matches(String columns, Args args) {
        ExecutionFilterSql conditions =
                new ExecutionFilterSql(
                        args, filter, ids, ExecutionListSql.within("p.execution_id", days));
        List<String> all = conditions.all();
        List<String> halves = new ArrayList<>();
        for (Half half : conditions.halves()) {
            List<String> where = new ArrayList<>();
            where.add(ExecutionListSql.range(days));
            where.add(half.condition());
            where.addAll(all);
            halves.add(
                    "SELECT %s FROM execution e\nWHERE %s"
                            .formatted(columns, String.join("\n  AND ", where)));
        }
        return String.join("\nUNION ALL\n", halves);
    }
}
