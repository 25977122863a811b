package dev.hindsight.usage;

import dev.hindsight.page.Cursor;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of what the workflows weigh.
 *
 * @param isEstimate whether only a sample was measured: a workflow of which nothing was in it is
 *     missing
 * @param items the heaviest first
 * @param nextCursor behind the last one; absent on the last page
 */
@RegisterForReflection
record WorkflowUsage(
        String asOf, boolean isEstimate, List<WorkflowWeight> items, @Nullable String nextCursor)
        implements Usage {

    private static final long FINGERPRINT =
            Fingerprint.of("bytes", "desc", Map.of("by", "workflow"));

    WorkflowUsage {
        items = List.copyOf(items);
    }

    /** All on one page. */
    WorkflowUsage(String asOf, boolean isEstimate, List<WorkflowWeight> items) {
        this(asOf, isEstimate, items, null);
    }

    /**
     * One page of them. What was measured anew since the page before is told in its new place: whoever
     * wants all pages of one moment compares when they are of.
     */
    WorkflowUsage page(Limit limit, @Nullable String cursor) {
        Optional<WorkflowWeight> after =
                Cursor.decode(Optional.ofNullable(cursor), FINGERPRINT).map(WorkflowUsage::place);
        Page<WorkflowWeight> page =
                Page.of(
                        items.stream()
                                .filter(it -> after.isEmpty() || isBehind(it, after.get()))
                                .limit(limit.value() + 1L)
                                .toList(),
                        limit,
                        WorkflowUsage::cursor);
        return new WorkflowUsage(asOf, isEstimate, page.items(), page.nextCursor());
    }

    private static boolean isBehind(WorkflowWeight item, WorkflowWeight place) {
        return WorkflowWeight.HEAVIEST_FIRST.compare(item, place) > 0;
    }

    private static Cursor cursor(WorkflowWeight last) {
        return Cursor.of(
                FINGERPRINT,
                new Part.Whole(last.bytes()),
                Part.text(last.namespace()),
                Part.text(last.workflowId()));
    }

    private static WorkflowWeight place(Cursor cursor) {
        return WorkflowWeight.at(
                Objects.requireNonNullElse(cursor.number(0), 0L),
                Objects.requireNonNullElse(cursor.text(1), ""),
                Objects.requireNonNullElse(cursor.text(2), ""));
    }
}
