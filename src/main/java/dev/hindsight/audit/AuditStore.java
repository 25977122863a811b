package dev.hindsight.audit;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the audit. */
@ApplicationScoped
class AuditStore {

    /** Beyond every id that there is. */
    private static final UUID LAST = new UUID(-1, -1);

    private final Database database;

    AuditStore(Database database) {
        this.database = database;
    }

    /** An entry and where it belongs. */
    record Line(int namespaceId, AuditEntry entry) {}

    /**
     * What entries are looked for.
     *
     * @param before the id before which; {@code null}: from the newest on
     */
    record Question(@Nullable UUID before, @Nullable String actor, @Nullable String action) {}

    Uni<Void> insert(SqlClient client, List<Line> lines) {
        return Database.run(
                        client,
                        AuditSql.INSERT,
                        Args.of()
                                .add(Args.column(lines, Integer[]::new, Line::namespaceId))
                                .add(Args.column(lines, UUID[]::new, it -> it.entry().id()))
                                .add(
                                        Args.column(
                                                lines,
                                                OffsetDateTime[]::new,
                                                it -> it.entry().at()))
                                .add(Args.column(lines, String[]::new, it -> it.entry().actor()))
                                .add(Args.column(lines, String[]::new, it -> it.entry().action()))
                                .add(Args.column(lines, String[]::new, it -> it.entry().target()))
                                .add(Args.column(lines, Integer[]::new, it -> it.entry().times()))
                                .add(Args.column(lines, String[]::new, it -> it.entry().detail()))
                                .tuple())
                .replaceWithVoid();
    }

    Uni<List<AuditEntry>> page(int namespaceId, Question question, int limit) {
        return database.ask(
                        AuditSql.PAGE,
                        Args.of(
                                        namespaceId,
                                        question.before() == null ? LAST : question.before(),
                                        question.actor(),
                                        question.action(),
                                        limit)
                                .tuple())
                .map(
                        rows -> {
                            List<AuditEntry> entries = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                entries.add(
                                        new AuditEntry(
                                                row.getUUID(0),
                                                row.getOffsetDateTime(1),
                                                row.getString(2),
                                                row.getString(3),
                                                row.getString(4),
                                                row.getInteger(5),
                                                row.getString(6)));
                            }
                            return entries;
                        });
    }
}
