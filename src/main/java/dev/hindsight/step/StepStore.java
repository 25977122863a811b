package dev.hindsight.step;

import static dev.hindsight.db.Args.column;
import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.execution.Stored;
import dev.hindsight.field.NoticesJson;
import dev.hindsight.merge.Shapes;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of steps. Writes join the caller's transaction. */
@ApplicationScoped
class StepStore {

    private static final List<StepField> FIELDS = List.of(StepField.values());

    private static final Shapes<StepField> CREATE =
            new Shapes<>(FIELDS, StepMergeSql.NAMED, StepMergeSql::create);
    private static final Shapes<StepField> MERGE =
            new Shapes<>(FIELDS, StepMergeSql.NAMED, StepMergeSql::merge);

    /** Which step. */
    record Key(UUID executionId, String key) {}

    /** A report that is ready to be merged. */
    record Bound(UUID executionId, StepReport report, StepDefaults defaults) {
        Key step() {
            return new Key(executionId, report.key());
        }

        /** Whether it begins the step if there is none. */
        boolean begins() {
            return report.creates()
                    && report.ifVersion() == null
                    && defaults.value(StepField.NODE_ID) != null;
        }
    }

    /** What became of a merged report; the verdicts are the statement's. */
    record Merged(
            Key step,
            int attempt,
            String verdict,
            boolean changed,
            int version,
            StepStatus status,
            String nodeId,
            @Nullable OffsetDateTime completedAt) {}

    /** Where a page of steps begins: behind this one. */
    record After(
            @Nullable Integer stepIndex,
            @Nullable OffsetDateTime startedAt,
            String key,
            int attempt) {}

    /** Removes the steps of executions. */
    Uni<Void> forget(SqlClient client, int namespaceId, List<UUID> executionIds) {
        return of(client, StepSql.FORGET, namespaceId, executionIds)
                .chain(() -> forgetPayloads(client, namespaceId, executionIds));
    }

    Uni<Void> forgetPayloads(SqlClient client, int namespaceId, List<UUID> executionIds) {
        return of(client, StepSql.FORGET_PAYLOADS, namespaceId, executionIds);
    }

    private static Uni<Void> of(
            SqlClient client, String sql, int namespaceId, List<UUID> executionIds) {
        return Database.run(
                        client,
                        DayRange.of(executionIds).in(sql),
                        Args.of(namespaceId, executionIds.toArray(UUID[]::new)).tuple())
                .replaceWithVoid();
    }

    /**
     * Begins the steps of reports that {@link Bound#begins}, at most one an attempt, and of one without
     * a number no other of its step; one whose step is there already is absent.
     */
    Uni<List<Merged>> create(
            SqlClient client, int namespaceId, OffsetDateTime now, List<Bound> batch) {
        return write(client, CREATE, namespaceId, now, batch);
    }

    /** Merges reports, at most one an attempt as above; one that has no step is absent. */
    Uni<List<Merged>> merge(
            SqlClient client, int namespaceId, OffsetDateTime now, List<Bound> batch) {
        return write(client, MERGE, namespaceId, now, batch);
    }

    private static Uni<List<Merged>> write(
            SqlClient client,
            Shapes<StepField> shapes,
            int namespaceId,
            OffsetDateTime now,
            List<Bound> batch) {
        if (batch.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Shapes.Shape<StepField> shape =
                shapes.of(batch.stream().map(bound -> bound.report().fields()));
        DayRange days = DayRange.of(batch.stream().map(Bound::executionId).toList());
        return Database.run(
                        client,
                        days.in(shape.sql()),
                        arguments(namespaceId, now, batch, shape.fields()).tuple())
                .map(
                        rows -> {
                            List<Merged> merged = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                merged.add(merged(new RowCursor(row)));
                            }
                            return merged;
                        });
    }

    /** One attempt, or without a number the newest. */
    Uni<Optional<Step>> find(
            SqlClient client,
            int namespaceId,
            UUID executionId,
            String key,
            @Nullable Integer attempt) {
        return Database.run(
                        client,
                        DayRange.of(executionId).in(StepSql.FIND),
                        Args.of(namespaceId, executionId, key, attempt).tuple())
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(StepRows.read(rows.iterator().next(), true)));
    }

    /** At most so many steps, by index, start, key and attempt, behind a place. */
    Uni<List<Step>> page(
            SqlClient client,
            int namespaceId,
            UUID executionId,
            StepFilter filter,
            boolean withPayloads,
            @Nullable After after,
            int limit) {
        Args args = Args.of(namespaceId, executionId);
        StringBuilder where = new StringBuilder();
        if (!filter.statuses().isEmpty()) {
            Short[] codes = column(filter.statuses(), Short[]::new, StepStatus::code);
            where.append(StepSql.OF_STATUS.formatted(args.bind(codes)));
        }
        if (!filter.nodeIds().isEmpty()) {
            where.append(
                    StepSql.OF_NODE.formatted(args.bind(filter.nodeIds().toArray(String[]::new))));
        }
        if (filter.latestOnly()) {
            where.append(StepSql.LATEST_ATTEMPTS);
        }
        if (after != null) {
            where.append(
                    StepSql.AFTER.formatted(
                            args.bind(
                                    after.stepIndex() == null
                                            ? Integer.valueOf(Integer.MAX_VALUE)
                                            : after.stepIndex()),
                            args.bind(after.startedAt()),
                            args.bind(after.key()),
                            args.bind(after.attempt())));
        }
        String sql =
                StepSql.PAGE.formatted(
                        StepSql.SUMMARY_COLUMNS,
                        withPayloads ? StepSql.PAYLOAD_COLUMNS : StepSql.NO_PAYLOAD_COLUMNS,
                        withPayloads ? StepSql.PAYLOAD_JOIN : "",
                        where,
                        args.bind(limit));
        return Database.run(client, DayRange.of(executionId).in(sql), args.tuple())
                .map(rows -> StepRows.all(rows, withPayloads));
    }

    /** How many steps have each status, by their newest attempts; one that none has is absent. */
    Uni<Map<StepStatus, Long>> counts(SqlClient client, int namespaceId, UUID executionId) {
        return Database.run(
                        client,
                        DayRange.of(executionId).in(StepSql.COUNTS),
                        Args.of(namespaceId, executionId).tuple())
                .map(StepRows::counts);
    }

    /** At most so many steps whose newest attempt failed, in the order in which they did. */
    Uni<List<Step>> failed(SqlClient client, int namespaceId, UUID executionId, int limit) {
        return Database.run(
                        client,
                        DayRange.of(executionId).in(StepSql.FAILED),
                        Args.of(namespaceId, executionId, limit).tuple())
                .map(rows -> StepRows.all(rows, false));
    }

    /** All steps as columns by name, each a JSON array; see {@link StepSql#COLUMNS}. */
    Uni<Map<String, String>> columns(SqlClient client, int namespaceId, UUID executionId) {
        String[] words =
                Arrays.stream(StepStatus.values()).map(StepStatus::word).toArray(String[]::new);
        return Database.run(
                        client,
                        DayRange.of(executionId).in(StepSql.COLUMNS),
                        Args.of(namespaceId, executionId).add(words).tuple())
                .map(rows -> StepRows.columns(rows.iterator().next()));
    }

    /** Rows and bytes of an execution's steps. */
    Uni<Stored> storage(SqlClient client, int namespaceId, UUID executionId) {
        return Database.run(
                        client,
                        DayRange.of(executionId).in(StepSql.STORAGE),
                        Args.of(namespaceId, executionId).tuple())
                .map(rows -> rows.iterator().next())
                .map(row -> new Stored("steps", row.getLong(0), row.getLong(1)));
    }

    private static Merged merged(RowCursor next) {
        String verdict = requireNonNull(next.text());
        boolean changed = next.bool();
        Key step = new Key(requireNonNull(next.uuid()), requireNonNull(next.text()));
        return new Merged(
                step,
                requireNonNull(next.integer()),
                verdict,
                changed,
                requireNonNull(next.integer()),
                StepStatus.ofCode(requireNonNull(next.integer())),
                requireNonNull(next.text()),
                next.moment());
    }

    /** In the order of the statements: their bound columns, then the fields. */
    private static Args arguments(
            int namespaceId, OffsetDateTime now, List<Bound> batch, List<StepField> fields) {
        Args args =
                Args.of(namespaceId, now)
                        .add(batch.stream().map(Bound::executionId).distinct().toArray(UUID[]::new))
                        .add(column(batch, UUID[]::new, Bound::executionId))
                        .add(column(batch, String[]::new, b -> b.report().key()))
                        .add(column(batch, Integer[]::new, b -> b.report().attempt()))
                        .add(column(batch, Boolean[]::new, b -> b.report().patches()))
                        .add(column(batch, Boolean[]::new, b -> b.report().forced()))
                        .add(column(batch, Integer[]::new, b -> b.report().ifVersion()))
                        .add(column(batch, Integer[]::new, b -> (int) b.report().fields().mask()))
                        .add(column(batch, Short[]::new, b -> (short) b.defaults().rank()))
                        .add(column(batch, OffsetDateTime[]::new, b -> b.report().reportedAt()))
                        .add(
                                column(
                                        batch,
                                        String[]::new,
                                        b ->
                                                NoticesJson.byColumn(
                                                        b.report().fields().notices(), FIELDS)));
        for (StepField field : fields) {
            args.add(column(batch, field.type().newArray(), b -> b.defaults().value(field)));
        }
        return args;
    }
}
