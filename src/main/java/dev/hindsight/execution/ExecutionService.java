package dev.hindsight.execution;

import dev.hindsight.access.Caller;
import dev.hindsight.db.Database;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.naming.ExternalIds;
import dev.hindsight.naming.Known;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds executions, and locks them. What is in another namespace is as if it did not exist. */
@ApplicationScoped
public class ExecutionService {

    private final Database database;
    private final ExecutionStore store;
    private final ExecutionMergeStore locks;
    private final ExternalIds externalIds;
    private final PartitionCatalogue partitions;

    ExecutionService(
            Database database,
            ExecutionStore store,
            ExecutionMergeStore locks,
            ExternalIds externalIds,
            PartitionCatalogue partitions) {
        this.database = database;
        this.store = store;
        this.locks = locks;
        this.externalIds = externalIds;
        this.partitions = partitions;
    }

    /**
     * The id of an execution; that it exists is not looked up for a reference that is one.
     *
     * @throws ProblemException {@code not-found} or {@code gone}, as a failure of the answer
     */
    public Uni<UUID> resolve(Caller caller, ExecutionRef ref) {
        if (ref.id() != null) {
            return Uni.createFrom().item(ref.id());
        }
        return externalIds
                .find(database.client(), caller.namespaceId(), List.of(ref.externalId()))
                .map(
                        known -> {
                            Known found = known.get(ref.externalId());
                            if (found == null) {
                                throw unknown(ref.ifVersion());
                            }
                            if (found.removedAt() != null) {
                                throw PartitionCatalogue.gone(found.removedAt(), found.removedBy());
                            }
                            return found.id();
                        });
    }

    /**
     * An execution with its payloads, as far as the caller may read them; soft-deleted ones too.
     *
     * @throws ProblemException {@code not-found} or {@code gone}, as a failure of the answer
     */
    public Uni<Execution> get(Caller caller, ExecutionRef ref) {
        return resolve(caller, ref)
                .chain(
                        id ->
                                store.find(database.client(), caller.namespaceId(), id)
                                        .chain(
                                                found ->
                                                        found.isPresent()
                                                                ? Uni.createFrom()
                                                                        .item(
                                                                                found.get()
                                                                                        .told(
                                                                                                caller))
                                                                : absent(id, ref.ifVersion())));
    }

    /**
     * Executions without their payloads, soft-deleted ones too; those that are not there are absent.
     *
     * @param ids at least one
     */
    public Uni<Map<UUID, ExecutionSummary>> find(Caller caller, Collection<UUID> ids) {
        return store.findAll(database.client(), caller.namespaceId(), ids);
    }

    /** Rows and bytes of an execution with its payloads, not of what belongs to it. */
    public Uni<Stored> storage(Caller caller, UUID id) {
        return store.storage(database.client(), caller.namespaceId(), id);
    }

    /**
     * The id of an execution that is there, soft-deleted or not.
     *
     * @throws ProblemException {@code not-found} or {@code gone}, as a failure of the answer
     */
    public Uni<UUID> require(Caller caller, ExecutionRef ref) {
        return resolve(caller, ref)
                .chain(
                        id ->
                                store.exists(database.client(), caller.namespaceId(), id)
                                        .chain(
                                                exists ->
                                                        exists
                                                                ? Uni.createFrom().item(id)
                                                                : absent(id, ref.ifVersion())));
    }

    /**
     * Locks an execution against all other writers of it and its parts, until the transaction ends.
     *
     * @param ifVersion the version that it must have, if one is demanded
     * @throws ProblemException {@code not-found}, {@code gone} or {@code version-mismatch}, as a
     *     failure of the answer
     */
    public Uni<Void> lock(SqlClient client, int namespaceId, UUID id, @Nullable Integer ifVersion) {
        return locks.lock(client, namespaceId, List.of(id))
                .chain(
                        found -> {
                            ExecutionMergeStore.Locked locked = found.locked().get(id);
                            if (locked == null) {
                                return absent(id, ifVersion);
                            }
                            checkVersion(locked.version(), ifVersion);
                            return Uni.createFrom().voidItem();
                        });
    }

    /**
     * Fails if a version is not the one that is demanded.
     *
     * @throws ProblemException {@code version-mismatch}
     */
    public static void checkVersion(int version, @Nullable Integer demanded) {
        if (!EntityTag.matches(demanded, version)) {
            throw ExecutionOutcome.mismatch("has version " + version, demanded);
        }
    }

    /**
     * Fails as it is told that there is no such execution: {@code not-found} or {@code gone}, or
     * {@code version-mismatch} where one is demanded to be there.
     */
    public <T> Uni<T> absent(UUID id, @Nullable Integer ifVersion) {
        return partitions
                .findRemoval(id)
                .onItem()
                .transformToUni(
                        removal ->
                                Uni.createFrom()
                                        .failure(removal.orElseGet(() -> unknown(ifVersion))));
    }

    private static ProblemException unknown(@Nullable Integer ifVersion) {
        if (ifVersion != null && ifVersion == EntityTag.ANY) {
            return ExecutionOutcome.mismatch("does not exist", ifVersion);
        }
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such execution.");
    }
}
