package dev.hindsight.archival;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Rows of {@code archive_draft}. */
@ApplicationScoped
class DraftStore {

    /** A file that is being written, or was when its writer was killed. */
    record Begun(int namespaceId, String name) {}

    Uni<Void> begin(SqlClient client, Begun file, OffsetDateTime now) {
        return Database.run(
                        client,
                        ArchivedSql.BEGIN_FILE,
                        Args.of(file.namespaceId(), file.name(), now).tuple())
                .replaceWithVoid();
    }

    /** Those that were begun before a moment. */
    Uni<List<Begun>> old(SqlClient client, OffsetDateTime before, int limit) {
        return Database.run(client, ArchivedSql.OLD_DRAFTS, Args.of(before, (long) limit).tuple())
                .map(
                        rows -> {
                            List<Begun> files = new ArrayList<>();
                            rows.forEach(
                                    row ->
                                            files.add(
                                                    new Begun(
                                                            row.getInteger(0), row.getString(1))));
                            return List.copyOf(files);
                        });
    }

    /** Tells whether there was one, whose row is locked now. */
    Uni<Boolean> forget(SqlClient client, Begun file) {
        return Database.run(
                        client, ArchivedSql.FORGET_DRAFT, Tuple.of(file.namespaceId(), file.name()))
                .map(rows -> rows.rowCount() > 0);
    }
}
