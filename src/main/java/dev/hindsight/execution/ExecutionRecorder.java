package dev.hindsight.execution;

import dev.hindsight.naming.ExternalIds;
import dev.hindsight.partition.PartitionCatalogue;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records reports of executions within a transaction of the caller: finds out which execution each
 * is about, locks those, and merges.
 */
@ApplicationScoped
public class ExecutionRecorder {

    private final ExecutionStore store;
    private final ExecutionBatch.Desk desk;
    private final Clock clock;

    ExecutionRecorder(
            ExecutionStore store,
            ExternalIds externalIds,
            PartitionCatalogue partitions,
            Clock clock) {
        this.store = store;
        this.desk = new ExecutionBatch.Desk(store, externalIds, partitions);
        this.clock = clock;
    }

    /** The moment of this clock, as it is stored. */
    public OffsetDateTime now() {
        return OffsetDateTime.now(clock).truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Records a batch of reports in one namespace. When it answers, the rows of all executions that
     * are told without a problem are locked until the transaction ends, in the order of their ids.
     *
     * @param reports in the order in which they arrived; several may be about one execution
     * @param dagHashes hashes of the reports' graphs, in hex, one a report
     * @return an outcome for each report, in their order
     */
    public Uni<List<ExecutionOutcome>> record(
            SqlClient client,
            int namespaceId,
            List<ExecutionReport> reports,
            List<@Nullable String> dagHashes) {
        ExecutionBatch.Writing writing = new ExecutionBatch.Writing(client, namespaceId, now());
        return new ExecutionBatch(desk, writing, reports, dagHashes).record();
    }

    /** Notes that engines said of executions that they are alive. Their rows are locked. */
    public Uni<Void> beat(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.beat(client, namespaceId, List.copyOf(new TreeSet<>(ids)), now());
    }

    /** Notes the latest failed node of each execution. Their rows are locked. */
    public Uni<Void> noteFailures(
            SqlClient client,
            int namespaceId,
            List<UUID> ids,
            List<String> nodes,
            List<OffsetDateTime> failedAt) {
        return store.noteFailures(client, namespaceId, ids, nodes, failedAt);
    }

    /** Tells in the notices of executions that the ends of their logs are cut. Rows are locked. */
    public Uni<Void> noteCutLogs(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.noteCutLogs(client, namespaceId, ids);
    }
}
