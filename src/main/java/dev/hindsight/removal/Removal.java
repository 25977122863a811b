package dev.hindsight.removal;

import dev.hindsight.checkpoint.CheckpointRecorder;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.log.LogRecorder;
import dev.hindsight.step.StepRecorder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Removes executions with everything that belongs to them, or only that. */
@ApplicationScoped
public class Removal {

    private final RemovalStore store;
    private final ExecutionRecorder executions;
    private final StepRecorder steps;
    private final LogRecorder logs;
    private final CheckpointRecorder checkpoints;

    Removal(
            RemovalStore store,
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
    public Uni<Integer> remove(SqlClient client, int namespaceId, List<UUID> ids) {
        return remove(client, namespaceId, ids, null);
    }

    /** The same, by a retention policy: their ids answer for a while that they are gone. */
    public Uni<Integer> remove(
            SqlClient client, int namespaceId, List<UUID> ids, @Nullable String policy) {
        return store.patience(client)
                .chain(() -> executions.forget(client, namespaceId, ids, policy))
                .chain(() -> steps.forget(client, namespaceId, ids))
                .chain(() -> logs.forget(client, namespaceId, ids))
                .chain(() -> checkpoints.forget(client, namespaceId, ids))
                .chain(() -> tell(client, namespaceId, ids, policy))
                .replaceWith(ids.size());
    }

    /**
     * Removes what belongs to executions of one day, whose rows are locked and stay: all but their
     * narrow rows, external ids and graphs.
     */
    public Uni<Void> empty(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.patience(client)
                .chain(() -> executions.forgetPayloads(client, namespaceId, ids))
                .chain(() -> executions.forgetHeartbeats(client, namespaceId, ids))
                .chain(() -> steps.forget(client, namespaceId, ids))
                .chain(() -> logs.forget(client, namespaceId, ids))
                .chain(() -> checkpoints.forget(client, namespaceId, ids));
    }

    /** Removes the payloads of executions, of their steps and their checkpoints; likewise. */
    public Uni<Void> dropPayloads(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.patience(client)
                .chain(() -> executions.forgetPayloads(client, namespaceId, ids))
                .chain(() -> steps.forgetPayloads(client, namespaceId, ids))
                .chain(() -> checkpoints.forget(client, namespaceId, ids));
    }

    /** Removes the lines of executions; likewise. */
    public Uni<Void> dropLogs(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.patience(client).chain(() -> logs.forget(client, namespaceId, ids));
    }

    /** Removes all snapshots of executions but so many of the newest of each; likewise. */
    public Uni<Void> trimSnapshots(SqlClient client, int namespaceId, List<UUID> ids, int keep) {
        return store.patience(client)
                .chain(() -> checkpoints.trimSnapshots(client, namespaceId, ids, keep));
    }

    /** Tells those who follow that executions, at least one, were removed or deleted together. */
    public Uni<Void> tell(
            SqlClient client, int namespaceId, List<UUID> ids, @Nullable String policy) {
        UUID execution = ids.size() == 1 ? ids.get(0) : RemovalStore.MANY;
        return store.tell(client, executions.now(), namespaceId, execution, ids.size(), policy);
    }

    /** The same, of so many that went with their day. */
    public Uni<Void> tell(SqlClient client, int namespaceId, long count, String policy) {
        return store.tell(client, executions.now(), namespaceId, RemovalStore.MANY, count, policy);
    }
}
