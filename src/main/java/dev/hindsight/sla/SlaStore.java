package dev.hindsight.sla;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of what is expected, and of what was not kept. */
@ApplicationScoped
class SlaStore {

    /** Any number: the first half of the locks under which any are changed. */
    private static final int LOCK = 0x68735f73;

    private final Database database;

    SlaStore(Database database) {
        this.database = database;
    }

    /** Keeps others from changing any of a namespace until the transaction ends. */
    Uni<Void> lock(SqlClient client, int namespaceId) {
        return run(client, SlaSql.LOCK, Args.of(LOCK, namespaceId)).replaceWithVoid();
    }

    Uni<List<Sla>> list(SqlClient client, int namespaceId) {
        return run(client, SlaSql.LIST, Args.of(namespaceId)).map(SlaStore::read);
    }

    Uni<Optional<Sla>> find(SqlClient client, int namespaceId, String name) {
        return run(client, SlaSql.GET, Args.of(namespaceId, name))
                .map(rows -> read(rows).stream().findFirst());
    }

    Uni<List<Sla>> all() {
        return database.ask(SlaSql.ALL, Args.of().tuple()).map(SlaStore::read);
    }

    /** Writes one; of one that is there the id and the beginning stay. */
    Uni<Void> put(SqlClient client, Sla sla) {
        SlaOrder it = sla.order();
        return run(
                        client,
                        SlaSql.PUT,
                        Args.of(
                                sla.namespaceId(),
                                sla.name(),
                                sla.id(),
                                it.workflowId(),
                                it.maxDurationMs(),
                                it.minSuccessRate(),
                                text(it.maxSilence()),
                                it.window().text(),
                                sla.updatedAt()))
                .replaceWithVoid();
    }

    /** Ends what is not kept of rules that are none any more. */
    Uni<Void> dropRules(SqlClient client, Sla sla, OffsetDateTime now) {
        Short[] rules =
                Stream.of(Rule.values())
                        .filter(sla.order()::has)
                        .map(Rule::code)
                        .toArray(Short[]::new);
        return run(client, SlaSql.DROP_RULES, Args.of(sla.namespaceId(), sla.id(), rules, now))
                .replaceWithVoid();
    }

    Uni<Void> remove(SqlClient client, Sla sla) {
        return run(client, SlaSql.REMOVE_BREACHES, Args.of(sla.namespaceId(), sla.id()))
                .chain(() -> run(client, SlaSql.REMOVE, Args.of(sla.namespaceId(), sla.id())))
                .replaceWithVoid();
    }

    /** The latest breaches of some, so many of each, newest first. */
    Uni<Map<UUID, List<Breach>>> latest(
            SqlClient client, int namespaceId, List<UUID> ids, int limit) {
        return run(
                        client,
                        SlaSql.LATEST,
                        Args.of(namespaceId, ids.toArray(UUID[]::new), (long) limit))
                .map(
                        rows -> {
                            Map<UUID, List<Breach>> breaches = new HashMap<>();
                            for (Row row : rows) {
                                breaches.computeIfAbsent(row.getUUID(0), id -> new ArrayList<>())
                                        .add(breach(row));
                            }
                            return breaches;
                        });
    }

    private static Breach breach(Row row) {
        return new Breach(
                Rule.ofCode(row.getInteger(1)),
                row.getUUID(2),
                row.getOffsetDateTime(3),
                row.getOffsetDateTime(4),
                row.getDouble(5),
                row.getDouble(6));
    }

    /** Which of some are not kept now. */
    Uni<Set<UUID>> open(SqlClient client, int namespaceId, List<UUID> ids) {
        return run(client, SlaSql.OPEN, Args.of(namespaceId, ids.toArray(UUID[]::new)))
                .map(
                        rows -> {
                            Set<UUID> open = new HashSet<>();
                            rows.forEach(row -> open.add(row.getUUID(0)));
                            return open;
                        });
    }

    /** Forgets some of what was over before a moment; tells how many. */
    Uni<Integer> forget(SqlClient client, OffsetDateTime before, int limit) {
        return run(client, SlaSql.FORGET, Args.of(before, (long) limit)).map(RowSet::rowCount);
    }

    private static Uni<RowSet<Row>> run(SqlClient client, String sql, Args args) {
        return Database.run(client, sql, args.tuple());
    }

    private static List<Sla> read(RowSet<Row> rows) {
        List<Sla> read = new ArrayList<>(rows.size());
        for (Row row : rows) {
            SlaOrder order =
                    new SlaOrder(
                            row.getString("workflow_id"),
                            row.getLong("max_duration_ms"),
                            row.getDouble("min_success_rate"),
                            span(row.getString("max_silence")),
                            Span.of(row.getString("time_window"), SlaOrder.LONGEST_WINDOW));
            read.add(
                    new Sla(
                            row.getInteger("namespace_id"),
                            row.getUUID("id"),
                            row.getString("name"),
                            order,
                            row.getOffsetDateTime("created_at"),
                            row.getOffsetDateTime("updated_at")));
        }
        return read;
    }

    private static @Nullable String text(@Nullable Span span) {
        return span == null ? null : span.text();
    }

    private static @Nullable Span span(@Nullable String text) {
        return text == null ? null : Span.of(text, SlaOrder.LONGEST_SILENCE);
    }
}
