package dev.hindsight.failure;

import static dev.hindsight.db.Args.column;
import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.failure.FailureFold.Cell;
import dev.hindsight.failure.FailureGroup.Found;
import dev.hindsight.failure.FailureGroup.Latest;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Groups and sums of failures, written within the transaction that adds them up. */
@ApplicationScoped
class FailureStore {

    /** Failures of a group that are looked through, those that started last: some milliseconds. */
    private static final int MAX_FOUND = 5_000;

    /** Groups as they are; those that are not there are absent. */
    Uni<Map<FailureGroup.Key, FailureGroup>> load(SqlClient client, List<FailureGroup.Key> keys) {
        return Database.run(client, FailureSql.LOAD, keys(keys).tuple())
                .map(
                        rows -> {
                            Map<FailureGroup.Key, FailureGroup> loaded = new HashMap<>();
                            groups(rows).forEach(group -> loaded.put(group.key(), group));
                            return loaded;
                        });
    }

    /** Has groups forget the messages of examples that are erased. */
    Uni<Void> forgetExamples(SqlClient client, int namespaceId, List<UUID> ids) {
        return Database.run(
                        client,
                        FailureSql.FORGET_EXAMPLES,
                        Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple())
                .replaceWithVoid();
    }

    /** Groups of which something is to be looked up, or forgotten. */
    Uni<List<FailureGroup>> unsure(SqlClient client, int limit) {
        return Database.run(client, FailureSql.UNSURE, Tuple.of(limit)).map(FailureStore::groups);
    }

    private static List<FailureGroup> groups(RowSet<Row> rows) {
        List<FailureGroup> groups = new ArrayList<>(rows.size());
        for (Row row : rows) {
            RowCursor next = new RowCursor(row);
            groups.add(
                    new FailureGroup(
                            new FailureGroup.Key(
                                    requireNonNull(next.integer()), requireNonNull(next.text())),
                            requireNonNull(next.bigint()),
                            new FailureGroup.Seen(instant(next), next.bool()),
                            new FailureGroup.Seen(instant(next), next.bool()),
                            latest(next),
                            FailureState.ofCode(requireNonNull(next.integer())),
                            instantOrNull(next),
                            leaving(row)));
        }
        return groups;
    }

    private static Latest latest(RowCursor next) {
        return new Latest(requireNonNull(next.uuid()), next.text(), next.text(), next.text());
    }

    private static Instant instant(RowCursor next) {
        return requireNonNull(next.moment()).toInstant();
    }

    private static @Nullable Instant instantOrNull(RowCursor next) {
        OffsetDateTime moment = next.moment();
        return moment == null ? null : moment.toInstant();
    }

    private static List<UUID> leaving(Row row) {
        UUID[] leaving = row.getArrayOfUUIDs("leaving");
        return leaving == null ? List.of() : Arrays.asList(leaving);
    }

    /** Writes groups; those that are spent leave. */
    Uni<Void> save(SqlClient client, List<FailureGroup> groups) {
        Map<Boolean, List<FailureGroup>> bySpent =
                groups.stream().collect(Collectors.partitioningBy(FailureGroup::isSpent));
        List<FailureGroup> kept = bySpent.getOrDefault(false, List.of());
        List<FailureGroup.Key> spent =
                bySpent.getOrDefault(true, List.of()).stream().map(FailureGroup::key).toList();
        return run(client, FailureSql.SAVE, kept, arguments(kept))
                .chain(() -> run(client, FailureSql.REMOVE, spent, keys(spent)));
    }

    private static Args arguments(List<FailureGroup> groups) {
        return keys(groups.stream().map(FailureGroup::key).toList())
                .add(column(groups, Long[]::new, FailureGroup::count))
                .add(column(groups, OffsetDateTime[]::new, it -> moment(it.first().at())))
                .add(column(groups, Boolean[]::new, it -> it.first().isUnsure()))
                .add(column(groups, OffsetDateTime[]::new, it -> moment(it.last().at())))
                .add(column(groups, Boolean[]::new, it -> it.last().isUnsure()))
                .add(column(groups, UUID[]::new, it -> it.latest().executionId()))
                .add(column(groups, String[]::new, it -> it.latest().message()))
                .add(column(groups, String[]::new, it -> it.latest().errorType()))
                .add(column(groups, String[]::new, it -> it.latest().failedNode()))
                .add(column(groups, Short[]::new, it -> it.state().code()))
                .add(column(groups, OffsetDateTime[]::new, it -> moment(it.stateChangedAt())))
                .add(column(groups, String[]::new, FailureStore::leaving));
    }

    private static @Nullable String leaving(FailureGroup group) {
        return group.leaving().isEmpty()
                ? null
                : group.leaving().stream().map(UUID::toString).collect(Collectors.joining(" "));
    }

    private static @Nullable OffsetDateTime moment(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Args keys(List<FailureGroup.Key> keys) {
        return Args.of()
                .add(column(keys, Integer[]::new, FailureGroup.Key::namespaceId))
                .add(column(keys, String[]::new, FailureGroup.Key::fingerprint));
    }

    /** Finds the failures of groups among the executions, some days at a time. */
    Uni<Map<FailureGroup.Key, Found>> find(
            SqlClient client, List<PartitionDay> days, List<FailureGroup> groups) {
        List<FailureGroup.Key> keys =
                groups.stream()
                        .filter(it -> it.first().isUnsure() || it.last().isUnsure())
                        .map(FailureGroup::key)
                        .toList();
        List<DayRange> ranges = keys.isEmpty() ? List.of() : DayRange.covering(days);
        return Multi.createFrom()
                .iterable(ranges)
                .onItem()
                .transformToUniAndConcatenate(
                        range ->
                                Database.run(
                                        client,
                                        range.in(FailureSql.FIND),
                                        keys(keys).add(MAX_FOUND).tuple()))
                .collect()
                .in(
                        () -> new HashMap<FailureGroup.Key, Found>(),
                        (found, rows) -> rows.forEach(row -> collect(found, keys, row)))
                .map(found -> found);
    }

    private static void collect(
            Map<FailureGroup.Key, Found> found, List<FailureGroup.Key> keys, Row row) {
        RowCursor next = new RowCursor(row);
        FailureGroup.Key key = keys.get((int) (requireNonNull(next.bigint()) - 1));
        found.merge(
                key,
                new Found(
                        requireNonNull(next.bigint()), instant(next), instant(next), latest(next)),
                Found::and);
    }

    /** Adds to sums, and takes from them. */
    Uni<Void> addUp(SqlClient client, Map<Cell, Long> sums) {
        List<Map.Entry<Cell, Long>> more = sorted(sums, 1);
        List<Map.Entry<Cell, Long>> fewer = sorted(sums, -1);
        return run(client, FailureSql.ADD, more, cells(more))
                .chain(() -> run(client, FailureSql.SUBTRACT, fewer, cells(fewer)));
    }

    private static List<Map.Entry<Cell, Long>> sorted(Map<Cell, Long> sums, int sign) {
        return sums.entrySet().stream()
                .filter(it -> Long.signum(it.getValue()) == sign)
                .map(it -> Map.entry(it.getKey(), Math.abs(it.getValue())))
                .toList();
    }

    private static Args cells(List<Map.Entry<Cell, Long>> sums) {
        return Args.of()
                .add(column(sums, Integer[]::new, it -> it.getKey().namespaceId()))
                .add(column(sums, Short[]::new, it -> (short) it.getKey().grain().code()))
                .add(column(sums, OffsetDateTime[]::new, it -> moment(it.getKey().startAt())))
                .add(column(sums, String[]::new, it -> it.getKey().workflowId()))
                .add(column(sums, String[]::new, it -> it.getKey().fingerprint()))
                .add(column(sums, Long[]::new, Map.Entry::getValue));
    }

    private static Uni<Void> run(SqlClient client, String sql, List<?> rows, Args arguments) {
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.run(client, sql, arguments.tuple()).replaceWithVoid();
    }

    /** Forgets spans that began before, some; tells how many. */
    Uni<Integer> forgetCells(SqlClient client, OffsetDateTime before, int limit) {
        return Database.run(client, FailureSql.FORGET_CELLS, Tuple.of(before, limit))
                .map(RowSet::rowCount);
    }

    /** Forgets groups that were last seen before, some; tells how many. */
    Uni<Integer> forgetGroups(SqlClient client, OffsetDateTime before, int limit) {
        return Database.run(client, FailureSql.FORGET_GROUPS, Tuple.of(before, limit))
                .map(RowSet::rowCount);
    }
}
