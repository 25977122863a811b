package dev.hindsight.usage;

import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is read of the tables of the record to tell what they hold. */
@ApplicationScoped
class UsageStore {

    private final Database database;

    UsageStore(Database database) {
        this.database = database;
    }

    /** When the first and the last execution started that are kept; absent if there are none. */
    record Span(@Nullable OffsetDateTime oldest, @Nullable OffsetDateTime newest) {}

    /** Days that have tables, oldest first. */
    Uni<List<Leaf>> leaves(List<LocalDate> days) {
        return database.ask(UsageSql.LEAVES, Tuple.of(days.toArray(LocalDate[]::new)))
                .map(
                        rows -> {
                            List<Leaf> leaves = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                // Gone since a moment ago, if there is no size.
                                Long pages = row.getLong(1);
                                if (pages != null) {
                                    leaves.add(
                                            new Leaf(row.getLocalDate(0), pages, row.getLong(2)));
                                }
                            }
                            return leaves;
                        });
    }

    /**
     * What workflows weigh on a day, as far as that share of its executions tells; in no order. A day
     * at a time, since every table that a statement opens takes locks, and most days have many.
     */
    Uni<List<WorkflowWeight>> measure(LocalDate day, double percent) {
        String sql =
                new DayRange(day, day).in(UsageSql.MEASURED).formatted(Double.toString(percent));
        return database.transaction(client -> measure(client, sql));
    }

    /** Not prepared: connections would forget statements that are run all the time, for these. */
    private static Uni<List<WorkflowWeight>> measure(SqlClient client, String sql) {
        return client.query(UsageSql.PATIENCE)
                .execute()
                .chain(() -> client.query(sql).execute())
                .map(
                        rows -> {
                            List<WorkflowWeight> weights = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                weights.add(weight(row));
                            }
                            return weights;
                        });
    }

    private static WorkflowWeight weight(Row row) {
        return new WorkflowWeight(
                row.getString(0),
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7));
    }

    /** From when to when the executions of these days started. */
    Uni<Span> span(List<PartitionDay> days) {
        return start(DayWindow.first(days, null, null, false), false)
                .chain(
                        oldest ->
                                start(DayWindow.first(days, null, null, true), true)
                                        .map(
                                                newest ->
                                                        new Span(
                                                                oldest.orElse(null),
                                                                newest.orElse(null))));
    }

    private Uni<Optional<OffsetDateTime>> start(DayWindow days, boolean last) {
        if (days.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        String sql = UsageSql.start(days.floor().toString(), days.ceiling().toString(), last);
        return database.ask(sql, Tuple.tuple())
                .chain(
                        rows -> {
                            OffsetDateTime found =
                                    rows.size() == 0
                                            ? null
                                            : rows.iterator().next().getOffsetDateTime(0);
                            return days.suffices(found)
                                    ? Uni.createFrom().item(Optional.ofNullable(found))
                                    : start(days.wider(), last);
                        });
    }
}
