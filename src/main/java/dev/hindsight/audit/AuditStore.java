package dev.hindsight.audit;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
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

    /** What an entry says of what was done, besides when and by whom. */
    record Words(UUID id, String target, @Nullable String detail) {}

    /** Entries of which more than a path is kept, in the order of their ids. */
    Uni<List<Words>> worded(SqlClient client, int namespaceId, UUID after, int limit) {
        return Database.run(
                        client, AuditSql.WORDED, Args.of(namespaceId, after, (long) limit).tuple())
                .map(
                        rows -> {
                            List<Words> words = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                words.add(
                                        new Words(
                                                row.getUUID(0),
                                                row.getString(1),
                                                row.getString(2)));
                            }
                            return List.copyOf(words);
                        });
    }

    /** Says entries in other words. */
    Uni<Void> reword(SqlClient client, int namespaceId, List<Words> words) {
        return Database.run(
                        client,
                        AuditSql.REWORD,
                        Args.of(namespaceId)
                                .add(Args.column(words, UUID[]::new, Words::id))
                                .add(Args.column(words, String[]::new, Words::target))
                                .add(Args.column(words, String[]::new, Words::detail))
                                .tuple())
                .replaceWithVoid();
    }

    /** Takes external ids out of paths. */
    Uni<Void> forgetExternalIds(SqlClient client, int namespaceId, List<String> externalIds) {
        return Database.run(
                        client,
                        AuditSql.FORGET_EXTERNAL_IDS,
                        Args.of(namespaceId, externalIds.toArray(String[]::new)).tuple())
                .replaceWithVoid();
    }

    /** Namespaces of which there are entries. */
    Uni<List<Integer>> namespaces(SqlClient client) {
        return Database.run(client, AuditSql.NAMESPACES, Args.of().tuple())
                .map(
                        rows -> {
                            List<Integer> ids = new ArrayList<>(rows.size());
                            rows.forEach(row -> ids.add(row.getInteger(0)));
                            return List.copyOf(ids);
                        });
    }

    /** Forgets the oldest entries that were written before a moment, some; tells how many. */
    Uni<Integer> forget(SqlClient client, int namespaceId, Instant before, int limit) {
        UUID least = new UUID(before.toEpochMilli() << 16, 0);
        return Database.run(
                        client, AuditSql.FORGET, Args.of(namespaceId, least, (long) limit).tuple())
                .map(rows -> rows.rowCount());
    }
}
