package dev.hindsight.miniature;

import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.miniature.MiniatureStore.Subject;
import dev.hindsight.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;

/** Draws the executions of a page. */
@ApplicationScoped
public class MiniatureService {

    private final MiniatureStore store;
    private final Clock clock;

    MiniatureService(MiniatureStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The same page with every execution drawn; of one in the archive no steps are left to draw. */
    public Uni<Page<DrawnExecution>> draw(Caller caller, Page<ExecutionSummary> page) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        List<Subject> subjects =
                page.items().stream()
                        .filter(execution -> !execution.archived())
                        .map(execution -> subject(execution, now))
                        .toList();
        return store.bars(caller.namespaceId(), subjects)
                .map(
                        bars ->
                                page.map(
                                        execution ->
                                                new DrawnExecution(
                                                        execution, bars.get(execution.id()))));
    }

    private static Subject subject(ExecutionSummary execution, OffsetDateTime now) {
        OffsetDateTime end = execution.completedAt();
        return new Subject(execution.id(), execution.startedAt(), end == null ? now : end);
    }
}
