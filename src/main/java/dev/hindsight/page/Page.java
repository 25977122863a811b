package dev.hindsight.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A slice of a list.
 *
 * @param items in the order that was asked for; empty past the end
 * @param nextCursor token of the place behind the last item; null on the last page, and then
 *     written as {@code null}
 * @param total how many items all pages have together; null, and left out, unless it was asked for
 * @param totalIsCapped true if there are more than {@code total}; null, and left out, otherwise
 */
@JsonPropertyOrder({"items", "nextCursor", "total", "totalIsCapped"})
@RegisterForReflection
public record Page<T>(
        @JsonInclude(JsonInclude.Include.ALWAYS) List<T> items,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String nextCursor,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long total,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean totalIsCapped) {

    public Page {
        items = List.copyOf(items);
    }

    /** A page whose total was not asked for. */
    public Page(List<T> items, @Nullable String nextCursor) {
        this(items, nextCursor, null, null);
    }

    /**
     * The page out of rows that were read with a limit of one more.
     *
     * @param rows at most {@code limit + 1}; the one more tells that there is a next page, and is
     *     not on this one
     * @param place the cursor behind a row
     */
    public static <T> Page<T> of(List<T> rows, Limit limit, Function<T, Cursor> place) {
        if (rows.size() <= limit.value()) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, limit.value());
        return new Page<>(items, place.apply(items.get(items.size() - 1)).encode());
    }

    /** The same page with the exact number of all items. */
    public Page<T> withTotal(long exact) {
        return new Page<>(items, nextCursor, exact, null);
    }

    /** The same page with the number that counting stopped at. */
    public Page<T> withCappedTotal(long cap) {
        return new Page<>(items, nextCursor, cap, true);
    }

    /** The same page with each item told in another form. */
    public <R> Page<R> map(Function<T, R> form) {
        return new Page<>(items.stream().map(form).toList(), nextCursor, total, totalIsCapped);
    }
}
