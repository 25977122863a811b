package dev.hindsight.recording;

import static dev.hindsight.db.Args.column;
import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionLocks;
import dev.hindsight.execution.ExecutionRows;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.field.NoticesJson;
import dev.hindsight.merge.Shapes;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Merges reports into executions whose rows are locked, within the caller's transaction. */
@ApplicationScoped
class ExecutionMergeStore {

    private static final List<ExecutionField> FIELDS = List.of(ExecutionField.values());

    private static final Shapes<ExecutionField> CREATE =
            new Shapes<>(FIELDS, ExecutionMergeSql.NAMED, ExecutionCreateSql::create);
    private static final Shapes<ExecutionField> MERGE =
            new Shapes<>(FIELDS, ExecutionMergeSql.NAMED, ExecutionMergeSql::merge);

    /** A report with what it needs to be merged: an id, and defaults should it begin an execution. */
    record Bound(UUID id, ExecutionReport report, Defaults defaults, @Nullable String dagHash) {}

    /** What became of a merged report; the verdicts are the statement's. */
    record Merged(String verdict, ExecutionSummary summary) {

        /** How it stands, still locked; an archived one takes no reports. */
        ExecutionLocks.Locked standing() {
            return new ExecutionLocks.Locked(
                    summary.status(), summary.externalId(), summary.version(), null);
        }

        /** When executions start by now. */
        static Map<UUID, OffsetDateTime> starts(
                Map<UUID, Merged> created, Map<UUID, Merged> merged) {
            Map<UUID, OffsetDateTime> starts = new HashMap<>();
            created.forEach((id, it) -> starts.put(id, it.summary().startedAt()));
            merged.forEach((id, it) -> starts.put(id, it.summary().startedAt()));
            return starts;
        }
    }

    /** Begins executions; one that was there already is absent. */
    Uni<Map<UUID, Merged>> create(
            SqlClient client, int namespaceId, OffsetDateTime now, List<Bound> batch) {
        return write(client, CREATE, namespaceId, now, batch);
    }

    /** Merges reports, at most one an execution, all of which are locked. */
    Uni<Map<UUID, Merged>> merge(
            SqlClient client, int namespaceId, OffsetDateTime now, List<Bound> batch) {
        return write(client, MERGE, namespaceId, now, batch);
    }

    private static Uni<Map<UUID, Merged>> write(
            SqlClient client,
            Shapes<ExecutionField> shapes,
            int namespaceId,
            OffsetDateTime now,
            List<Bound> batch) {
        if (batch.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Shapes.Shape<ExecutionField> shape =
                shapes.of(batch.stream().map(bound -> bound.report().fields()));
        DayRange days = DayRange.of(batch.stream().map(Bound::id).toList());
        return Database.run(
                        client,
                        days.in(shape.sql()),
                        arguments(namespaceId, now, batch, shape.fields()).tuple())
                .map(
                        rows -> {
                            Map<UUID, Merged> merged = new HashMap<>();
                            for (Row row : rows) {
                                RowCursor next = new RowCursor(row);
                                String verdict = requireNonNull(next.text());
                                ExecutionSummary summary = ExecutionRows.summary(next);
                                merged.put(summary.id(), new Merged(verdict, summary));
                            }
                            return merged;
                        });
    }

    /** In the order of the statements: their bound columns, then the fields. */
    private static Args arguments(
            int namespaceId, OffsetDateTime now, List<Bound> batch, List<ExecutionField> fields) {
        UUID[] ids = column(batch, UUID[]::new, Bound::id);
        Args args =
                Args.of(namespaceId, now, ids, ids)
                        .add(column(batch, String[]::new, b -> b.report().externalId()))
                        .add(column(batch, String[]::new, b -> b.report().workflowId()))
                        .add(column(batch, Boolean[]::new, b -> b.report().patches()))
                        .add(column(batch, Boolean[]::new, b -> b.report().forced()))
                        .add(column(batch, Integer[]::new, b -> b.report().ifVersion()))
                        .add(column(batch, Long[]::new, b -> mask(b)))
                        .add(column(batch, Short[]::new, b -> (short) b.defaults().status().rank()))
                        .add(column(batch, OffsetDateTime[]::new, b -> b.report().reportedAt()))
                        .add(column(batch, OffsetDateTime[]::new, b -> b.report().importedAt()))
                        .add(column(batch, Boolean[]::new, b -> b.report().unnamed()))
                        .add(column(batch, String[]::new, b -> ErrorPrint.of(b.report().fields())))
                        .add(column(batch, Buffer[]::new, b -> Args.ofHex(b.dagHash())))
                        .add(column(batch, Boolean[]::new, b -> b.report().isReplay()))
                        .add(
                                column(
                                        batch,
                                        String[]::new,
                                        b ->
                                                NoticesJson.byColumn(
                                                        b.report().fields().notices(), FIELDS)));
        for (ExecutionField field : fields) {
            args.add(
                    column(
                            batch,
                            n -> field.type().newArray().apply(n),
                            b -> b.defaults().value(field)));
        }
        return args;
    }

    private static long mask(Bound bound) {
        long fields = bound.report().fields().mask();
        return bound.dagHash() == null ? fields : fields | ExecutionMergeSql.DAG_BIT;
    }
}
