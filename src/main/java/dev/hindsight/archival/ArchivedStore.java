package dev.hindsight.archival;

import dev.hindsight.archive.ArchiveFile;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code archive_file}, and the columns of executions that point to them. */
@ApplicationScoped
class ArchivedStore {

    /** Where an archived execution is; {@code openedAt} is {@code null} while it is closed. */
    record Place(String file, long position, long length, @Nullable OffsetDateTime openedAt) {}

    /** A file that is known. */
    record Known(int namespaceId, UUID id, String name) {}

    /** Makes a draft a file, unless it is one already; tells whether it is one now. */
    Uni<Boolean> add(SqlClient client, int namespaceId, Filed filed, OffsetDateTime now) {
        return Database.run(
                        client,
                        ArchivedSql.ADD_FILE,
                        Args.of(
                                        namespaceId,
                                        filed.id(),
                                        filed.file().name(),
                                        filed.day(),
                                        filed.policy(),
                                        now,
                                        filed.file().frames().size(),
                                        filed.file().bytes())
                                .tuple())
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** What changes whenever anything that belongs to an execution does. */
    Uni<Map<UUID, String>> digests(SqlClient client, int namespaceId, List<UUID> ids) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(ArchivedSql.DIGESTS),
                        Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple())
                .map(
                        rows -> {
                            Map<UUID, String> digests = new HashMap<>();
                            rows.forEach(row -> digests.put(row.getUUID(0), row.getString(1)));
                            return digests;
                        });
    }

    /** Notes that executions, at least one, are in a file. */
    Uni<Void> archive(
            SqlClient client,
            int namespaceId,
            UUID file,
            List<ArchiveFile.Frame> frames,
            OffsetDateTime now) {
        List<UUID> ids = frames.stream().map(ArchiveFile.Frame::id).toList();
        return Database.run(
                        client,
                        DayRange.of(ids).in(ArchivedSql.ARCHIVE),
                        Args.of(
                                        namespaceId,
                                        ids.toArray(UUID[]::new),
                                        Args.column(
                                                frames, Long[]::new, ArchiveFile.Frame::position),
                                        Args.column(frames, Long[]::new, ArchiveFile.Frame::length),
                                        file,
                                        now)
                                .tuple())
                .replaceWithVoid();
    }

    /** Where an execution is; empty if it is not archived. */
    Uni<Optional<Place>> place(SqlClient client, int namespaceId, UUID id) {
        return Database.run(
                        client, DayRange.of(id).in(ArchivedSql.PLACE), Tuple.of(namespaceId, id))
                .map(
                        rows -> {
                            for (Row row : rows) {
                                return Optional.of(
                                        new Place(
                                                row.getString(0),
                                                row.getLong(1),
                                                row.getLong(2),
                                                row.getOffsetDateTime(3)));
                            }
                            return Optional.empty();
                        });
    }

    /** Keeps an execution open; tells whether it still was. */
    Uni<Boolean> keepOpen(SqlClient client, int namespaceId, UUID id, OffsetDateTime now) {
        return Database.run(
                        client,
                        DayRange.of(id).in(ArchivedSql.KEEP_OPEN),
                        Args.of(namespaceId, id, now).tuple())
                .map(rows -> rows.rowCount() > 0);
    }

    /** Executions that were opened before a moment, by namespace. */
    Uni<SortedMap<Integer, List<UUID>>> findOpen(
            SqlClient client, DayRange days, OffsetDateTime before, int limit) {
        return Database.run(
                        client,
                        days.in(ArchivedSql.FIND_OPEN),
                        Args.of(before, (long) limit).tuple())
                .map(
                        rows -> {
                            SortedMap<Integer, List<UUID>> open = new TreeMap<>();
                            for (Row row : rows) {
                                open.computeIfAbsent(row.getInteger(0), any -> new ArrayList<>())
                                        .add(row.getUUID(1));
                            }
                            return open;
                        });
    }

    /** Closes those of some executions of a day that nobody has opened since; tells which. */
    Uni<List<UUID>> close(
            SqlClient client, int namespaceId, List<UUID> ids, OffsetDateTime before) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(ArchivedSql.CLOSE),
                        Args.of(namespaceId, ids.toArray(UUID[]::new), before).tuple())
                .map(
                        rows -> {
                            List<UUID> closed = new ArrayList<>();
                            rows.forEach(row -> closed.add(row.getUUID(0)));
                            return List.copyOf(closed);
                        });
    }

    Uni<List<LocalDate>> filedDays(SqlClient client) {
        return Database.run(client, ArchivedSql.FILED_DAYS, Tuple.tuple())
                .map(
                        rows -> {
                            List<LocalDate> days = new ArrayList<>();
                            rows.forEach(row -> days.add(row.getLocalDate(0)));
                            return List.copyOf(days);
                        });
    }

    /** Files of a day that no execution is in any more. */
    Uni<List<Known>> spentFiles(SqlClient client, LocalDate day, int limit) {
        return Database.run(
                        client,
                        new DayRange(day, day).in(ArchivedSql.SPENT_FILES),
                        Args.of(day, (long) limit).tuple())
                .map(
                        rows -> {
                            List<Known> files = new ArrayList<>();
                            rows.forEach(
                                    row ->
                                            files.add(
                                                    new Known(
                                                            row.getInteger(0),
                                                            row.getUUID(1),
                                                            row.getString(2))));
                            return List.copyOf(files);
                        });
    }

    Uni<Void> forget(SqlClient client, Known file) {
        return Database.run(
                        client, ArchivedSql.FORGET_FILE, Tuple.of(file.namespaceId(), file.id()))
                .replaceWithVoid();
    }
}
