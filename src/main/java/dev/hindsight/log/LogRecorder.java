package dev.hindsight.log;

import dev.hindsight.execution.ExecutionRecorder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Records lines within a transaction of the caller, who holds their executions' locks. */
@ApplicationScoped
public class LogRecorder {

    private final LogStore store;
    private final ExecutionRecorder executions;

    LogRecorder(LogStore store, ExecutionRecorder executions) {
        this.store = store;
        this.executions = executions;
    }

    /** The lines of one report, in their order, and the execution they belong to. */
    public record Addressed(UUID executionId, List<LogReport> lines) {}

    /**
     * Records the lines of reports in one namespace.
     *
     * @param now when they are recorded
     * @return an outcome for each report, in their order
     */
    public Uni<List<LogOutcome>> record(
            SqlClient client, int namespaceId, OffsetDateTime now, List<Addressed> reports) {
        LogBatch batch = new LogBatch(reports);
        if (batch.placed.isEmpty() && batch.unplaced.isEmpty()) {
            return Uni.createFrom().item(batch.outcomes());
        }
        return storePlaced(client, namespaceId, now, batch)
                .chain(() -> appendRest(client, namespaceId, now, batch))
                .chain(() -> noteCut(client, namespaceId, batch))
                .map(done -> batch.outcomes());
    }

    /** Removes the lines of executions that the transaction removes. Their rows are locked. */
    public Uni<Void> forget(SqlClient client, int namespaceId, List<UUID> executionIds) {
        return store.forget(client, namespaceId, executionIds);
    }

    /** Stores the lines that have a sequence, and sorts out those whose sequence is taken. */
    private Uni<Void> storePlaced(
            SqlClient client, int namespaceId, OffsetDateTime now, LogBatch batch) {
        if (batch.placed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return store.store(client, namespaceId, now, bound(batch.placed))
                .invoke(batch::settlePlaced)
                .chain(
                        () ->
                                batch.taken.isEmpty()
                                        ? Uni.createFrom().item(Set.<Integer>of())
                                        : store.duplicates(
                                                client, namespaceId, now, bound(batch.taken)))
                .invoke(batch::settleTaken)
                .replaceWithVoid();
    }

    private Uni<Void> appendRest(
            SqlClient client, int namespaceId, OffsetDateTime now, LogBatch batch) {
        return batch.unplaced.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.append(client, namespaceId, now, bound(batch.unplaced))
                        .invoke(batch::settleUnplaced)
                        .replaceWithVoid();
    }

    private Uni<Void> noteCut(SqlClient client, int namespaceId, LogBatch batch) {
        return batch.cut.isEmpty()
                ? Uni.createFrom().voidItem()
                : executions.noteCutLogs(client, namespaceId, List.copyOf(batch.cut));
    }

    private static List<LogStore.Bound> bound(List<LogBatch.Line> lines) {
        return lines.stream().map(LogBatch.Line::bound).toList();
    }
}
