package dev.hindsight.checkpoint;

import dev.hindsight.access.Caller;
import dev.hindsight.blob.BlobContent;
import dev.hindsight.blob.BlobOwner;
import dev.hindsight.blob.Blobs;
import dev.hindsight.blob.ByteSource;
import dev.hindsight.db.Database;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trees, snapshots and states, as engines write and read them. What takes a reference to an execution
 * fails with {@code not-found} or {@code gone} where there is none; what asks for one thing, with
 * {@code not-found} where there is none.
 */
@ApplicationScoped
public class CheckpointService {

    private final Database database;
    private final CheckpointStore store;
    private final CheckpointRecorder recorder;
    private final Blobs blobs;
    private final ExecutionService executions;
    private final ExecutionRecorder clock;

    CheckpointService(
            Database database,
            CheckpointStore store,
            CheckpointRecorder recorder,
            Blobs blobs,
            ExecutionService executions,
            ExecutionRecorder clock) {
        this.database = database;
        this.store = store;
        this.recorder = recorder;
        this.blobs = blobs;
        this.executions = executions;
        this.clock = clock;
    }

    /**
     * How much an execution has of one kind.
     *
     * @param kind {@code artifacts}, {@code tree}, {@code snapshots} or {@code state}
     * @param rows how many there are
     * @param bytes as they were sent
     * @param storedBytes as they are stored, after compression of our own; PostgreSQL's is not
     *     counted
     */
    public record Usage(String kind, long rows, long bytes, long storedBytes) {}

    /** How much an execution has, a line for each of the four kinds. */
    public Uni<List<Usage>> usage(BlobOwner owner) {
        return store.usage(database.client(), owner);
    }

    /** Puts a document into its place; see {@link CheckpointRecorder#put}. */
    Uni<Void> put(Caller caller, ExecutionRef ref, Slot slot, ByteSource source) {
        return of(caller, ref, it -> recorder.put(target(ref, it), slot, clock.now(), source));
    }

    /** Adds a snapshot. */
    Uni<Snapshot> add(Caller caller, ExecutionRef ref, ByteSource source) {
        return of(caller, ref, it -> recorder.add(target(ref, it), clock.now(), source));
    }

    /** The document in a place. */
    Uni<BlobContent> get(Caller caller, ExecutionRef ref, Slot slot) {
        return of(caller, ref, owner -> find(owner, slot))
                .map(
                        found ->
                                found.orElseThrow(
                                        () ->
                                                missing(
                                                        slot == Slot.TREE
                                                                ? "tree"
                                                                : "state " + slot.word())));
    }

    /**
     * The document in a place of an execution; empty where there is none, or no such execution. Its
     * first MiB has been read; the rest is read as it is asked for, and fails if the document is
     * replaced meanwhile.
     */
    public Uni<Optional<BlobContent>> find(BlobOwner owner, Slot slot) {
        return store.find(database.client(), owner, slot)
                .chain(
                        found ->
                                found.isEmpty()
                                        ? Uni.createFrom().item(Optional.empty())
                                        : blobs.open(owner, found.get()).map(Optional::of));
    }

    /** The bytes of a snapshot; of the newest one without an id. */
    Uni<BlobContent> getSnapshot(Caller caller, ExecutionRef ref, @Nullable UUID id) {
        return of(caller, ref, owner -> openSnapshot(owner, id))
                .map(found -> found.orElseThrow(() -> missing("snapshot")));
    }

    /** The bytes of a snapshot that a list told; empty if it was deleted since. */
    public Uni<Optional<BlobContent>> open(BlobOwner owner, Snapshot snapshot) {
        return blobs.open(owner, snapshot.blob());
    }

    /** Deletes a state. */
    Uni<Void> deleteState(Caller caller, ExecutionRef ref, Slot slot) {
        return of(caller, ref, owner -> recorder.deleteState(target(ref, owner), slot))
                .invoke(deleted -> check(deleted, "state " + slot.word()))
                .replaceWithVoid();
    }

    /** Deletes a snapshot; the newest one without an id. */
    Uni<Void> deleteSnapshot(Caller caller, ExecutionRef ref, @Nullable UUID id) {
        return of(
                        caller,
                        ref,
                        owner ->
                                snapshot(owner, id)
                                        .chain(
                                                found ->
                                                        found.isEmpty()
                                                                ? Uni.createFrom().item(false)
                                                                : recorder.deleteSnapshot(
                                                                        target(ref, owner),
                                                                        found.get().id())))
                .invoke(deleted -> check(deleted, "snapshot"))
                .replaceWithVoid();
    }

    /**
     * A page of an execution's snapshots, newest first.
     *
     * @param question the fingerprint of the filters, which a cursor must have been made for
     */
    Uni<Page<Snapshot>> list(
            Caller caller,
            ExecutionRef ref,
            CheckpointStore.Range range,
            Limit limit,
            @Nullable String cursor,
            long question) {
        return of(
                caller,
                ref,
                owner -> {
                    long fingerprint = Fingerprint.about(owner.executionId(), question);
                    CheckpointStore.Range left =
                            Cursor.decode(Optional.ofNullable(cursor), fingerprint)
                                    .map(range::beyond)
                                    .orElse(range);
                    return store.list(database.client(), owner, left, limit.value() + 1)
                            .map(rows -> Page.of(rows, limit, it -> place(it, fingerprint)));
                });
    }

    /**
     * Some of an execution's snapshots, newest first, for who walks through all of them; empty
     * behind the last, and where there is no such execution.
     *
     * @param beyond the last one of those before; {@code null} to begin
     */
    public Uni<List<Snapshot>> list(BlobOwner owner, @Nullable Snapshot beyond, int limit) {
        CheckpointStore.Range range =
                beyond == null
                        ? CheckpointStore.Range.ALL
                        : new CheckpointStore.Range(null, null, beyond.createdAt(), beyond.id());
        return store.list(database.client(), owner, range, limit);
    }

    private <T> Uni<T> of(Caller caller, ExecutionRef ref, Function<BlobOwner, Uni<T>> answer) {
        return executions
                .require(caller, ref)
                .chain(id -> answer.apply(new BlobOwner(caller.namespaceId(), id)));
    }

    private static CheckpointRecorder.Target target(ExecutionRef ref, BlobOwner owner) {
        return new CheckpointRecorder.Target(owner, ref.ifVersion());
    }

    private Uni<Optional<Snapshot>> snapshot(BlobOwner owner, @Nullable UUID id) {
        return id == null
                ? list(owner, null, 1).map(newest -> newest.stream().findFirst())
                : store.findSnapshot(database.client(), owner, id);
    }

    /**
     * Looks again where it was gone by the time it was opened: another one is then the newest, and an
     * import may have put its own bytes in the place of a snapshot's.
     */
    private Uni<Optional<BlobContent>> openSnapshot(BlobOwner owner, @Nullable UUID id) {
        return snapshot(owner, id)
                .chain(
                        found ->
                                found.isEmpty()
                                        ? Uni.createFrom().item(Optional.<BlobContent>empty())
                                        : open(owner, found.get())
                                                .chain(
                                                        opened ->
                                                                opened.isPresent()
                                                                        ? Uni.createFrom()
                                                                                .item(opened)
                                                                        : openSnapshot(owner, id)));
    }

    private static Cursor place(Snapshot last, long fingerprint) {
        return Cursor.of(fingerprint, Part.at(last.createdAt().toInstant()), Part.id(last.id()));
    }

    private static void check(boolean found, String what) {
        if (!found) {
            throw missing(what);
        }
    }

    private static ProblemException missing(String what) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "The execution has no such %s.".formatted(what));
    }
}
