package dev.hindsight.checkpoint;

import dev.hindsight.blob.Blob;
import dev.hindsight.blob.BlobCheck;
import dev.hindsight.blob.BlobHead;
import dev.hindsight.blob.BlobOwner;
import dev.hindsight.blob.Blobs;
import dev.hindsight.blob.ByteSource;
import dev.hindsight.blob.JsonCheck;
import dev.hindsight.db.Database;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.partition.Uuid7;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes trees, snapshots and states, with times and ids that the caller gives: now and new ones for
 * an engine, those of old for an import. Forgets them, and tells how much there is.
 */
@ApplicationScoped
public class CheckpointRecorder {

    private final Database database;
    private final CheckpointStore store;
    private final ArtifactStore artifacts;
    private final Blobs blobs;
    private final ExecutionService executions;

    CheckpointRecorder(
            Database database,
            CheckpointStore store,
            ArtifactStore artifacts,
            Blobs blobs,
            ExecutionService executions) {
        this.database = database;
        this.store = store;
        this.artifacts = artifacts;
        this.blobs = blobs;
        this.executions = executions;
    }

    /**
     * What is written of.
     *
     * @param ifVersion the version that the execution must have, if one is demanded
     */
    record Target(BlobOwner owner, @Nullable Integer ifVersion) {}

    /**
     * Puts a document into its place. Fails with {@code not-found} or {@code gone} where there is no
     * such execution at the end, with {@code invalid-request} where a tree is not JSON, and as the
     * source does; then all is as it was.
     */
    public Uni<Void> put(BlobOwner owner, Slot slot, OffsetDateTime at, ByteSource source) {
        return put(new Target(owner, null), slot, at, source);
    }

    /** As the other, and with {@code version-mismatch} where another version is demanded. */
    Uni<Void> put(Target target, Slot slot, OffsetDateTime at, ByteSource source) {
        BlobOwner owner = target.owner();
        BlobCheck check = slot == Slot.TREE ? new JsonCheck() : BlobCheck.none();
        return blobs.write(
                owner,
                source,
                check,
                (client, blob) ->
                        lock(client, target)
                                .chain(() -> store.put(client, owner, slot, at, blob))
                                .chain(old -> forget(client, owner, old)));
    }

    /** Adds a snapshot of this moment, with a new id; fails as {@link #put}. */
    Uni<Snapshot> add(Target target, OffsetDateTime now, ByteSource source) {
        BlobOwner owner = target.owner();
        return blobs.write(
                owner,
                source,
                BlobCheck.none(),
                // Minted under the lock, so that ids follow one another as the snapshots do.
                (client, blob) ->
                        lock(client, target)
                                .chain(() -> add(client, owner, Uuid7.mint(), now, blob)));
    }

    /** Adds a snapshot, or puts it in the place of the one with its id; fails as {@link #put}. */
    public Uni<Snapshot> add(
            BlobOwner owner, UUID id, OffsetDateTime createdAt, ByteSource source) {
        return blobs.write(
                owner,
                source,
                BlobCheck.none(),
                (client, blob) ->
                        lock(client, new Target(owner, null))
                                .chain(() -> add(client, owner, id, createdAt, blob)));
    }

    private Uni<Snapshot> add(
            SqlClient client, BlobOwner owner, UUID id, OffsetDateTime createdAt, Blob blob) {
        Snapshot snapshot = new Snapshot(id, createdAt, blob);
        return store.add(client, owner, snapshot)
                .chain(old -> forget(client, owner, old))
                .replaceWith(snapshot);
    }

    /**
     * A chunk of a document that comes back.
     *
     * @param blob the document, under the id that it had
     * @param n number of the chunk, from 0; they come in their order
     * @param raw its bytes
     * @param isLast whether the document is whole with it
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way, never compared.
    public record Restored(Blob blob, int n, byte[] raw, boolean isLast) {}

    /**
     * Brings a chunk of a document back, unless another document has its place, within a transaction
     * of the caller, who holds the lock of the execution. Fails with {@code invalid-request} where a
     * tree turns out not to be JSON.
     */
    public Uni<Void> restore(
            SqlClient client, BlobOwner owner, Slot slot, OffsetDateTime at, Restored chunk) {
        BlobCheck check = slot == Slot.TREE ? new JsonCheck() : BlobCheck.none();
        return store.find(client, owner, slot)
                .chain(
                        found ->
                                restore(
                                        client,
                                        owner,
                                        chunk,
                                        found.map(BlobHead::blob).orElse(null),
                                        check,
                                        () -> store.put(client, owner, slot, at, chunk.blob())));
    }

    /** As the other, for a snapshot with its id and time. */
    public Uni<Void> restore(SqlClient client, BlobOwner owner, Snapshot snapshot, Restored chunk) {
        return store.findSnapshot(client, owner, snapshot.id())
                .chain(
                        found ->
                                restore(
                                        client,
                                        owner,
                                        chunk,
                                        found.map(Snapshot::blob).orElse(null),
                                        BlobCheck.none(),
                                        () -> store.add(client, owner, snapshot)));
    }

    private Uni<Void> restore(
            SqlClient client,
            BlobOwner owner,
            Restored chunk,
            @Nullable Blob there,
            BlobCheck check,
            Supplier<Uni<Optional<UUID>>> point) {
        UUID id = chunk.blob().id();
        boolean isNew = there == null && chunk.n() == 0;
        if (!isNew && (there == null || !there.id().equals(id))) {
            return Uni.createFrom().voidItem();
        }
        return (isNew ? point.get().replaceWithVoid() : Uni.createFrom().voidItem())
                .chain(() -> blobs.restore(client, owner, id, chunk.n(), chunk.raw()))
                .chain(
                        () ->
                                chunk.isLast()
                                        ? blobs.check(client, owner, chunk.blob(), check)
                                        : Uni.createFrom().voidItem());
    }

    /** Deletes a state; tells whether there was one. */
    Uni<Boolean> deleteState(Target target, Slot slot) {
        BlobOwner owner = target.owner();
        return database.transaction(
                client ->
                        lock(client, target)
                                .chain(() -> store.deleteState(client, owner, slot))
                                .call(old -> forget(client, owner, old))
                                .map(Optional::isPresent));
    }

    /** Deletes a snapshot; tells whether there was one. */
    Uni<Boolean> deleteSnapshot(Target target, UUID id) {
        BlobOwner owner = target.owner();
        return database.transaction(
                client ->
                        lock(client, target)
                                .chain(() -> store.deleteSnapshot(client, owner, id))
                                .call(old -> forget(client, owner, old))
                                .map(Optional::isPresent));
    }

    /**
     * Forgets all that is here about executions, of which there is at least one, within a
     * transaction of the caller, who holds their locks.
     */
    public Uni<Void> forget(SqlClient client, int namespaceId, List<UUID> ids) {
        return artifacts
                .forget(client, namespaceId, ids)
                .chain(() -> store.forget(client, namespaceId, ids))
                .chain(() -> blobs.forgetAll(client, namespaceId, ids));
    }

    /**
     * Forgets all snapshots of executions but so many of the newest of each, within a transaction of the
     * caller, who holds their locks.
     */
    public Uni<Void> trimSnapshots(SqlClient client, int namespaceId, List<UUID> ids, int keep) {
        return store.trim(client, namespaceId, ids, keep)
                .onItem()
                .transformToMulti(loose -> Multi.createFrom().iterable(loose))
                .onItem()
                .transformToUniAndConcatenate(
                        it ->
                                blobs.forget(
                                        client,
                                        new BlobOwner(namespaceId, it.executionId()),
                                        it.blob()))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> lock(SqlClient client, Target target) {
        BlobOwner owner = target.owner();
        return executions.lock(
                client, owner.namespaceId(), owner.executionId(), target.ifVersion());
    }

    private Uni<Void> forget(SqlClient client, BlobOwner owner, Optional<UUID> old) {
        return old.isEmpty() ? Uni.createFrom().voidItem() : blobs.forget(client, owner, old.get());
    }
}
