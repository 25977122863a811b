package dev.hindsight.execution;

import dev.hindsight.naming.ExternalIds;
import dev.hindsight.naming.Tombstones;
import dev.hindsight.partition.PartitionCatalogue;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes executions within a transaction of the caller. For reports, finds out which execution each
 * is about, locks those, and merges.
 */
@ApplicationScoped
public class ExecutionRecorder {

    private final ExecutionStore store;
    private final ExecutionMergeStore merging;
    private final ExternalIds externalIds;
    private final Tombstones tombstones;
    private final ExecutionBatch.Desk desk;
    private final Clock clock;

    ExecutionRecorder(
            ExecutionStore store,
            ExecutionMergeStore merging,
            ExternalIds externalIds,
            Tombstones tombstones,
            PartitionCatalogue partitions,
            Clock clock) {
        this.store = store;
        this.merging = merging;
        this.externalIds = externalIds;
        this.tombstones = tombstones;
        this.desk = new ExecutionBatch.Desk(merging, externalIds, tombstones, partitions);
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
     * @param now when they are recorded, as {@link #now} tells it
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

    /** Notes that engines said of executions that they are alive. Their rows are locked. */
    public Uni<Void> beat(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.beat(client, namespaceId, List.copyOf(new TreeSet<>(ids)), now());
    }

    /** Notes that there are workflows of these names, empty for none. */
    public Uni<Void> rememberWorkflows(
            SqlClient client, int namespaceId, List<String> ids, List<String> names) {
        return store.rememberWorkflows(client, namespaceId, ids, names);
    }

    /** Notes the latest failed node of each execution. Their rows are locked. */
    public Uni<Void> noteFailures(
            SqlClient client,
            int namespaceId,
            List<UUID> ids,
            List<String> nodes,
            List<OffsetDateTime> failedAt) {
        return store.noteFailures(client, namespaceId, ids, nodes, failedAt, now());
    }

    /**
     * Locks the rows of executions until the transaction ends, in the order of their ids; tells the
     * versions of those that there are. Whoever writes an execution, its steps or its lines must hold
     * this lock, so that what is looked up behind it stays as it is.
     */
    public Uni<Map<UUID, Integer>> lock(SqlClient client, int namespaceId, List<UUID> ids) {
        return merging.lock(client, namespaceId, ids)
                .map(
                        found -> {
                            Map<UUID, Integer> versions = new HashMap<>();
                            found.locked().forEach((id, it) -> versions.put(id, it.version()));
                            return versions;
                        });
    }

    /** An execution as lists tell it, soft-deleted ones too. */
    public Uni<Optional<ExecutionSummary>> item(SqlClient client, int namespaceId, UUID id) {
        return store.findAll(client, namespaceId, List.of(id))
                .map(found -> Optional.ofNullable(found.get(id)));
    }

    /**
     * Deletes executions softly; tells the new versions of those that were not deleted before. Their
     * rows are locked; the change is noted by the caller.
     */
    public Uni<Map<UUID, Integer>> delete(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.delete(client, namespaceId, ids, now());
    }

    /** Takes soft deletions back; tells the new versions of the executions that were deleted. */
    public Uni<Map<UUID, Integer>> restore(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.restore(client, namespaceId, ids, now());
    }

    /**
     * Removes executions with their payloads and heartbeats. Their rows are locked; what else belongs
     * to them is removed by its owners, in the same transaction.
     *
     * @param policy the retention policy that removes them, so that their ids and external ids answer
     *     for a while that they are gone; {@code null} frees the external ids
     */
    public Uni<Void> forget(
            SqlClient client, int namespaceId, List<UUID> ids, @Nullable String policy) {
        return store.forget(client, namespaceId, ids)
                .call(() -> store.forgetPayloads(client, namespaceId, ids))
                .call(() -> store.forgetHeartbeats(client, namespaceId, ids))
                .chain(
                        names ->
                                policy == null
                                        ? externalIds.forget(client, namespaceId, names)
                                        : externalIds
                                                .bury(client, namespaceId, names, now(), policy)
                                                .chain(
                                                        () ->
                                                                tombstones.bury(
                                                                        client,
                                                                        namespaceId,
                                                                        ids,
                                                                        now(),
                                                                        policy)));
    }

    /**
     * Marks that the payloads of executions are gone, which is a change of each. Their rows are locked;
     * the payloads are removed by the caller.
     */
    public Uni<Void> expirePayloads(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.expirePayloads(client, namespaceId, ids, now());
    }

    /** Removes the payloads of executions, whose rows are locked. */
    public Uni<Void> forgetPayloads(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.forgetPayloads(client, namespaceId, ids);
    }

    /** Removes the heartbeats of executions, whose rows are locked. */
    public Uni<Void> forgetHeartbeats(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.forgetHeartbeats(client, namespaceId, ids);
    }

    /** Tells in the notices of executions that the ends of their logs are cut. Rows are locked. */
    public Uni<Void> noteCutLogs(SqlClient client, int namespaceId, List<UUID> ids) {
        return store.noteCutLogs(client, namespaceId, ids);
    }
}
