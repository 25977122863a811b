package dev.hindsight.sla;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.field.JsonText;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.Uuid7;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks how workflows do. */
@ApplicationScoped
class CheckStore {

    /** An execution that takes, or took, too long. */
    record Late(UUID execution, OffsetDateTime startedAt, @Nullable Long durationMs) {}

    /** How many completed of those that finished. */
    record Rate(long completed, long finished) {

        Rate plus(Rate other) {
            return new Rate(completed + other.completed, finished + other.finished);
        }
    }

    /** Executions that ended after a moment; what did, changed after another. */
    record Ended(OffsetDateTime after, OffsetDateTime changedAfter) {}

    /** A breach to be written, with when it was over if it is. */
    record Found(@Nullable UUID execution, double value, @Nullable OffsetDateTime recoveredAt) {}

    Uni<List<Late>> runningTooLong(
            SqlClient client, DayRange days, Sla sla, OffsetDateTime startedBefore, int limit) {
        return run(
                        client,
                        days.in(CheckSql.RUNNING_TOO_LONG),
                        Args.of(
                                sla.namespaceId(),
                                sla.order().workflowId(),
                                sla.id(),
                                startedBefore,
                                (long) limit))
                .map(CheckStore::late);
    }

    Uni<List<Late>> tookTooLong(SqlClient client, DayRange days, Sla sla, Ended ended, int limit) {
        return run(
                        client,
                        days.in(CheckSql.TOOK_TOO_LONG),
                        Args.of(
                                sla.namespaceId(),
                                sla.order().workflowId(),
                                sla.id(),
                                ended.after(),
                                ended.changedAfter(),
                                sla.order().maxDurationMs(),
                                (long) limit))
                .map(CheckStore::late);
    }

    private static List<Late> late(RowSet<Row> rows) {
        List<Late> late = new ArrayList<>(rows.size());
        for (Row row : rows) {
            late.add(new Late(row.getUUID(0), row.getOffsetDateTime(1), row.getLong(2)));
        }
        return late;
    }

    Uni<Rate> rate(SqlClient client, DayRange days, Sla sla, Ended ended) {
        return run(
                        client,
                        days.in(CheckSql.RATE),
                        Args.of(
                                sla.namespaceId(),
                                sla.order().workflowId(),
                                ended.after(),
                                ended.changedAfter()))
                .map(
                        rows -> {
                            Row row = rows.iterator().next();
                            return new Rate(row.getLong(0), row.getLong(1));
                        });
    }

    Uni<Optional<OffsetDateTime>> newestStart(
            SqlClient client, DayRange days, Sla sla, OffsetDateTime now) {
        return run(
                        client,
                        days.in(CheckSql.NEWEST_START),
                        Args.of(sla.namespaceId(), sla.order().workflowId(), now))
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(rows.iterator().next().getOffsetDateTime(0)));
    }

    /** Executions whose lateness is not over, as far as is known. */
    Uni<List<UUID>> late(SqlClient client, Sla sla) {
        return run(client, CheckSql.LATE, Args.of(sla.namespaceId(), sla.id()))
                .map(CheckStore::ids);
    }

    /** Those of them that still run. */
    Uni<List<UUID>> stillRunning(SqlClient client, int namespaceId, List<UUID> ids) {
        return Multi.createFrom()
                .iterable(DayRange.split(ids))
                .onItem()
                .transformToUniAndConcatenate(
                        some ->
                                run(
                                        client,
                                        DayRange.of(some).in(CheckSql.STILL_RUNNING),
                                        Args.of(namespaceId, some.toArray(UUID[]::new))))
                .onItem()
                .transformToIterable(CheckStore::ids)
                .collect()
                .asList();
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>(rows.size());
        rows.forEach(row -> ids.add(row.getUUID(0)));
        return ids;
    }

    Uni<Void> over(SqlClient client, Sla sla, List<UUID> executions, OffsetDateTime now) {
        return executions.isEmpty()
                ? Uni.createFrom().voidItem()
                : run(
                                client,
                                CheckSql.OVER,
                                Args.of(
                                        sla.namespaceId(),
                                        sla.id(),
                                        executions.toArray(UUID[]::new),
                                        now))
                        .replaceWithVoid();
    }

    /** Writes breaches of a rule that are not known yet, and tells who follows; how many. */
    Uni<Integer> breach(SqlClient client, Sla sla, Broken broken, OffsetDateTime now) {
        List<Found> found = broken.found();
        if (found.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        String told =
                "{\"sla\":%s,\"workflowId\":%s,\"rule\":%s}"
                        .formatted(
                                JsonText.quote(sla.name()),
                                JsonText.quote(sla.order().workflowId()),
                                JsonText.quote(broken.rule().word()));
        Args args =
                Args.of(sla.namespaceId(), sla.id(), broken.rule().code(), now)
                        .add(Args.column(found, UUID[]::new, it -> Uuid7.mint()))
                        .add(Args.column(found, UUID[]::new, Found::execution))
                        .add(Args.column(found, Double[]::new, Found::value))
                        .add(broken.bound())
                        .add(Args.column(found, OffsetDateTime[]::new, Found::recoveredAt))
                        .add(told);
        return run(client, CheckSql.BREACH, args)
                .map(rows -> rows.iterator().next().getLong(0).intValue());
    }

    /** What was found of a rule. */
    record Broken(Rule rule, double bound, List<Found> found) {}

    Uni<Boolean> isOpen(SqlClient client, Sla sla, Rule rule) {
        return run(client, CheckSql.IS_OPEN, Args.of(sla.namespaceId(), sla.id(), rule.code()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<Void> recover(SqlClient client, Sla sla, Rule rule, OffsetDateTime now) {
        return run(client, CheckSql.RECOVER, Args.of(sla.namespaceId(), sla.id(), rule.code(), now))
                .replaceWithVoid();
    }

    private static Uni<RowSet<Row>> run(SqlClient client, String sql, Args args) {
        return Database.run(client, sql, args.tuple());
    }
}
