package dev.hindsight.sweep;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import dev.hindsight.retention.Assessment;
import dev.hindsight.retention.Due;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code retention_run} and its items, and what sweeps ask of the database by themselves. */
@ApplicationScoped
class SweepStore {

    /**
     * What a transaction did by a policy.
     *
     * @param count executions of which it did what was due
     * @param bytes their share
     */
    record Tally(Assessment.Key key, Due due, long count, long bytes) {

        private long of(Due asked) {
            return due == asked ? count : 0;
        }
    }

    /**
     * A sweep that came to its end.
     *
     * @param isHindered whether some of what was due could not be done
     */
    record Last(OffsetDateTime at, boolean isHindered) {}

    /** What a sweep did, in all namespaces and by all policies: executions. */
    record Done(long removed, long archived, long payloads, long logs, long snapshots) {}

    private final Database database;

    SweepStore(Database database) {
        this.database = database;
    }

    Uni<Void> patience(SqlClient client) {
        return client.query(SweepSql.PATIENCE).execute().replaceWithVoid();
    }

    /** Whether no execution of a day has a log. */
    Uni<Boolean> hasNoLog(SqlClient client, LocalDate day) {
        return Database.run(client, new DayRange(day, day).in(SweepSql.HAS_NO_LOG), Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<Void> begin(SqlClient client, UUID id, OffsetDateTime now) {
        return Database.run(client, SweepSql.BEGIN, Tuple.of(id, now)).replaceWithVoid();
    }

    /** Whether somebody swept since a moment. */
    Uni<Boolean> isRecent(OffsetDateTime since) {
        return database.ask(SweepSql.IS_RECENT, Tuple.of(since))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Notes what the transaction does. */
    Uni<Void> add(SqlClient client, UUID run, Tally tally) {
        return Database.run(
                        client,
                        SweepSql.ADD,
                        Args.of(
                                        tally.key().namespaceId(),
                                        run,
                                        tally.key().policy(),
                                        tally.of(Due.REMOVAL) + tally.of(Due.ARCHIVING),
                                        tally.of(Due.ARCHIVING),
                                        tally.of(Due.PAYLOADS),
                                        tally.of(Due.LOGS),
                                        tally.of(Due.SNAPSHOTS),
                                        tally.bytes())
                                .tuple())
                .replaceWithVoid();
    }

    Uni<Void> end(UUID id, OffsetDateTime now, boolean isPartial, @Nullable String problem) {
        return database.ask(SweepSql.END, Args.of(id, now, isPartial, problem).tuple())
                .replaceWithVoid();
    }

    /** The sweep that began last of those that came to their end, on whichever replica. */
    Uni<Optional<Last>> last() {
        return database.ask(SweepSql.LAST, Tuple.tuple())
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(last(rows.iterator().next())));
    }

    private static Last last(Row row) {
        return new Last(row.getOffsetDateTime(0), row.getBoolean(1));
    }

    Uni<Done> done(UUID id) {
        return database.ask(SweepSql.DONE, Tuple.of(id))
                .map(rows -> rows.iterator().next())
                .map(
                        row ->
                                new Done(
                                        row.getLong(0),
                                        row.getLong(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4)));
    }

    /** Runs behind one, newest first. */
    Uni<List<Run>> page(int namespaceId, @Nullable UUID after, int limit) {
        return database.ask(SweepSql.PAGE, Args.of(namespaceId, after, (long) limit).tuple())
                .map(SweepStore::runs);
    }

    Uni<Optional<Run>> find(int namespaceId, UUID id) {
        return database.ask(SweepSql.FIND, Args.of(namespaceId, id).tuple())
                .map(rows -> runs(rows).stream().findFirst());
    }

    Uni<Void> forget(OffsetDateTime before) {
        return database.ask(SweepSql.FORGET, Tuple.of(before)).replaceWithVoid();
    }

    /** The rows of a run follow one another, one for each item. */
    private static List<Run> runs(RowSet<Row> rows) {
        Map<UUID, List<Run.Item>> items = new LinkedHashMap<>();
        Map<UUID, Row> heads = new LinkedHashMap<>();
        for (Row row : rows) {
            UUID id = row.getUUID(0);
            heads.putIfAbsent(id, row);
            List<Run.Item> its = items.computeIfAbsent(id, any -> new ArrayList<>());
            if (row.getString(5) != null) {
                its.add(
                        new Run.Item(
                                row.getString(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getLong(8),
                                row.getLong(9),
                                row.getLong(10),
                                row.getLong(11)));
            }
        }
        return heads.values().stream()
                .map(
                        row ->
                                new Run(
                                        row.getUUID(0),
                                        row.getOffsetDateTime(1),
                                        row.getOffsetDateTime(2),
                                        row.getBoolean(3),
                                        row.getString(4),
                                        items.getOrDefault(row.getUUID(0), List.of())))
                .toList();
    }
}
