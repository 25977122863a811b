package dev.hindsight.retention;

import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.DayTables;
import dev.hindsight.policy.RetentionPolicy;
import dev.hindsight.retention.Assessment.Count;
import dev.hindsight.retention.Judge.DueExecution;
import dev.hindsight.retention.JudgementSql.Statement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows judged. */
@ApplicationScoped
class JudgementStore {

    /** The workflows that were ever reported in a namespace. */
    Uni<List<String>> workflows(SqlClient client, int namespaceId) {
        return Database.run(client, RetentionSql.WORKFLOWS, Tuple.of(namespaceId))
                .map(
                        rows -> {
                            List<String> ids = new ArrayList<>();
                            for (Row row : rows) {
                                ids.add(row.getString(0));
                            }
                            return List.copyOf(ids);
                        });
    }

    /** Lets the statements of a transaction take as long as looking through a large day does. */
    Uni<Void> patience(SqlClient client) {
        return client.query(RetentionSql.PATIENCE).execute().replaceWithVoid();
    }

    /** Where a policy cuts, of each of some workflows in which it does; of one that is empty, of all. */
    Uni<List<Cut>> cuts(
            SqlClient client,
            DayRange days,
            int namespaceId,
            JudgementSql sql,
            int policy,
            List<String> workflowIds) {
        boolean isOfAll = workflowIds.equals(List.of(""));
        return run(client, sql.cuts(days, namespaceId, policy, isOfAll ? null : workflowIds))
                .map(
                        rows -> {
                            List<Cut> cuts = new ArrayList<>();
                            for (Row row : rows) {
                                cuts.add(
                                        new Cut(
                                                namespaceId,
                                                policy,
                                                row.getString(0),
                                                row.getOffsetDateTime(1),
                                                row.getUUID(2)));
                            }
                            return List.copyOf(cuts);
                        });
    }

    /** What there is in some days of the namespaces of a policy set. */
    Uni<Assessment> count(SqlClient client, PolicySet set, Statement statement) {
        return run(client, statement)
                .map(
                        rows -> {
                            List<Count> counts = new ArrayList<>();
                            long unexpired = 0;
                            long unarchived = 0;
                            for (Row row : rows) {
                                counts.add(count(set, row));
                                unexpired += row.getLong(7);
                                unarchived += row.getLong(8);
                            }
                            return new Assessment(counts, unexpired, unarchived, true);
                        });
    }

    /** The same of rows that belong to executions. */
    Uni<Assessment> countParts(SqlClient client, PolicySet set, Statement statement) {
        return run(client, statement)
                .map(
                        rows -> {
                            List<Count> counts = new ArrayList<>();
                            rows.forEach(row -> counts.add(count(set, row)));
                            return new Assessment(counts, 0, 0, true);
                        });
    }

    /** Executions. */
    Uni<List<DayTables.Kept>> kept(SqlClient client, Statement statement) {
        return run(client, statement)
                .map(
                        rows -> {
                            List<DayTables.Kept> kept = new ArrayList<>();
                            for (Row row : rows) {
                                kept.add(new DayTables.Kept(row.getInteger(0), row.getUUID(1)));
                            }
                            return kept;
                        });
    }

    /** Executions of which something is due. */
    Uni<List<DueExecution>> due(SqlClient client, PolicySet set, Statement statement) {
        return run(client, statement)
                .map(
                        rows -> {
                            List<DueExecution> due = new ArrayList<>();
                            for (Row row : rows) {
                                due.add(
                                        new DueExecution(
                                                row.getUUID(0),
                                                set.policy(row.getInteger(1)).name(),
                                                row.getString(2)));
                            }
                            return List.copyOf(due);
                        });
    }

    /** The namespaces that have rows in some days. */
    Uni<Set<Integer>> namespaces(SqlClient client, DayRange days) {
        return Database.run(client, days.in(RetentionSql.NAMESPACES), Tuple.tuple())
                .map(
                        rows -> {
                            Set<Integer> ids = new HashSet<>();
                            rows.forEach(row -> ids.add(row.getInteger(0)));
                            return Set.copyOf(ids);
                        });
    }

    /** All executions of some days, of whichever namespace. */
    Uni<Long> total(SqlClient client, DayRange days) {
        return Database.run(client, days.in(RetentionSql.TOTAL), Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Count count(PolicySet set, Row row) {
        @Nullable Integer place = row.getInteger(1);
        @Nullable RetentionPolicy policy = place == null ? null : set.policy(place);
        return new Count(
                row.getInteger(0),
                policy,
                row.getInteger(2),
                row.getBoolean(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getLong(6));
    }

    private static Uni<RowSet<Row>> run(SqlClient client, Statement statement) {
        return Database.run(client, statement.sql(), statement.arguments().tuple());
    }
}
