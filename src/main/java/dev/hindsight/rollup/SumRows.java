package dev.hindsight.rollup;

import static dev.hindsight.db.Args.column;
import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the tables of sums have in common, towards the driver. */
final class SumRows {

    private SumRows() {}

    /** Runs a statement, unless there is nothing to run it for. */
    static Uni<Void> run(
            SqlClient client, String sql, Collection<?> rows, Supplier<Args> arguments) {
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.run(client, sql, arguments.get().tuple()).replaceWithVoid();
    }

    /** Forgets rows of spans that began before a moment, at most so many; tells how many. */
    static Uni<Integer> forget(SqlClient client, String sql, OffsetDateTime before, int limit) {
        return Database.run(client, sql, Tuple.of(before, limit)).map(SqlResult::rowCount);
    }

    /** Rows by their keys. */
    static <K> Uni<Map<K, Aggregate>> load(
            SqlClient client,
            String sql,
            Args keys,
            Function<RowCursor, Map.Entry<K, Aggregate>> read) {
        return Database.run(client, sql, keys.tuple())
                .map(
                        rows -> {
                            Map<K, Aggregate> loaded = new HashMap<>();
                            for (Row row : rows) {
                                Map.Entry<K, Aggregate> it = read.apply(new RowCursor(row));
                                loaded.put(it.getKey(), it.getValue());
                            }
                            return loaded;
                        });
    }

    /** The keys that a statement tells, at most so many. */
    static <K> Uni<List<K>> keys(
            SqlClient client, String sql, int limit, Function<RowCursor, K> key) {
        return Database.run(client, sql, Tuple.of(limit))
                .map(
                        rows -> {
                            List<K> keys = new ArrayList<>();
                            rows.forEach(row -> keys.add(key.apply(new RowCursor(row))));
                            return keys;
                        });
    }

    /** Counts by status, as arrays. */
    static Args counts(Args args, List<Aggregate> sums, int statuses) {
        for (int status = 0; status < statuses; status++) {
            int code = status;
            args.add(column(sums, Long[]::new, it -> it.count(code)));
        }
        return args;
    }

    /** The columns that tell of durations, as arrays. */
    static Args durations(Args args, List<Aggregate> sums) {
        return args.add(column(sums, Long[]::new, Aggregate::ended))
                .add(column(sums, String[]::new, it -> it.durationSum().toPlainString()))
                .add(column(sums, Long[]::new, it -> it.extremes().min()))
                .add(column(sums, Long[]::new, it -> it.extremes().max()))
                .add(column(sums, Boolean[]::new, Aggregate::isBounded))
                .add(column(sums, Buffer[]::new, it -> Buffer.buffer(it.durations())));
    }

    /**
     * Looks extremes up: the statement tells, for the number of a key from 1, the least, the greatest and
     * how many durations there are.
     */
    static <K> Uni<Map<K, Table.Found>> found(
            SqlClient client, String sql, List<K> keys, Tuple arguments) {
        return Database.run(client, sql, arguments)
                .map(
                        rows -> {
                            Map<K, Table.Found> found = new HashMap<>();
                            for (Row row : rows) {
                                RowCursor next = new RowCursor(row);
                                K key = keys.get((int) (requireNonNull(next.bigint()) - 1));
                                found.put(
                                        key,
                                        new Table.Found(
                                                next.bigint(),
                                                next.bigint(),
                                                requireNonNull(next.bigint())));
                            }
                            return found;
                        });
    }

    /** The same, from the records of all these days, some days at a time. */
    static <K> Uni<Map<K, Table.Found>> found(
            SqlClient client,
            String sql,
            Collection<PartitionDay> days,
            List<K> keys,
            Supplier<Args> arguments) {
        return Multi.createFrom()
                .iterable(DayRange.covering(days))
                .onItem()
                .transformToUniAndConcatenate(
                        range -> found(client, range.in(sql), keys, arguments.get().tuple()))
                .collect()
                .in(
                        () -> new HashMap<K, Table.Found>(),
                        (all, some) ->
                                some.forEach((key, it) -> all.merge(key, it, Table.Found::and)))
                .map(all -> all);
    }
}
