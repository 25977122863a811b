package dev.hindsight.archival;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Grant;
import dev.hindsight.archive.Archive;
import dev.hindsight.archive.ArchiveEntry;
import dev.hindsight.archive.ArchiveFile;
import dev.hindsight.archive.ArchiveLabel;
import dev.hindsight.db.Database;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.exporter.ExportService;
import dev.hindsight.exporter.Tally;
import dev.hindsight.namespace.Namespaces;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.removal.Removal;
import dev.hindsight.retention.Judge.DueExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Brings executions into the archive, in two steps: a file is written while nobody is held up, and
 * when it is safe its executions are locked, and those that are still what the file holds lose their
 * rows. One to which something was reported meanwhile keeps them, until the next time.
 */
@ApplicationScoped
public class Archiving {

    private final Database database;
    private final Archive archive;
    private final Namespaces namespaces;
    private final ExportService exports;
    private final Drafting drafting;
    private final ArchivedStore store;
    private final ExecutionRecorder executions;
    private final Removal removal;

    Archiving(
            Database database,
            Archive archive,
            Namespaces namespaces,
            ExportService exports,
            Drafting drafting,
            ArchivedStore store,
            ExecutionRecorder executions,
            Removal removal) {
        this.database = database;
        this.archive = archive;
        this.namespaces = namespaces;
        this.exports = exports;
        this.drafting = drafting;
        this.store = store;
        this.executions = executions;
        this.removal = removal;
    }

    /** Whether there is an archive. */
    public boolean isPossible() {
        return archive.isConfigured();
    }

    /**
     * Writes executions of one day to a file; changes nothing.
     *
     * @return fails with {@code unavailable} if the archive cannot be written
     */
    public Uni<Filed> write(int namespaceId, LocalDate day, String policy, List<DueExecution> due) {
        List<UUID> ids = due.stream().map(DueExecution::id).toList();
        Caller reader = new Caller(namespaceId, Grant.everything("retention"));
        return database.transaction(client -> store.digests(client, namespaceId, ids))
                .chain(
                        digests ->
                                namespaces
                                        .get(database.client(), namespaceId)
                                        .map(it -> new ArchiveLabel(it.name(), day, policy))
                                        .chain(
                                                label ->
                                                        drafting.write(
                                                                namespaceId,
                                                                label,
                                                                entries(reader, due)))
                                        .map(
                                                file ->
                                                        new Filed(
                                                                Uuid7.mint(),
                                                                file,
                                                                day,
                                                                policy,
                                                                digests)));
    }

    private Multi<ArchiveEntry> entries(Caller reader, List<DueExecution> due) {
        return Multi.createFrom()
                .iterable(due)
                .map(
                        it -> {
                            Tally tally = new Tally();
                            return new ArchiveEntry(
                                    it.id(),
                                    it.externalId(),
                                    exports.lines(reader, it.id(), tally),
                                    tally::counts);
                        });
    }

    /**
     * Removes the rows of executions that are in a file, within a transaction of the caller, who has
     * locked them; tells those that were what the file holds.
     */
    public Uni<List<UUID>> remove(
            SqlClient client, int namespaceId, Filed filed, List<UUID> locked) {
        return store.digests(client, namespaceId, locked)
                .map(now -> frames(filed, now))
                .chain(frames -> take(client, namespaceId, filed, frames));
    }

    private static List<ArchiveFile.Frame> frames(Filed filed, Map<UUID, String> now) {
        Set<UUID> same =
                now.entrySet().stream()
                        .filter(it -> it.getValue().equals(filed.digests().get(it.getKey())))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        return filed.file().frames().stream().filter(frame -> same.contains(frame.id())).toList();
    }

    private Uni<List<UUID>> take(
            SqlClient client, int namespaceId, Filed filed, List<ArchiveFile.Frame> frames) {
        if (frames.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return store.add(client, namespaceId, filed, executions.now())
                .chain(
                        isThere ->
                                isThere
                                        ? empty(client, namespaceId, filed, frames)
                                        : Uni.createFrom().item(List.of()));
    }

    private Uni<List<UUID>> empty(
            SqlClient client, int namespaceId, Filed filed, List<ArchiveFile.Frame> frames) {
        List<UUID> ids = frames.stream().map(ArchiveFile.Frame::id).toList();
        return store.archive(client, namespaceId, filed.id(), frames, executions.now())
                .chain(() -> removal.empty(client, namespaceId, ids))
                .replaceWith(ids);
    }

    /** Deletes a file of which nothing came: none of its executions was still what it holds. */
    public Uni<Void> discard(int namespaceId, Filed filed) {
        return drafting.discard(namespaceId, filed.file());
    }
}
