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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What rows say of files that are to be written anew. */
@ApplicationScoped
class FileStore {

    /** A file that holds more than rows say. */
    record Loose(UUID id, String name, LocalDate day, String policy) {}

    /** An execution in a file. */
    record Kept(UUID id, @Nullable String externalId, long position, long length) {}

    Uni<List<LocalDate>> days(SqlClient client, int namespaceId) {
        return Database.run(client, ArchivedSql.FILED_DAYS_OF, Tuple.of(namespaceId))
                .map(
                        rows -> {
                            List<LocalDate> days = new ArrayList<>();
                            rows.forEach(row -> days.add(row.getLocalDate(0)));
                            return List.copyOf(days);
                        });
    }

    /** Files of a day that hold executions of which no row says so. */
    Uni<List<Loose>> loose(SqlClient client, int namespaceId, LocalDate day) {
        return Database.run(
                        client,
                        new DayRange(day, day).in(ArchivedSql.LOOSE_FILES),
                        Tuple.of(namespaceId, day))
                .map(
                        rows -> {
                            List<Loose> files = new ArrayList<>();
                            for (Row row : rows) {
                                files.add(
                                        new Loose(
                                                row.getUUID(0),
                                                row.getString(1),
                                                day,
                                                row.getString(2)));
                            }
                            return List.copyOf(files);
                        });
    }

    /** What rows say is in a file. */
    Uni<List<Kept>> kept(SqlClient client, int namespaceId, Loose file) {
        return Database.run(
                        client,
                        new DayRange(file.day(), file.day()).in(ArchivedSql.IN_FILE),
                        Tuple.of(namespaceId, file.id()))
                .map(
                        rows -> {
                            List<Kept> kept = new ArrayList<>();
                            for (Row row : rows) {
                                kept.add(
                                        new Kept(
                                                row.getUUID(0),
                                                row.getString(1),
                                                row.getLong(2),
                                                row.getLong(3)));
                            }
                            return List.copyOf(kept);
                        });
    }

    /** Notes where executions are now; tells how many are. Their rows are locked. */
    Uni<Integer> move(
            SqlClient client,
            int namespaceId,
            Loose from,
            UUID to,
            List<ArchiveFile.Frame> frames) {
        return Database.run(
                        client,
                        new DayRange(from.day(), from.day()).in(ArchivedSql.MOVE),
                        Args.of(namespaceId)
                                .add(Args.column(frames, UUID[]::new, ArchiveFile.Frame::id))
                                .add(Args.column(frames, Long[]::new, ArchiveFile.Frame::position))
                                .add(Args.column(frames, Long[]::new, ArchiveFile.Frame::length))
                                .add(to)
                                .add(from.id())
                                .tuple())
                .map(rows -> rows.rowCount());
    }
}
