package dev.hindsight.rollup;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionCatalogue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks up which execution of a workflow started last: it is one of the last quarter that has any. */
@ApplicationScoped
class LatestStore {

    private final PartitionCatalogue partitions;

    LatestStore(PartitionCatalogue partitions) {
        this.partitions = partitions;
    }

    /** Adds the executions to what was found for rows of all time; of other rows there is none. */
    Uni<Map<RollupRow, Table.Found>> with(
            SqlClient client, List<RollupRow> rows, Map<RollupRow, Table.Found> found) {
        List<RollupRow> wanted = rows.stream().filter(RollupRow::tellsLatest).toList();
        return wanted.isEmpty()
                ? Uni.createFrom().item(found)
                : quarters(client, wanted)
                        .chain(
                                quarters ->
                                        latest(client, quarters)
                                                .map(
                                                        latest -> {
                                                            latest.forEach(
                                                                    (row, it) ->
                                                                            found.computeIfPresent(
                                                                                    row,
                                                                                    (key, other) ->
                                                                                            other
                                                                                                    .with(
                                                                                                            it)));
                                                            return found;
                                                        }));
    }

    private static Uni<Map<RollupRow, RollupRow>> quarters(SqlClient client, List<RollupRow> rows) {
        return Database.run(client, RollupSql.LAST_QUARTERS, RollupRow.places(rows).tuple())
                .map(
                        answer -> {
                            Map<RollupRow, RollupRow> quarters = new HashMap<>();
                            for (Row it : answer) {
                                OffsetDateTime start = it.getOffsetDateTime(1);
                                RollupRow row = rows.get((int) (it.getLong(0) - 1));
                                if (start != null) {
                                    quarters.put(row, row.quarter(start.toInstant()));
                                }
                            }
                            return quarters;
                        });
    }

    private Uni<Map<RollupRow, Aggregate.Latest>> latest(
            SqlClient client, Map<RollupRow, RollupRow> quarters) {
        Map<RollupRow, Aggregate.Latest> latest = new HashMap<>();
        quarters.forEach(
                (row, quarter) ->
                        latest.put(
                                row,
                                new Aggregate.Latest(quarter.startAt(), Aggregate.Latest.GONE)));
        List<RollupRow> rows = List.copyOf(quarters.keySet());
        List<RollupRow> places =
                rows.stream().map(quarters::get).map(it -> requireNonNull(it)).toList();
        return partitions
                .refresh(client)
                .onItem()
                .transformToMulti(
                        days ->
                                Multi.createFrom()
                                        .iterable(
                                                DayRange.covering(RollupRow.touched(days, places))))
                .onItem()
                .transformToUniAndConcatenate(
                        range ->
                                Database.run(
                                        client,
                                        range.in(RollupSql.LAST_EXECUTIONS),
                                        RollupRow.places(places).tuple()))
                .invoke(
                        answer -> {
                            for (Row it : answer) {
                                latest.merge(
                                        rows.get((int) (it.getLong(0) - 1)),
                                        new Aggregate.Latest(
                                                it.getOffsetDateTime(1).toInstant(), it.getUUID(2)),
                                        Aggregate.Latest::later);
                            }
                        })
                .collect()
                .asList()
                .replaceWith(latest);
    }
}
