package dev.hindsight.crash;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Rows of executions of which nothing is heard. */
@ApplicationScoped
class CrashStore {

    private final Database database;

    CrashStore(Database database) {
        this.database = database;
    }

    /** Executions without the heartbeats they promised, by namespace; at most so many. */
    Uni<SortedMap<Integer, List<UUID>>> findSilent(DayRange days, OffsetDateTime now, int limit) {
        return find(days.in(CrashSql.FIND_SILENT), Args.of(now, (long) limit));
    }

    /** Executions without any report since a moment, by namespace; at most so many. */
    Uni<SortedMap<Integer, List<UUID>>> findStale(DayRange days, Since since, int limit) {
        return find(
                days.in(CrashSql.FIND_STALE), Args.of(since.now(), since.moment(), (long) limit));
    }

    private Uni<SortedMap<Integer, List<UUID>>> find(String sql, Args args) {
        return database.ask(sql, args.tuple())
                .map(
                        rows -> {
                            SortedMap<Integer, List<UUID>> found = new TreeMap<>();
                            for (Row row : rows) {
                                found.computeIfAbsent(row.getInteger(0), id -> new ArrayList<>())
                                        .add(row.getUUID(1));
                            }
                            return found;
                        });
    }

    /** Those of some executions of a day that are still silent, and why they count as crashed. */
    Uni<Map<UUID, String>> stillSilent(
            SqlClient client, int namespaceId, List<UUID> ids, OffsetDateTime now) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(CrashSql.STILL_SILENT),
                        Args.of(now, namespaceId, ids.toArray(UUID[]::new)).tuple())
                .map(
                        rows -> {
                            Map<UUID, String> reasons = new LinkedHashMap<>();
                            for (Row row : rows) {
                                reasons.put(
                                        row.getUUID(0),
                                        "No heartbeat for %s."
                                                .formatted(
                                                        Silence.words(
                                                                Duration.ofMillis(
                                                                        row.getLong(1)))));
                            }
                            return reasons;
                        });
    }

    /** Since when there was no report, when that is asked, and how to tell it. */
    record Since(OffsetDateTime now, OffsetDateTime moment, String reason) {}

    /** Those of some executions of a day that are still stale, and why they count as crashed. */
    Uni<Map<UUID, String>> stillStale(
            SqlClient client, int namespaceId, List<UUID> ids, Since since) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(CrashSql.STILL_STALE),
                        Args.of(since.now(), since.moment(), namespaceId, ids.toArray(UUID[]::new))
                                .tuple())
                .map(
                        rows -> {
                            Map<UUID, String> reasons = new LinkedHashMap<>();
                            for (Row row : rows) {
                                reasons.put(row.getUUID(0), since.reason());
                            }
                            return reasons;
                        });
    }

    /** When some executions, of whichever days, gave their last sign of life, up to a moment. */
    Uni<Map<UUID, OffsetDateTime>> lastSigns(
            SqlClient client, int namespaceId, Collection<UUID> ids, OffsetDateTime now) {
        return Multi.createFrom()
                .iterable(DayRange.split(ids))
                .onItem()
                .transformToUniAndConcatenate(
                        day ->
                                Database.run(
                                        client,
                                        DayRange.of(day).in(CrashSql.LAST_SIGNS),
                                        Args.of(now, namespaceId, day.toArray(UUID[]::new))
                                                .tuple()))
                .collect()
                .in(
                        HashMap::new,
                        (signs, rows) -> {
                            for (Row row : rows) {
                                signs.put(row.getUUID(0), row.getOffsetDateTime(1));
                            }
                        });
    }
}
