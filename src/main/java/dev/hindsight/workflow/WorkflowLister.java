package dev.hindsight.workflow;

import dev.hindsight.access.Caller;
import dev.hindsight.fold.Fold;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import dev.hindsight.rollup.WorkflowTotal;
import dev.hindsight.rollup.WorkflowTotalRows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pages of workflows, in the order of what their executions count for: those that are gone as well, so
 * that a workflow keeps its place when retention removes some.
 */
@ApplicationScoped
class WorkflowLister {

    private final WorkflowService workflows;
    private final WorkflowTotalRows totals;
    private final Fold fold;

    WorkflowLister(WorkflowService workflows, WorkflowTotalRows totals, Fold fold) {
        this.workflows = workflows;
        this.totals = totals;
        this.fold = fold;
    }

    /** A page of the workflows that were ever reported. */
    Uni<Page<Workflow>> list(
            Caller caller,
            WorkflowOrder order,
            Limit limit,
            @Nullable String cursor,
            long fingerprint) {
        Optional<Cursor> after = Cursor.decode(Optional.ofNullable(cursor), fingerprint);
        return fold.settle()
                .chain(() -> find(caller.namespaceId(), order, after, limit.value() + 1))
                .map(found -> Page.of(found, limit, last -> cursor(fingerprint, order, last)))
                .chain(
                        page ->
                                workflows
                                        .told(caller, page.items())
                                        .map(told -> new Page<>(told, page.nextCursor())));
    }

    private Uni<List<WorkflowTotal>> find(
            int namespaceId, WorkflowOrder order, Optional<Cursor> after, int wanted) {
        String id = after.map(it -> Objects.requireNonNullElse(it.text(1), "")).orElse("");
        return switch (order) {
            case LAST_STARTED_AT ->
                    totals.lastRun(namespaceId, after.map(it -> it.at(0)).orElse(null), id, wanted);
            case TOTAL ->
                    totals.mostRun(
                            namespaceId, after.map(it -> it.number(0)).orElse(null), id, wanted);
            case FAILED ->
                    totals.mostFailed(
                            namespaceId, after.map(it -> it.number(0)).orElse(null), id, wanted);
        };
    }

    private static Cursor cursor(long fingerprint, WorkflowOrder order, WorkflowTotal last) {
        Part place =
                switch (order) {
                    case LAST_STARTED_AT -> Part.at(last.latestAt());
                    case TOTAL -> Part.number(last.total());
                    case FAILED -> Part.number(last.failed());
                };
        return Cursor.of(fingerprint, place, Part.text(last.workflowId()));
    }
}
