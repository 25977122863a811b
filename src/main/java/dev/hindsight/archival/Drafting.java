package dev.hindsight.archival;

import dev.hindsight.archival.DraftStore.Begun;
import dev.hindsight.archive.Archive;
import dev.hindsight.archive.ArchiveEntry;
import dev.hindsight.archive.ArchiveFile;
import dev.hindsight.archive.ArchiveLabel;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;

/**
 * Writes files of the archive. A row names each of them before its first byte is there, and leaves in the
 * transaction in which others say what is in it: what a killed writer leaves is known by its name.
 */
@ApplicationScoped
class Drafting {

    private static final int BATCH = 500;

    private final Database database;
    private final Archive archive;
    private final DraftStore store;
    private final Clock clock;

    Drafting(Database database, Archive archive, DraftStore store, Clock clock) {
        this.database = database;
        this.archive = archive;
        this.store = store;
        this.clock = clock;
    }

    /** Writes a file, as {@link Archive#write} does; where it fails the row stays, as after a kill. */
    Uni<ArchiveFile> write(int namespaceId, ArchiveLabel label, Multi<ArchiveEntry> entries) {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            Begun file = new Begun(namespaceId, archive.mint(label));
                            return store.begin(database.client(), file, OffsetDateTime.now(clock))
                                    .chain(() -> archive.write(label, file.name(), entries));
                        });
    }

    /** Deletes a file of which nothing came. */
    Uni<Void> discard(int namespaceId, ArchiveFile file) {
        return archive.delete(file.name())
                .chain(() -> store.forget(database.client(), new Begun(namespaceId, file.name())))
                .replaceWithVoid();
    }

    /** Deletes the files that were begun before a moment, and of which nothing came. */
    Uni<Void> discardOld(OffsetDateTime before) {
        return store.old(database.client(), before, BATCH)
                .onItem()
                .transformToMulti(files -> Multi.createFrom().iterable(files))
                .onItem()
                .transformToUniAndConcatenate(this::discardOld)
                .onItem()
                .ignoreAsUni();
    }

    /** With its row locked: whoever is about to say what is in it finds none when that is over. */
    private Uni<Void> discardOld(Begun file) {
        return database.transaction(
                client ->
                        store.forget(client, file)
                                .chain(
                                        was ->
                                                was
                                                        ? archive.delete(file.name())
                                                        : Uni.createFrom().voidItem()));
    }
}
