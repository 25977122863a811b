package dev.hindsight.archive;

import dev.hindsight.blob.Zstd;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.StartFailure;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;

/** Writes, opens and deletes the files of the archive. */
@ApplicationScoped
public class Archive {

    private static final Logger LOG = Logger.getLogger(Archive.class);

    /** Bytes of a chunk that is read; the last one of an execution has fewer. */
    private static final int CHUNK_BYTES = 256 * 1024;

    private static final Map<String, Object> RETRY = Map.of("retryAfter", 30);

    private final Place place;
    private final Clock clock;

    Archive(Place place, Clock clock) {
        this.place = place;
        this.clock = clock;
    }

    /** Whether there is one. Everything else fails where there is none. */
    public boolean isConfigured() {
        return place.isConfigured();
    }

    /** A name for a file that is to be written now, which no other has. */
    public String mint(ArchiveLabel label) {
        return ArchiveName.mint(label.namespace(), label.day()).data();
    }

    /**
     * Writes a file. Executions are taken one after the other, and of each a chunk when the one before is
     * written. If anything fails, or who waits goes away, no file counts, and what was begun is deleted
     * where that is possible.
     *
     * @param name of {@link #mint}, by the same label
     * @param entries what it holds; those without any byte are left out
     * @return the file, which is durable. Fails with {@code unavailable}, in words for the operator, if the
     *     archive cannot be written, and with what the entries fail with
     */
    public Uni<ArchiveFile> write(ArchiveLabel label, String name, Multi<ArchiveEntry> entries) {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            Storage storage = place.storage();
                            Draft draft =
                                    new Draft(
                                            storage,
                                            ArchiveName.parse(name),
                                            label,
                                            clock.instant());
                            return writing(storage, draft::begin)
                                    .chain(() -> each(entries, it -> add(storage, draft, it)))
                                    .chain(() -> writing(storage, draft::finish))
                                    .onFailure(Throwable.class)
                                    .call(failure -> discard(storage, draft))
                                    .onCancellation()
                                    .call(() -> discard(storage, draft));
                        });
    }

    private static Uni<Void> add(Storage storage, Draft draft, ArchiveEntry entry) {
        return each(entry.chunks(), chunk -> writing(storage, () -> draft.add(chunk)))
                .chain(() -> end(storage, draft, entry));
    }

    private static Uni<Void> end(Storage storage, Draft draft, ArchiveEntry entry) {
        return draft.hasSome()
                ? writing(
                                storage,
                                () ->
                                        draft.end(
                                                entry.id(),
                                                entry.externalId(),
                                                entry.counts().get()))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /**
     * Opens the lines of one execution.
     *
     * @param file the name of the file
     * @param position where in it the execution begins
     * @param length how many bytes it takes there
     * @return its lines, decompressed, in chunks that are cut anywhere. Fails with {@code unavailable},
     *     mostly before the first one, if the archive is away or the file missing or damaged
     * @throws IllegalArgumentException as a failure, if that is no name of a file, or no place in one
     */
    public Multi<byte[]> read(String file, long position, long length) {
        return Multi.createFrom()
                .resourceFromUni(() -> open(file, position, length), in -> chunks(file, in))
                .withFinalizer(Archive::close);
    }

    private Uni<InputStream> open(String file, long position, long length) {
        return onWorker(
                () -> {
                    ArchiveName name = ArchiveName.parse(file);
                    if (position < 0 || length < 1) {
                        throw new IllegalArgumentException("No place in an archive file");
                    }
                    return Zstd.decompress(place.storage().open(name, position, length));
                },
                failure -> unreadable(file, failure));
    }

    private Multi<byte[]> chunks(String file, InputStream in) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () ->
                                onWorker(
                                        () -> in.readNBytes(CHUNK_BYTES),
                                        failure -> unreadable(file, failure)))
                .whilst(chunk -> chunk.length == CHUNK_BYTES)
                .filter(chunk -> chunk.length > 0)
                .onCompletion()
                .ifEmpty()
                .failWith(() -> unreadable(file, new IOException("it holds nothing there")));
    }

    private static Uni<Void> close(InputStream in) {
        return onWorker(
                        () -> {
                            in.close();
                            return true;
                        },
                        IllegalStateException::new)
                .replaceWithVoid()
                .onFailure(RuntimeException.class)
                .recoverWithNull();
    }

    /** Deletes a file and its manifest, the manifest first; one that is not there is fine. */
    public Uni<Void> delete(String file) {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            Storage storage = place.storage();
                            return writing(
                                    storage,
                                    () -> {
                                        storage.delete(ArchiveName.parse(file));
                                        return true;
                                    });
                        })
                .replaceWithVoid();
    }

    /**
     * Deletes what was begun and never counted, of this service or another one that was killed. Looks at
     * the names of all files.
     *
     * @param before files begun since may still be under way, and are left alone
     * @return how many files were deleted
     */
    public Uni<Integer> sweepLeftovers(Instant before) {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            Storage storage = place.storage();
                            return writing(storage, () -> storage.sweep(before));
                        });
    }

    /** Sees whether the archive can be written; fails as {@link #write} would. */
    public Uni<Void> check() {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            Storage storage = place.storage();
                            return writing(
                                    storage,
                                    () -> {
                                        storage.check();
                                        return true;
                                    });
                        })
                .replaceWithVoid();
    }

    private static Uni<Void> discard(Storage storage, Draft draft) {
        return writing(
                        storage,
                        () -> {
                            draft.discard();
                            return true;
                        })
                .replaceWithVoid()
                .onFailure(RuntimeException.class)
                .invoke(
                        failure ->
                                LOG.warnf(
                                        "What was archived in vain may be left there: %s",
                                        failure.getMessage()))
                .onFailure(RuntimeException.class)
                .recoverWithNull();
    }

    /** Something that blocks. */
    private interface Work<T> {
        T run() throws IOException;
    }

    private interface Each<T> {
        Uni<?> of(T item);
    }

    private interface Failure {
        RuntimeException of(IOException cause);
    }

    private static <T> Uni<Void> each(Multi<T> items, Each<T> each) {
        return items.onItem()
                .transformToUniAndConcatenate(it -> each.of(it).replaceWithVoid())
                .onItem()
                .ignoreAsUni();
    }

    private static <T> Uni<T> writing(Storage storage, Work<T> work) {
        return onWorker(
                work,
                failure ->
                        ProblemException.causedBy(
                                failure,
                                ProblemType.UNAVAILABLE,
                                "The archive %s cannot be written: %s"
                                        .formatted(storage.place(), StartFailure.reason(failure)),
                                RETRY));
    }

    private RuntimeException unreadable(String file, IOException failure) {
        return ProblemException.causedBy(
                failure,
                ProblemType.UNAVAILABLE,
                "The archive's file %s cannot be read from %s: %s"
                        .formatted(file, place.storage().place(), StartFailure.reason(failure)),
                RETRY);
    }

    private static <T> Uni<T> onWorker(Work<T> work, Failure failure) {
        return Uni.createFrom()
                .item(
                        () -> {
                            try {
                                return work.run();
                            } catch (IOException e) {
                                throw failure.of(e);
                            }
                        })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
