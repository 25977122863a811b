package dev.hindsight.search;

import dev.hindsight.access.Caller;
import dev.hindsight.db.Args;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.partition.PartitionDay;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Executions that are meant, once names are looked up.
 *
 * @param filter for the workflows that have the name that was asked for
 * @param ids the only ones that can match, as the filter's external ids have it; {@code null} if the
 *     filter names none
 * @param days that can hold a match as far as names tell, newest first
 */
public record ExecutionScope(
        Caller caller, ExecutionFilter filter, @Nullable List<UUID> ids, List<PartitionDay> days) {

    /** Nothing can match where a name was not found. */
    public boolean isEmpty() {
        return days.isEmpty();
    }

    /** Those of the days that can hold a match, by when its executions started. */
    public List<PartitionDay> matchingDays() {
        return days.stream()
                .filter(day -> day.mayHold(filter.startedAfter(), filter.startedBefore()))
                .toList();
    }

    /** All of them, for a statement. */
    DayWindow all() {
        return DayWindow.all(days, filter.startedAfter(), filter.startedBefore());
    }

    /** Conditions on {@code e}, an execution of the caller's namespace; none if all are meant. */
    public List<String> conditions(Args args) {
        ExecutionFilterSql sql = new ExecutionFilterSql(args, filter, ids, "TRUE");
        List<String> conditions = new ArrayList<>();
        if (sql.halves().size() == 1) {
            conditions.add(sql.halves().get(0).condition());
        }
        conditions.addAll(sql.all());
        return conditions;
    }
}
