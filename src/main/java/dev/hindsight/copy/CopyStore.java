package dev.hindsight.copy;

import static dev.hindsight.db.Args.column;
import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.NoticesJson;
import dev.hindsight.partition.DayRange;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.recording.ErrorPrint;
import dev.hindsight.step.StepField;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes rows that were told whole. All joins the caller's transaction. */
@ApplicationScoped
class CopyStore {

    private static final List<ExecutionField> FIELDS = List.of(ExecutionField.values());

    private static final List<StepField> STEP_FIELDS = List.of(StepField.values());

    /** A copy of an execution on its way; whole if nothing of it comes later. */
    record Bound(ExecutionCopy copy, @Nullable String dagHash, boolean whole) {}

    /** A copy of a step on its way; told to those who follow the execution, or not. */
    record BoundStep(UUID executionId, StepCopy copy, boolean told) {}

    /**
     * What became of a copy; the verdicts are the statement's.
     *
     * @param isMarked whether an earlier import left the execution incomplete
     */
    record Taken(
            UUID id,
            String verdict,
            boolean isMarked,
            OffsetDateTime startedAt,
            @Nullable String workflowName,
            @Nullable String externalId) {

        /** Why the copy was not taken; {@code null} if it was. */
        @Nullable ProblemException problem() {
            String other =
                    switch (verdict) {
                        case "workflow" -> "workflowId";
                        case "run" -> "runId";
                        case "external" -> "externalId";
                        default -> null;
                    };
            return other == null
                    ? null
                    : new ProblemException(
                            ProblemType.CONFLICT,
                            "There is an execution with this id that has another " + other + ".");
        }

        /** Whether nobody can follow the execution yet. */
        boolean isNew() {
            return isMarked || verdict.equals("created");
        }
    }

    /** Locks the executions that exist; tells of each whether it is archived. */
    Uni<Map<UUID, Boolean>> lock(SqlClient client, int namespaceId, List<UUID> ids) {
        return Database.run(
                        client,
                        DayRange.of(ids).in(CopyEndSql.LOCK),
                        Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple())
                .map(
                        rows -> {
                            Map<UUID, Boolean> there = new HashMap<>();
                            rows.forEach(row -> there.put(row.getUUID(0), row.getBoolean(1)));
                            return there;
                        });
    }

    /** Brings payloads of archived executions back, as far as they are not there. */
    Uni<Void> reopen(SqlClient client, int namespaceId, OffsetDateTime now, List<Bound> batch) {
        DayRange days = DayRange.of(batch.stream().map(it -> it.copy().id()).toList());
        return Database.run(
                        client,
                        days.in(ExecutionCopySql.REOPEN),
                        arguments(namespaceId, now, batch).tuple())
                .replaceWithVoid();
    }

    /** Takes copies in, at most one an execution; one that lost a race is absent. */
    Uni<List<Taken>> take(
            SqlClient client, int namespaceId, OffsetDateTime now, List<Bound> batch) {
        DayRange days = DayRange.of(batch.stream().map(it -> it.copy().id()).toList());
        return Database.run(
                        client,
                        days.in(ExecutionCopySql.TAKE),
                        arguments(namespaceId, now, batch).tuple())
                .map(
                        rows -> {
                            List<Taken> taken = new ArrayList<>();
                            for (Row row : rows) {
                                RowCursor next = new RowCursor(row);
                                taken.add(
                                        new Taken(
                                                requireNonNull(next.uuid()),
                                                requireNonNull(next.text()),
                                                next.bool(),
                                                requireNonNull(next.moment()),
                                                next.text(),
                                                next.text()));
                            }
                            return taken;
                        });
    }

    /** Takes copies of steps in, at most one an attempt. */
    Uni<Void> takeSteps(
            SqlClient client, int namespaceId, OffsetDateTime now, List<BoundStep> batch) {
        DayRange days = DayRange.of(batch.stream().map(BoundStep::executionId).toList());
        Args args =
                Args.of(namespaceId, now)
                        .add(
                                batch.stream()
                                        .map(BoundStep::executionId)
                                        .distinct()
                                        .toArray(UUID[]::new))
                        .add(column(batch, UUID[]::new, BoundStep::executionId))
                        .add(column(batch, String[]::new, it -> it.copy().key()))
                        .add(column(batch, Integer[]::new, it -> it.copy().attempt()))
                        .add(column(batch, Integer[]::new, it -> it.copy().version()))
                        .add(column(batch, OffsetDateTime[]::new, it -> it.copy().createdAt()))
                        .add(column(batch, Boolean[]::new, BoundStep::told))
                        .add(
                                column(
                                        batch,
                                        Integer[]::new,
                                        it -> (int) it.copy().stamps().pending()))
                        .add(
                                column(
                                        batch,
                                        Integer[]::new,
                                        it -> (int) it.copy().stamps().running()))
                        .add(column(batch, Integer[]::new, it -> (int) it.copy().stamps().end()))
                        .add(column(batch, String[]::new, it -> it.copy().stamps().moments()))
                        .add(
                                column(
                                        batch,
                                        String[]::new,
                                        it ->
                                                NoticesJson.byColumn(
                                                        it.copy().fields().notices(),
                                                        STEP_FIELDS)));
        for (StepField field : STEP_FIELDS) {
            args.add(column(batch, field.type().newArray(), it -> it.copy().value(field)));
        }
        return Database.run(client, days.in(StepCopySql.TAKE), args.tuple()).replaceWithVoid();
    }

    /**
     * Ends the taking in of executions.
     *
     * @param reopens whether archived ones stay so, and were opened for readers
     */
    Uni<Void> finish(
            SqlClient client,
            int namespaceId,
            OffsetDateTime now,
            List<ExecutionCopy> whole,
            boolean reopens) {
        DayRange days = DayRange.of(whole.stream().map(ExecutionCopy::id).toList());
        return Database.run(
                        client,
                        days.in(CopyEndSql.FINISH),
                        Args.of(namespaceId)
                                .add(column(whole, UUID[]::new, ExecutionCopy::id))
                                .add(
                                        column(
                                                whole,
                                                OffsetDateTime[]::new,
                                                it -> it.life().deletedAt()))
                                .add(column(whole, Long[]::new, it -> it.life().logBytes()))
                                .add(column(whole, Long[]::new, it -> it.life().logDropped()))
                                .add(now)
                                .add(reopens)
                                .tuple())
                .replaceWithVoid();
    }

    /** In the order of the statement: its bound columns, then all fields. */
    private static Args arguments(int namespaceId, OffsetDateTime now, List<Bound> batch) {
        UUID[] ids = column(batch, UUID[]::new, it -> it.copy().id());
        Args args =
                Args.of(namespaceId, now, ids, ids)
                        .add(column(batch, String[]::new, it -> it.copy().externalId()))
                        .add(column(batch, String[]::new, it -> it.copy().workflowId()))
                        .add(column(batch, Integer[]::new, it -> it.copy().life().version()))
                        .add(moments(batch, ExecutionCopy.Life::createdAt))
                        .add(moments(batch, ExecutionCopy.Life::updatedAt))
                        .add(moments(batch, ExecutionCopy.Life::deletedAt))
                        .add(column(batch, Boolean[]::new, Bound::whole))
                        .add(column(batch, Boolean[]::new, it -> it.copy().life().payloadExpired()))
                        .add(column(batch, String[]::new, it -> it.copy().life().failedNode()))
                        .add(moments(batch, ExecutionCopy.Life::failedAt))
                        .add(moments(batch, ExecutionCopy.Life::lastHeartbeatAt))
                        .add(column(batch, Long[]::new, it -> it.copy().stamps().pending()))
                        .add(column(batch, Long[]::new, it -> it.copy().stamps().running()))
                        .add(column(batch, Long[]::new, it -> it.copy().stamps().end()))
                        .add(column(batch, String[]::new, it -> it.copy().stamps().moments()))
                        .add(column(batch, String[]::new, it -> ErrorPrint.of(it.copy().fields())))
                        .add(column(batch, Buffer[]::new, it -> Args.ofHex(it.dagHash())))
                        .add(
                                column(
                                        batch,
                                        String[]::new,
                                        it ->
                                                NoticesJson.byColumn(
                                                        it.copy().fields().notices(), FIELDS)));
        for (ExecutionField field : FIELDS) {
            args.add(column(batch, field.type().newArray(), it -> it.copy().value(field)));
        }
        return args;
    }

    private static OffsetDateTime[] moments(
            List<Bound> batch,
            Function<ExecutionCopy.Life, ? extends @Nullable OffsetDateTime> moment) {
        return column(batch, OffsetDateTime[]::new, it -> moment.apply(it.copy().life()));
    }
}
