package dev.hindsight.search;

import dev.hindsight.db.Args;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.search.ExecutionFilterSql.Half;
import dev.hindsight.search.ExecutionListSql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statements that lock executions which match a filter.
 *
 * <p>They go by id, which never changes, so that no row that matches is passed over while others write;
 * and over one day, since a lock on rows of many tables opens all of those.
 */
final class ExecutionMatchSql {

    private final int namespaceId;
    private final ExecutionFilter filter;
    private final @Nullable List<UUID> ids;

    /**
     * A writer for one filter.
     *
     * @param ids as for {@link ExecutionListSql}
     */
    ExecutionMatchSql(int namespaceId, ExecutionFilter filter, @Nullable List<UUID> ids) {
        this.namespaceId = namespaceId;
        this.filter = filter;
        this.ids = ids;
    }

    /**
     * Locks the next matches of a day, in the order of their ids. A row that another writer holds is
     * waited for, and passed over if it does not match any more.
     *
     * @param after the last id before them
     * @param limit most rows
     */
    Statement lock(PartitionDay day, UUID after, int limit) {
        Args args = Args.of(namespaceId, after);
        List<String> where = new ArrayList<>();
        where.add("e.namespace_id = $1 AND e.id > $2");
        where.add(within("e.id", day));
        ExecutionFilterSql conditions =
                new ExecutionFilterSql(args, filter, ids, within("p.execution_id", day));
        if (conditions.halves().size() == 1) {
            Half half = conditions.halves().get(0);
            where.add(half.condition());
        }
        where.addAll(conditions.all());
        return new Statement(
                "SELECT e.id FROM execution e\nWHERE %s\nORDER BY e.id\nLIMIT %d\nFOR NO KEY UPDATE"
                        .formatted(String.join("\n  AND ", where), limit),
                args);
    }

    private static String within(String column, PartitionDay day) {
        return "%1$s >= '%2$s' AND %1$s < '%3$s'".formatted(column, day.floor(), day.ceiling());
    }
}
