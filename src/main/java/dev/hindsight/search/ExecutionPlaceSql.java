package dev.hindsight.search;

import dev.hindsight.db.Args;
import dev.hindsight.page.Cursor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list, behind which a page begins.
 *
 * @param value what the list is ordered by; absent where a row has none
 * @param id of the row
 */
record ExecutionPlaceSql(@Nullable Object value, UUID id) {

    /** The place that the cursor of a list in this order names. */
    static ExecutionPlaceSql of(ExecutionOrder order, Cursor cursor) {
        if (order.by() == ExecutionOrder.By.DURATION_MS) {
            return new ExecutionPlaceSql(cursor.number(0), cursor.id(1));
        }
        Instant at = cursor.at(0);
        return new ExecutionPlaceSql(at == null ? null : at.atOffset(ZoneOffset.UTC), cursor.id(1));
    }

    /**
     * What lies behind the place: conditions of which one holds, each a range of the order's index.
     * Rows without a duration are a range of their own: last when descending, first when ascending.
     */
    List<String> behind(ExecutionOrder order, Args args) {
        String column = "e." + order.by().column();
        String sign = order.descending() ? "<" : ">";
        String bound = args.bind(id);
        if (value == null) {
            String behind = "%s IS NULL AND e.id %s %s".formatted(column, sign, bound);
            return order.descending() ? List.of(behind) : List.of(behind, column + " IS NOT NULL");
        }
        String behind =
                "(%s, e.id) %s (%s::%s, %s)"
                        .formatted(column, sign, args.bind(value), order.by().type(), bound);
        return order.by().isNullable() && order.descending()
                ? List.of(behind, column + " IS NULL")
                : List.of(behind);
    }
}
