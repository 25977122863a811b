package dev.hindsight.erasure;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.erasure.Erasure.Open;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows of erasures. */
@ApplicationScoped
class ErasureStore {

    /** What leads to executions from elsewhere: the engines' ids of them, and hashes of their graphs. */
    record Leads(List<String> externalIds, List<String> graphs) {}

    /** Lets the statements of a transaction take longer than others may. */
    Uni<Void> patience(SqlClient client) {
        return client.query(ErasureSql.PATIENCE).execute().replaceWithVoid();
    }

    Uni<Long> countPinned(SqlClient client, DayRange days, int namespaceId, String createdBy) {
        return Database.run(
                        client, days.in(ErasureSql.COUNT_PINNED), Tuple.of(namespaceId, createdBy))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Begins an erasure; tells its id, or that of the same which goes on already. */
    Uni<UUID> begin(SqlClient client, Open wanted, OffsetDateTime until) {
        return run(
                        client,
                        ErasureSql.BEGIN,
                        wanted.namespaceId(),
                        wanted.id(),
                        wanted.startedAt(),
                        until,
                        wanted.includePinned(),
                        wanted.createdBy())
                .map(rows -> rows.iterator().next().getUUID(0));
    }

    Uni<Optional<Erasure>> find(SqlClient client, int namespaceId, UUID id) {
        return run(client, ErasureSql.GET, namespaceId, id)
                .map(rows -> first(rows).map(ErasureStore::told));
    }

    private static Erasure told(Row row) {
        return new Erasure(
                row.getUUID(0),
                row.getOffsetDateTime(1),
                row.getOffsetDateTime(2),
                row.getBoolean(3),
                new Erasure.Counts(
                        row.getLong(4), row.getInteger(5), row.getInteger(6), row.getLong(7)),
                row.getString(8));
    }

    /** Leases an erasure that nobody is at. */
    Uni<Optional<Open>> claim(SqlClient client, OffsetDateTime now, OffsetDateTime until) {
        return run(client, ErasureSql.CLAIM, now, until)
                .map(rows -> first(rows).map(ErasureStore::open));
    }

    /** An erasure that is not done. */
    Uni<Optional<Open>> open(SqlClient client, int namespaceId, UUID id) {
        return run(client, ErasureSql.OPEN, namespaceId, id)
                .map(rows -> first(rows).map(ErasureStore::open));
    }

    private static Open open(Row row) {
        return new Open(
                row.getInteger(0),
                row.getUUID(1),
                row.getOffsetDateTime(2),
                row.getString(3),
                row.getBoolean(4));
    }

    /** What leads to executions of one day. */
    Uni<Leads> leads(SqlClient client, int namespaceId, List<UUID> ids) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(ErasureSql.LEADS),
                        Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple())
                .map(
                        rows -> {
                            Set<String> names = new LinkedHashSet<>();
                            Set<String> graphs = new LinkedHashSet<>();
                            for (Row row : rows) {
                                add(names, row.getString(0));
                                add(graphs, row.getString(1));
                            }
                            return new Leads(List.copyOf(names), List.copyOf(graphs));
                        });
    }

    private static void add(Set<String> texts, @Nullable String text) {
        if (text != null) {
            texts.add(text);
        }
    }

    Uni<Void> advance(
            SqlClient client, Open erasure, int executions, Leads leads, OffsetDateTime until) {
        return run(
                        client,
                        ErasureSql.ADVANCE,
                        erasure.namespaceId(),
                        erasure.id(),
                        (long) executions,
                        leads.graphs().toArray(String[]::new),
                        until)
                .replaceWithVoid();
    }

    Uni<Set<String>> graphs(SqlClient client, Open erasure) {
        return run(client, ErasureSql.GRAPHS, erasure.namespaceId(), erasure.id())
                .map(ErasureStore::texts);
    }

    /** Which of some graphs are used by executions of a range of days. */
    Uni<Set<String>> used(SqlClient client, DayRange days, int namespaceId, Set<String> graphs) {
        return run(client, days.in(ErasureSql.USED), namespaceId, graphs.toArray(String[]::new))
                .map(ErasureStore::texts);
    }

    /** Which are by those that changed since. */
    Uni<Set<String>> usedSince(
            SqlClient client,
            DayRange days,
            int namespaceId,
            Set<String> graphs,
            OffsetDateTime since) {
        return run(
                        client,
                        days.in(ErasureSql.USED_SINCE),
                        namespaceId,
                        graphs.toArray(String[]::new),
                        since)
                .map(ErasureStore::texts);
    }

    Uni<Void> addWebhooks(SqlClient client, Open erasure, int webhooks) {
        return run(client, ErasureSql.ADD_WEBHOOKS, erasure.namespaceId(), erasure.id(), webhooks)
                .replaceWithVoid();
    }

    Uni<Void> addFiles(SqlClient client, Open erasure, int files, OffsetDateTime until) {
        return run(client, ErasureSql.ADD_FILES, erasure.namespaceId(), erasure.id(), files, until)
                .replaceWithVoid();
    }

    Uni<Void> complete(SqlClient client, Open erasure, OffsetDateTime now, long pinned) {
        return run(
                        client,
                        ErasureSql.COMPLETE,
                        erasure.namespaceId(),
                        erasure.id(),
                        now,
                        pinned,
                        erasure.includePinned())
                .replaceWithVoid();
    }

    Uni<Void> putOff(SqlClient client, Open erasure, String problem, OffsetDateTime until) {
        return run(client, ErasureSql.PUT_OFF, erasure.namespaceId(), erasure.id(), problem, until)
                .replaceWithVoid();
    }

    /** Namespaces in which something was erased since. */
    Uni<List<Integer>> lately(SqlClient client, OffsetDateTime since) {
        return run(client, ErasureSql.LATELY, since)
                .map(
                        rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(row -> row.getInteger(0))
                                        .toList());
    }

    private static Uni<RowSet<Row>> run(
            SqlClient client, String sql, @Nullable Object... arguments) {
        return Database.run(client, sql, Args.of(arguments).tuple());
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    private static Set<String> texts(RowSet<Row> rows) {
        Set<String> texts = new HashSet<>();
        rows.forEach(row -> texts.add(row.getString(0)));
        return texts;
    }
}
