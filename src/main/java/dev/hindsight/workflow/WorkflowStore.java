package dev.hindsight.workflow;

import dev.hindsight.db.Args;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.reader.Reader;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Rows of workflows, and the starts of their executions. */
@ApplicationScoped
class WorkflowStore {

    private final Reader reader;

    WorkflowStore(Reader reader) {
        this.reader = reader;
    }

    /** The newest start of a workflow, as far as was looked. */
    record Latest(String workflowId, UUID executionId, OffsetDateTime startedAt) {}

    Uni<Boolean> isKnown(int namespaceId, String workflowId) {
        return reader.ask(WorkflowSql.FIND, Args.of(namespaceId, workflowId).tuple())
                .map(rows -> rows.size() > 0);
    }

    /** The newest start within days of each workflow that has one there. */
    Uni<List<Latest>> latest(int namespaceId, List<String> workflows, DayWindow days) {
        return reader.ask(
                        WorkflowSql.latest(days),
                        Args.of(namespaceId).add(workflows.toArray(String[]::new)).tuple())
                .map(
                        rows -> {
                            List<Latest> latest = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                latest.add(
                                        new Latest(
                                                row.getString(0),
                                                row.getUUID(1),
                                                row.getOffsetDateTime(2)));
                            }
                            return latest;
                        });
    }
}
