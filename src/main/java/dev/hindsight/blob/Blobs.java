package dev.hindsight.blob;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Database;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Writes, reads and forgets blobs. */
@ApplicationScoped
public class Blobs {

    /** Raw bytes of a chunk; only the last one of a blob has fewer. */
    public static final int CHUNK_BYTES = 1024 * 1024;

    /** For so long an upload may take. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(Blobs.class);

    /** Uploads that one transaction sweeps. */
    private static final int BATCH = 20;

    private final Database database;
    private final BlobStore store;
    private final Clock clock;

    Blobs(Database database, BlobStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /** Points to a new blob, within a transaction that may be run more than once. */
    @FunctionalInterface
    public interface Recording<T> {
        Uni<T> record(SqlClient client, Blob blob);
    }

    /**
     * Writes a blob and has somebody point to it. Held are one chunk and its compressed form; the
     * source is asked for the next chunk when the one before is durable. If anything fails, nothing
     * of it stays.
     *
     * @param source of all its bytes
     * @param check that looks at them
     * @param recording which points to the blob, in one short transaction at the end
     * @return what the recording answered, after its commit
     */
    public <T> Uni<T> write(
            BlobOwner owner, ByteSource source, BlobCheck check, Recording<T> recording) {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            Upload upload = new Upload(database, store, owner, check);
                            return upload.take(source)
                                    .chain(() -> record(upload, recording))
                                    .onFailure(Throwable.class)
                                    .call(failure -> discard(upload))
                                    .onCancellation()
                                    .call(() -> discard(upload));
                        });
    }

    private <T> Uni<T> record(Upload upload, Recording<T> recording) {
        return database.transaction(
                client ->
                        recording.record(client, upload.blob()).call(() -> upload.settle(client)));
    }

    private static Uni<Void> discard(Upload upload) {
        return upload.discard()
                .onFailure(RuntimeException.class)
                .invoke(
                        failure ->
                                Database.tell(
                                        LOG, "An upload that failed is left to the sweep", failure))
                .onFailure(RuntimeException.class)
                .recoverWithNull();
    }

    /**
     * Opens a blob of which the first chunk is known, so that one of a single chunk is always told
     * whole; a larger one breaks off if it is replaced while it is read.
     */
    public Uni<BlobContent> open(BlobOwner owner, BlobHead head) {
        Blob blob = head.blob();
        return blob.bytes() == 0
                ? Uni.createFrom().item(new BlobContent(blob, Multi.createFrom().empty()))
                : Uni.createFrom()
                        .item(requireNonNull(head.frame()))
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(frame -> Zstd.decompress(frame, length(blob, 0)))
                        .map(first -> new BlobContent(blob, all(owner, blob, first)));
    }

    /** Opens a blob for reading; empty if it is gone, replaced by another say. */
    public Uni<Optional<BlobContent>> open(BlobOwner owner, Blob blob) {
        if (blob.bytes() == 0) {
            return open(owner, new BlobHead(blob, null)).map(Optional::of);
        }
        return read(owner, blob, 0)
                .map(first -> first.map(bytes -> new BlobContent(blob, all(owner, blob, bytes))));
    }

    private Multi<byte[]> all(BlobOwner owner, Blob blob, byte[] first) {
        int chunks = Math.toIntExact((blob.bytes() + CHUNK_BYTES - 1) / CHUNK_BYTES);
        Multi<byte[]> rest =
                Multi.createFrom()
                        .range(1, chunks)
                        .onItem()
                        .transformToUniAndConcatenate(n -> readMore(owner, blob, n));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(first), rest);
    }

    private Uni<byte[]> readMore(BlobOwner owner, Blob blob, int n) {
        return read(owner, blob, n)
                .map(
                        found ->
                                found.orElseThrow(
                                        () ->
                                                new IllegalStateException(
                                                        "It was replaced while it was read")));
    }

    private Uni<Optional<byte[]>> read(BlobOwner owner, Blob blob, int n) {
        return store.find(database.client(), owner, blob.id(), n)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(found -> found.map(frame -> Zstd.decompress(frame, length(blob, n))));
    }

    /** Raw bytes of a chunk, of which there is at least one. */
    private static int length(Blob blob, int n) {
        return (int) Math.min(CHUNK_BYTES, blob.bytes() - (long) n * CHUNK_BYTES);
    }

    /**
     * Stores a chunk of a blob that the caller points to, unless it is there, within a transaction of
     * the caller, who holds the lock of the execution.
     *
     * @param raw its bytes, as many as the chunk has
     */
    public Uni<Void> restore(SqlClient client, BlobOwner owner, UUID blob, int n, byte[] raw) {
        return Uni.createFrom()
                .item(() -> Zstd.compress(raw))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(frame -> store.addMissing(client, owner, blob, n, frame));
    }

    /** Looks at all bytes of a blob, as the caller's transaction sees them. */
    public Uni<Void> check(SqlClient client, BlobOwner owner, Blob blob, BlobCheck check) {
        return check(client, owner, blob, 0, check);
    }

    private Uni<Void> check(SqlClient client, BlobOwner owner, Blob blob, int n, BlobCheck check) {
        long from = (long) n * CHUNK_BYTES;
        if (n > 0 && from >= blob.bytes()) {
            return Uni.createFrom().voidItem().invoke(check::finish);
        }
        return store.find(client, owner, blob.id(), n)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(
                        found -> {
                            byte[] frame = found.orElseThrow(Blobs::incomplete);
                            check.take(Zstd.decompress(frame, length(blob, n)));
                        })
                .chain(() -> check(client, owner, blob, n + 1, check));
    }

    private static ProblemException incomplete() {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, "Chunks are missing, or in another order.");
    }

    /** Forgets a blob that nobody points to any more, within the transaction that sees to that. */
    public Uni<Void> forget(SqlClient client, BlobOwner owner, UUID blob) {
        return store.forget(client, owner, blob);
    }

    /** Forgets all blobs of executions, of which there is at least one. */
    public Uni<Void> forgetAll(SqlClient client, int namespaceId, List<UUID> executionIds) {
        return store.forgetAll(client, namespaceId, executionIds);
    }

    /**
     * Deletes what is left of uploads that began more than an hour ago; one that is still under way
     * then fails at its end. Any number of replicas may sweep at once: one of them does.
     *
     * @return how many uploads were swept
     */
    public Uni<Integer> sweep() {
        UUID youngest = Uuid7.floor(clock.instant().minus(PATIENCE));
        return Uni.createFrom()
                .deferred(() -> database.transaction(client -> sweep(client, youngest)))
                .repeat()
                .whilst(swept -> swept == BATCH)
                .collect()
                .asList()
                .map(batches -> batches.stream().mapToInt(Integer::intValue).sum());
    }

    private Uni<Integer> sweep(SqlClient client, UUID youngest) {
        return store.tryLock(client)
                .chain(
                        mine ->
                                mine
                                        ? store.stale(client, youngest, BATCH)
                                        : Uni.createFrom().item(List.<BlobStore.Stale>of()))
                .call(
                        stale ->
                                Multi.createFrom()
                                        .iterable(stale)
                                        .onItem()
                                        .transformToUniAndConcatenate(
                                                it ->
                                                        Upload.discard(
                                                                client,
                                                                store,
                                                                it.owner(),
                                                                it.blob()))
                                        .onItem()
                                        .ignoreAsUni())
                .map(List::size);
    }

    /** Every hour; what one pass does not get to, the next one does. */
    @Scheduled(every = "1h", delayed = "1h", identity = "upload-sweep")
    Uni<Void> onSchedule() {
        return sweep().onFailure(RuntimeException.class)
                .invoke(failure -> Database.tell(LOG, "Uploads could not be swept", failure))
                .replaceWithVoid()
                .onFailure(RuntimeException.class)
                .recoverWithNull();
    }
}
