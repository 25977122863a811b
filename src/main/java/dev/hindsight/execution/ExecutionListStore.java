package dev.hindsight.execution;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
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

    /** The rows of a page statement, in its order. */
    Uni<List<ExecutionSummary>> page(String sql, Args args) {
        return database.ask(sql, args.tuple())
                .map(
                        rows -> {
                            List<ExecutionSummary> page = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                page.add(ExecutionRows.summary(row));
                            }
                            return page;
                        });
    }

    /** The number a count statement tells. */
    Uni<Long> count(String sql, Args args) {
        return database.ask(sql, args.tuple()).map(rows -> rows.iterator().next().getLong(0));
    }

    /** The numbers by status; a status without executions is absent. */
    Uni<Map<ExecutionStatus, Long>> counts(String sql, Args args) {
        return database.ask(sql, args.tuple())
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
    Uni<List<String>> workflowsNamed(int namespaceId, String pattern) {
        return database.ask(ExecutionSql.WORKFLOWS_NAMED, Args.of(namespaceId, pattern).tuple())
                .map(
                        rows -> {
                            List<String> ids = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                ids.add(row.getString(0));
                            }
                            return ids;
                        });
    }

    /** The executions of external ids that are not removed. */
    Uni<List<UUID>> idsOf(int namespaceId, List<String> externalIds) {
        return database.ask(
                        ExecutionSql.RESOLVE,
                        Args.of(namespaceId, externalIds.toArray(String[]::new)).tuple())
                .map(
                        rows -> {
                            List<UUID> ids = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                if (row.getOffsetDateTime(2) == null) {
                                    ids.add(row.getUUID(1));
                                }
                            }
                            return ids;
                        });
    }
}
