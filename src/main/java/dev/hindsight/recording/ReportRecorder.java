package dev.hindsight.recording;

import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.naming.ExternalIds;
import dev.hindsight.naming.Tombstones;
import dev.hindsight.partition.PartitionCatalogue;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records reports of executions within a transaction of the caller: finds out which execution each is
 * about, locks those, and merges.
 */
@ApplicationScoped
public class ReportRecorder {

    private final ExecutionBatch.Desk desk;

    ReportRecorder(
            ExecutionRecorder executions,
            ExecutionMergeStore store,
            ExternalIds externalIds,
            Tombstones tombstones,
            PartitionCatalogue partitions) {
        this.desk = new ExecutionBatch.Desk(executions, store, externalIds, tombstones, partitions);
    }

    /**
     * Records a batch of reports in one namespace. When it answers, the rows of all executions that
     * are told without a problem are locked until the transaction ends, in the order of their ids.
     *
     * @param now the moment that counts as now, of {@link ExecutionRecorder#now}
     * @param reports in the order in which they arrived; several may be about one execution
     * @param dagHashes hashes of the reports' graphs, in hex, one a report
     * @param waits whether it waits for executions whose rows others hold; if not, the outcomes of
     *     their reports are held
     * @return an outcome for each report, in their order
     */
    public Uni<List<ExecutionOutcome>> record(
            SqlClient client,
            int namespaceId,
            OffsetDateTime now,
            List<ExecutionReport> reports,
            List<@Nullable String> dagHashes,
            boolean waits) {
        ExecutionBatch.Writing writing =
                new ExecutionBatch.Writing(client, namespaceId, now, waits);
        return new ExecutionBatch(desk, writing, reports, dagHashes).record();
    }
}
