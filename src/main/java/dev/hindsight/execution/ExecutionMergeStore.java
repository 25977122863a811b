package dev.hindsight.execution;

import static dev.hindsight.db.Args.column;
import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.field.NoticesJson;
import dev.hindsight.merge.Shapes;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Locks the rows of executions and merges reports into them, within the caller's transaction. */
@ApplicationScoped
class ExecutionMergeStore {

    private static final List<ExecutionField> FIELDS = List.of(ExecutionField.values());

    private static final Shapes<ExecutionField> CREATE =
            new Shapes<>(FIELDS, ExecutionMergeSql.NAMED, ExecutionCreateSql::create);
    private static final Shapes<ExecutionField> MERGE =
            new Shapes<>(FIELDS, ExecutionMergeSql.NAMED, ExecutionMergeSql::merge);

    /** An execution whose row is locked. */
    record Locked(
            ExecutionStatus status,
            @Nullable String externalId,
            int version,
            @Nullable OffsetDateTime archivedAt) {

        /** A report as it is meant: of an execution taken for crashed, that it is alive. */
        ExecutionReport meant(ExecutionReport report) {
            return status == ExecutionStatus.CRASHED ? report.reviving() : report;
        }

        /**
         * Whether an execution that is there is all that a report needs. One that names it by an
         * external id that it does not have yet waits for the report that is about to give it.
         */
        boolean settles(ExecutionReport report) {
            String name = report.externalId();
            return report.onlyTouches()
                    && (name == null || name.equals(externalId))
                    && meant(report).fields().mask() == 0;
        }

        /** After a merge, which an archived one does not take. */
        static Locked of(ExecutionSummary summary) {
            return new Locked(summary.status(), summary.externalId(), summary.version(), null);
        }
    }

    /** A report with what it needs to be merged: an id, and defaults should it begin an execution. */
    record Bound(UUID id, ExecutionReport report, Defaults defaults, @Nullable String dagHash) {}

    /** What became of a merged report; the verdicts are the statement's. */
    record Merged(String verdict, ExecutionSummary summary) {

        /** When executions start by now. */
        static Map<UUID, OffsetDateTime> starts(
                Map<UUID, Merged> created, Map<UUID, Merged> merged) {
            Map<UUID, OffsetDateTime> starts = new HashMap<>();
            created.forEach((id, it) -> starts.put(id, it.summary().startedAt()));
            merged.forEach((id, it) -> starts.put(id, it.summary().startedAt()));
            return starts;
        }
    }

    /**
     * Executions that exist.
     *
     * @param locked those whose rows are locked now, and how they stand
     * @param held those whose rows others hold
     */
    record Found(Map<UUID, Locked> locked, Set<UUID> held) {}

    /** Locks the executions that exist, and waits for others who hold them. */
    Uni<Found> lock(SqlClient client, int namespaceId, List<UUID> ids) {
        return lock(client, ExecutionSql.LOCK, namespaceId, ids)
                .map(locked -> new Found(locked, Set.of()));
    }

    /** Locks the executions that exist and that nobody else holds. */
    Uni<Found> lockFree(SqlClient client, int namespaceId, List<UUID> ids) {
        return lock(client, ExecutionSql.LOCK_FREE, namespaceId, ids)
                .chain(
                        locked -> {
                            List<UUID> rest =
                                    ids.stream().filter(id -> !locked.containsKey(id)).toList();
                            return existing(client, namespaceId, rest)
                                    .map(held -> new Found(locked, held));
                        });
    }

    private static Uni<Map<UUID, Locked>> lock(
            SqlClient client, String sql, int namespaceId, List<UUID> ids) {
        return of(client, sql, namespaceId, ids)
                .map(
                        rows -> {
                            Map<UUID, Locked> locked = new HashMap<>();
                            for (Row row : rows) {
                                locked.put(
                                        row.getUUID(0),
                                        new Locked(
                                                ExecutionStatus.ofCode(row.getInteger(1)),
                                                row.getString(2),
                                                row.getInteger(3),
                                                row.getOffsetDateTime(4)));
                            }
                            return locked;
                        });
    }

    private static Uni<Set<UUID>> existing(SqlClient client, int namespaceId, List<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return of(client, ExecutionSql.EXISTING, namespaceId, ids)
                .map(
                        rows -> {
                            Set<UUID> existing = new HashSet<>();
                            rows.forEach(row -> existing.add(row.getUUID(0)));
                            return existing;
                        });
    }

    private static Uni<RowSet<Row>> of(
            SqlClient client, String sql, int namespaceId, List<UUID> ids) {
        return Database.run(
                client,
                DayRange.of(ids).in(sql),
                Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple());
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
