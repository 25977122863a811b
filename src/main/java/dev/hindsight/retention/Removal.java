package dev.hindsight.retention;

import dev.hindsight.checkpoint.CheckpointRecorder;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.log.LogRecorder;
import dev.hindsight.step.StepRecorder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Removes executions with everything that belongs to them. */
@ApplicationScoped
class Removal {

    private final RetentionStore store;
    private final ExecutionRecorder executions;
    private final StepRecorder steps;
    private final LogRecorder logs;
    private final CheckpointRecorder checkpoints;

    Removal(
            RetentionStore store,
            ExecutionRecorder executions,
            StepRecorder steps,
            LogRecorder logs,
            CheckpointRecorder checkpoints) {
        this.store = store;
        this.executions = executions;
        this.steps = steps;
        this.logs = logs;
        this.checkpoints = checkpoints;
    }

    /**
     * Removes executions of one day, whose rows are locked, within the transaction that locked them.
     * A package that keeps rows of executions has its line here, in the order in which tables are
     * written.
     *
     * @param ids at least one
     * @return how many there were
     */
    Uni<Integer> remove(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.patience(client)
                .chain(() -> executions.forget(client, namespaceId, ids))
                .chain(() -> steps.forget(client, namespaceId, ids))
                .chain(() -> logs.forget(client, namespaceId, ids))
                .chain(() -> checkpoints.forget(client, namespaceId, ids))
                .chain(() -> store.tellRemoved(client, executions.now(), namespaceId, ids))
                .replaceWith(ids.size());
    }
}
