package dev.hindsight.rollup;

import dev.hindsight.fold.Delta;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How deltas are added up in a table: its rows are read, changed and written. */
final class Sums {

    private Sums() {}

    /** See {@link Folding#fold}. */
    static <K> Uni<Void> fold(Table<K> table, SqlClient client, List<Delta> deltas, boolean isAll) {
        Map<K, List<Delta>> byRow = new LinkedHashMap<>();
        for (Delta delta : deltas) {
            for (K key : table.rowsOf(delta)) {
                byRow.computeIfAbsent(key, it -> new ArrayList<>()).add(delta);
            }
        }
        Uni<Void> added = byRow.isEmpty() ? Uni.createFrom().voidItem() : add(table, client, byRow);
        return isAll ? added.chain(() -> lookUp(table, client)) : added;
    }

    private static <K> Uni<Void> add(Table<K> table, SqlClient client, Map<K, List<Delta>> byRow) {
        return table.load(client, byRow.keySet())
                .chain(
                        known -> {
                            Map<K, Aggregate> rows = new HashMap<>(known);
                            byRow.forEach(
                                    (key, deltas) -> {
                                        Aggregate row =
                                                rows.computeIfAbsent(key, it -> new Aggregate());
                                        deltas.forEach(row::apply);
                                    });
                            return table.store(client, rows);
                        });
    }

    /**
     * Looks extremes up that were taken away, some at a time, until none is left: nobody comes back for
     * the others before something else is reported.
     */
    private static <K> Uni<Void> lookUp(Table<K> table, SqlClient client) {
        return table.bounded(client)
                .chain(
                        keys ->
                                keys.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : lookUp(table, client, keys)
                                                .chain(() -> lookUp(table, client)));
    }

    /** Looks up level by level, since rows of one are found in those of lesser ones. */
    private static <K> Uni<Void> lookUp(Table<K> table, SqlClient client, List<K> keys) {
        TreeMap<Integer, List<K>> levels =
                keys.stream()
                        .collect(
                                Collectors.groupingBy(
                                        table::level, TreeMap::new, Collectors.toList()));
        return Multi.createFrom()
                .iterable(levels.entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        it -> lookUp(table, client, it.getKey(), it.getValue()))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static <K> Uni<Void> lookUp(Table<K> table, SqlClient client, int level, List<K> keys) {
        return Uni.combine()
                .all()
                .unis(table.load(client, keys), table.lookUp(client, level, keys))
                .with(
                        (rows, found) -> {
                            rows.forEach((key, row) -> regain(row, found.get(key)));
                            return rows;
                        })
                .chain(rows -> table.store(client, rows));
    }

    /** What was found is all there is, unless there are fewer than are counted. */
    private static void regain(Aggregate row, Table.@Nullable Found found) {
        Table.Found left = found == null ? new Table.Found(null, null, 0) : found;
        row.regain(left.latest());
        row.set(
                left.ended() >= row.ended()
                        ? new Aggregate.Extremes(left.min(), left.max(), false)
                        : row.bounds(left.min(), left.max()));
    }
}
