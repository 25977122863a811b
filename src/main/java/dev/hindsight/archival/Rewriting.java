package dev.hindsight.archival;

import dev.hindsight.archival.FileStore.Kept;
import dev.hindsight.archival.FileStore.Loose;
import dev.hindsight.archive.Archive;
import dev.hindsight.archive.ArchiveEntry;
import dev.hindsight.archive.ArchiveFile;
import dev.hindsight.archive.ArchiveLabel;
import dev.hindsight.db.Database;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.namespace.Namespaces;
import dev.hindsight.partition.Uuid7;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes files of the archive anew without what should not be in them any more. Usually an execution
 * that is removed stays in its file until the last one of it is gone; where it has to be gone, those that
 * stay move to a new file, and the old one is deleted.
 *
 * <p>Which files that are follows from the rows alone, so that it can be done again, and by anybody,
 * wherever it was cut off: a new file that no row names yet is written once more, an old one that no row
 * names any more is deleted.
 */
@ApplicationScoped
public class Rewriting {

    private final Database database;
    private final Archive archive;
    private final Namespaces namespaces;
    private final Drafting drafting;
    private final ExecutionRecorder executions;
    private final ArchivedStore store;
    private final FileStore files;

    Rewriting(
            Database database,
            Archive archive,
            Namespaces namespaces,
            Drafting drafting,
            ExecutionRecorder executions,
            ArchivedStore store,
            FileStore files) {
        this.database = database;
        this.archive = archive;
        this.namespaces = namespaces;
        this.drafting = drafting;
        this.executions = executions;
        this.store = store;
        this.files = files;
    }

    /**
     * Has every file of a namespace hold what rows say, and nothing else; tells how many files were not
     * like that. Fails with {@code unavailable} if the archive is away.
     */
    public Uni<Integer> rewrite(int namespaceId) {
        return files.days(database.client(), namespaceId)
                .onItem()
                .transformToMulti(days -> Multi.createFrom().iterable(days))
                .onItem()
                .transformToUniAndConcatenate(
                        day -> files.loose(database.client(), namespaceId, day))
                .onItem()
                .transformToMultiAndConcatenate(loose -> Multi.createFrom().iterable(loose))
                .onItem()
                .transformToUniAndConcatenate(file -> rewrite(namespaceId, file).replaceWith(1))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private Uni<Void> rewrite(int namespaceId, Loose file) {
        return files.kept(database.client(), namespaceId, file)
                .chain(
                        kept ->
                                kept.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : write(namespaceId, file, kept)
                                                .chain(it -> move(namespaceId, file, it)))
                // The row goes last, as wherever a file is deleted.
                .chain(() -> archive.delete(file.name()))
                .chain(
                        () ->
                                store.forget(
                                        database.client(),
                                        new ArchivedStore.Known(
                                                namespaceId, file.id(), file.name())));
    }

    private Uni<ArchiveFile> write(int namespaceId, Loose file, List<Kept> kept) {
        return namespaces
                .get(database.client(), namespaceId)
                .map(it -> new ArchiveLabel(it.name(), file.day(), file.policy()))
                .chain(label -> drafting.write(namespaceId, label, entries(file, kept)));
    }

    private Multi<ArchiveEntry> entries(Loose file, List<Kept> kept) {
        return Multi.createFrom()
                .iterable(kept)
                .map(
                        it -> {
                            LastLine last = new LastLine();
                            return new ArchiveEntry(
                                    it.id(),
                                    it.externalId(),
                                    archive.read(file.name(), it.position(), it.length())
                                            .invoke(last::add),
                                    last::counts);
                        });
    }

    private Uni<Void> move(int namespaceId, Loose from, ArchiveFile to) {
        Filed filed = new Filed(Uuid7.mint(), to, from.day(), from.policy(), Map.of());
        return database.transaction(client -> move(client, namespaceId, from, filed))
                .chain(
                        moved ->
                                moved == 0
                                        ? drafting.discard(namespaceId, to)
                                        : Uni.createFrom().voidItem());
    }

    /** Executions that were removed meanwhile are in the new file, too: it is looked at once more. */
    private Uni<Integer> move(SqlClient client, int namespaceId, Loose from, Filed to) {
        List<ArchiveFile.Frame> frames = to.file().frames();
        List<UUID> ids = frames.stream().map(ArchiveFile.Frame::id).toList();
        return executions
                .lock(client, namespaceId, ids)
                .chain(() -> files.move(client, namespaceId, from, to.id(), frames))
                .call(
                        moved ->
                                moved == 0
                                        ? Uni.createFrom().voidItem()
                                        : store.add(client, namespaceId, to, executions.now())
                                                .invoke(Rewriting::check));
    }

    /** Rolls back: the new file is gone, so that the old one must stay. */
    private static void check(boolean isThere) {
        if (!isThere) {
            throw new IllegalStateException("The new file was taken for a leftover");
        }
    }
}
