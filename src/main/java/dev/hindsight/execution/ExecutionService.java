package dev.hindsight.execution;

import dev.hindsight.access.Caller;
import dev.hindsight.db.Database;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.naming.ExternalIds;
import dev.hindsight.naming.Known;
import dev.hindsight.naming.Tombstones;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds executions, and locks them. What is in another namespace is as if it did not exist. */
@ApplicationScoped
public class ExecutionService {

    /** Brings back what belongs to an archived execution, for a while, so that it can be read. */
    public interface Opening {

        /**
         * Opens an execution, if it is archived; answers when all its rows are there.
         *
         * @return fails with {@code unavailable} if its file cannot be read
         */
        Uni<Void> open(int namespaceId, UUID id);
    }

    private final Database database;
    private final ExecutionStore store;
    private final ExecutionLockStore locks;
    private final ExternalIds externalIds;
    private final Tombstones tombstones;
    private final PartitionCatalogue partitions;
    private final Opening opening;

    ExecutionService(
            Database database,
            ExecutionStore store,
            ExecutionLockStore locks,
            ExternalIds externalIds,
            Tombstones tombstones,
            PartitionCatalogue partitions,
            Opening opening) {
        this.database = database;
        this.store = store;
        this.locks = locks;
        this.externalIds = externalIds;
        this.tombstones = tombstones;
        this.partitions = partitions;
        this.opening = opening;
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
                                                                ? whole(caller, found.get())
                                                                : absent(
                                                                        caller.namespaceId(),
                                                                        id,
                                                                        ref.ifVersion())));
    }

    /** With what the caller may see of it; of an archived one that is in its file. */
    private Uni<Execution> whole(Caller caller, Execution found) {
        ExecutionSummary summary = found.summary();
        if (!summary.archived() || !caller.seesPayloads()) {
            return Uni.createFrom().item(found.told(caller));
        }
        return opening.open(caller.namespaceId(), summary.id())
                .chain(() -> store.find(database.client(), caller.namespaceId(), summary.id()))
                .map(opened -> opened.orElse(found));
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
     * The id of an execution that is there, soft-deleted or not; what belongs to it can be read.
     *
     * @throws ProblemException {@code not-found}, {@code gone}, or {@code unavailable} if it is archived
     *     and its file cannot be read, as a failure of the answer
     */
    public Uni<UUID> require(Caller caller, ExecutionRef ref) {
        return resolve(caller, ref)
                .chain(
                        id ->
                                store.findArchived(database.client(), caller.namespaceId(), id)
                                        .chain(
                                                archived ->
                                                        archived.isPresent()
                                                                ? opened(
                                                                        caller.namespaceId(),
                                                                        id,
                                                                        archived.get())
                                                                : absent(
                                                                        caller.namespaceId(),
                                                                        id,
                                                                        ref.ifVersion())));
    }

    private Uni<UUID> opened(int namespaceId, UUID id, boolean isArchived) {
        return isArchived
                ? opening.open(namespaceId, id).replaceWith(id)
                : Uni.createFrom().item(id);
    }

    /**
     * Locks an execution against all other writers of it and its parts, until the transaction ends.
     *
     * @param ifVersion the version that it must have, if one is demanded
     * @throws ProblemException {@code not-found}, {@code gone} (also if it is archived) or {@code version-mismatch}, as a
     *     failure of the answer
     */
    public Uni<Void> lock(SqlClient client, int namespaceId, UUID id, @Nullable Integer ifVersion) {
        return locks.lock(client, namespaceId, List.of(id))
                .chain(
                        found -> {
                            ExecutionLocks.Locked locked = found.locked().get(id);
                            if (locked == null) {
                                return absent(client, namespaceId, id, ifVersion);
                            }
                            checkVersion(locked.version(), ifVersion);
                            if (locked.archivedAt() != null) {
                                throw archived(locked.archivedAt());
                            }
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
            throw mismatch("has version " + version, demanded);
        }
    }

    /**
     * That an execution is not as a demanded version wants it.
     *
     * @param found how it is instead, after "The execution"
     */
    public static ProblemException mismatch(String found, @Nullable Integer wanted) {
        return new ProblemException(
                ProblemType.VERSION_MISMATCH,
                wanted != null && wanted == EntityTag.ANY
                        ? "The execution %s; any version was demanded.".formatted(found)
                        : "The execution %s; version %d was demanded.".formatted(found, wanted));
    }

    /** That an archived execution takes no reports. */
    public static ProblemException archived(OffsetDateTime archivedAt) {
        return PartitionCatalogue.gone(archivedAt, null)
                .inWords("Retention has archived this execution: import it to change it.");
    }

    /**
     * Fails as it is told that there is no such execution: {@code not-found} or {@code gone}, or
     * {@code version-mismatch} where one is demanded to be there.
     */
    public <T> Uni<T> absent(int namespaceId, UUID id, @Nullable Integer ifVersion) {
        return absent(database.client(), namespaceId, id, ifVersion);
    }

    private <T> Uni<T> absent(
            SqlClient client, int namespaceId, UUID id, @Nullable Integer ifVersion) {
        return partitions
                .days(client)
                .chain(() -> tombstones.find(client, namespaceId, List.of(id)))
                .onItem()
                .transformToUni(
                        removed ->
                                Uni.createFrom()
                                        .failure(
                                                removed.containsKey(id)
                                                        ? removed.get(id)
                                                        : unknown(ifVersion)));
    }

    private static ProblemException unknown(@Nullable Integer ifVersion) {
        if (ifVersion != null && ifVersion == EntityTag.ANY) {
            return mismatch("does not exist", ifVersion);
        }
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such execution.");
    }
}
