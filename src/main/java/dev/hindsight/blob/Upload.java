package dev.hindsight.blob;

import dev.hindsight.db.Database;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One blob on its way into the database. Its steps follow one another, on whatever thread. */
final class Upload {

    private final Database database;
    private final BlobStore store;
    private final BlobOwner owner;
    private final BlobCheck check;
    private final UUID id = Uuid7.mint();
    private long bytes;
    private long storedBytes;
    private int chunks;

    /** Whether chunks may be there that nobody points to. */
    private boolean begun;

    private boolean ended;

    /** The frame under way; behind the end, the only chunk of a blob that has but one. */
    private byte @Nullable [] frame;

    Upload(Database database, BlobStore store, BlobOwner owner, BlobCheck check) {
        this.database = database;
        this.store = store;
        this.owner = owner;
        this.check = check;
    }

    /** What came; whole once {@link #take} is done. */
    Blob blob() {
        return new Blob(id, bytes, storedBytes);
    }

    /** Takes all bytes of a source, chunk by chunk. */
    Uni<Void> take(ByteSource source) {
        return Uni.createFrom()
                .deferred(() -> takeChunk(source))
                .repeat()
                .until(done -> done)
                .onItem()
                .ignoreAsUni();
    }

    /** Ends the upload within the transaction that points to the blob. */
    Uni<Void> settle(SqlClient client) {
        if (begun) {
            return store.end(client, owner, id).invoke(Upload::checkInTime).replaceWithVoid();
        }
        return frame == null ? Uni.createFrom().voidItem() : store.add(client, owner, id, 0, frame);
    }

    /** Deletes what was written, unless the blob was pointed to in spite of all. */
    Uni<Void> discard() {
        return begun
                ? database.transaction(client -> discard(client, store, owner, id))
                : Uni.createFrom().voidItem();
    }

    /** The same for the blob of an upload that is known by its row. */
    static Uni<Void> discard(SqlClient client, BlobStore store, BlobOwner owner, UUID blob) {
        return store.end(client, owner, blob)
                .chain(
                        unended ->
                                unended
                                        ? store.forget(client, owner, blob)
                                        : Uni.createFrom().voidItem());
    }

    /** Tells whether it was the last chunk. */
    private Uni<Boolean> takeChunk(ByteSource source) {
        return source.next(Blobs.CHUNK_BYTES)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(this::pack)
                .chain(this::write)
                .map(written -> ended);
    }

    private void pack(byte[] piece) {
        check.take(piece);
        ended = piece.length < Blobs.CHUNK_BYTES;
        if (ended) {
            check.finish();
        }
        frame = piece.length == 0 ? null : Zstd.compress(piece);
        bytes += piece.length;
        storedBytes += frame == null ? 0 : frame.length;
    }

    private Uni<Void> write() {
        if (frame == null || (ended && chunks == 0)) {
            return Uni.createFrom().voidItem();
        }
        byte[] content = frame;
        int n = chunks++;
        frame = null;
        if (n > 0) {
            return store.add(database.client(), owner, id, n, content);
        }
        begun = true;
        return store.begin(database.client(), owner, id, content);
    }

    private static void checkInTime(boolean unended) {
        if (!unended) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    "The body took longer than an hour to arrive, and was given up.");
        }
    }
}
