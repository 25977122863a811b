package dev.hindsight.search;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.execution.ExecutionRows;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.search.ExecutionListSql.Statement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Pages and counts of executions. */
@ApplicationScoped
class ExecutionListStore {

    private final Database database;

    ExecutionListStore(Database database) {
        this.database = database;
    }

    /**
     * What a statement found.
     *
     * @param rows in its order
     * @param isComplete whether it saw all that there is to see
     */
    record Found(List<ExecutionSummary> rows, boolean isComplete) {

        Found completeIf(boolean condition) {
            return new Found(rows, condition);
        }
    }

    /** The rows of a statement for a page. */
    Uni<Found> page(SqlClient client, Statement statement) {
        return database.ask(client, statement.text(), statement.args().tuple())
                .map(
                        rows -> {
                            List<ExecutionSummary> page = new ArrayList<>(rows.size());
                            boolean isComplete = true;
                            for (Row row : rows) {
                                RowCursor next = new RowCursor(row);
                                page.add(ExecutionRows.summary(next));
                                isComplete = next.bool();
                            }
                            return new Found(page, isComplete);
                        });
    }

    /** The ids that a statement tells, whose rows it locks until the transaction ends. */
    Uni<List<UUID>> lock(SqlClient client, Statement statement) {
        return Database.run(client, statement.text(), statement.args().tuple())
                .map(
                        rows -> {
                            List<UUID> ids = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                ids.add(row.getUUID(0));
                            }
                            return List.copyOf(ids);
                        });
    }

    /** The number a count statement tells. */
    Uni<Long> count(SqlClient client, Statement statement) {
        return database.ask(client, statement.text(), statement.args().tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The numbers by status; a status without executions is absent. */
    Uni<Map<ExecutionStatus, Long>> counts(SqlClient client, Statement statement) {
        return database.ask(client, statement.text(), statement.args().tuple())
                .map(
                        rows -> {
                            Map<ExecutionStatus, Long> counts =
                                    new EnumMap<>(ExecutionStatus.class);
                            for (Row row : rows) {
                                counts.put(
                                        ExecutionStatus.ofCode(row.getInteger(0)), row.getLong(1));
                            }
                            return counts;
                        });
    }

    /** The workflows that have, or had, a name with this part. */
    Uni<List<String>> workflowsNamed(SqlClient client, int namespaceId, String pattern) {
        return database.ask(
                        client,
                        ExecutionListSql.WORKFLOWS_NAMED,
                        Args.of(namespaceId, pattern).tuple())
                .map(
                        rows -> {
                            List<String> ids = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                ids.add(row.getString(0));
                            }
                            return ids;
                        });
    }
}
