package dev.hindsight.change;

import static java.util.Objects.requireNonNull;

import dev.hindsight.change.FeedBatch.Gap;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rows of {@code change}, as they are read. Asks the primary alone: a standby sees no open ones. */
@ApplicationScoped
class FeedStore {

    private final Database database;

    /** Whether the cluster may be asked for; unknown until the database answered once. */
    private volatile @Nullable Boolean identifies;

    FeedStore(Database database) {
        this.database = database;
    }

    /** Where the feed stands now. */
    Uni<FeedPosition> position() {
        return inAnEpoch(
                () ->
                        identifies()
                                .chain(
                                        identified ->
                                                database.ask(
                                                        positionSql(identified), Tuple.tuple()))
                                .map(rows -> position(rows.iterator().next())));
    }

    /** What changed after a place, up to now. */
    Uni<FeedBatch> after(FeedPosition position) {
        return inAnEpoch(
                () ->
                        identifies()
                                .chain(
                                        identified ->
                                                database.ask(
                                                        identified
                                                                ? FeedSql.AFTER
                                                                : FeedSql.AFTER_UNIDENTIFIED,
                                                        Tuple.of(position.snapshot().text())))
                                .map(rows -> batch(position, rows)));
    }

    /** Does work in one snapshot, and tells it its place. */
    <T> Uni<T> reading(BiFunction<SqlClient, FeedPosition, Uni<T>> work) {
        return inAnEpoch(
                () ->
                        identifies()
                                .chain(
                                        identified ->
                                                database.transaction(
                                                        client ->
                                                                snapshot(client, identified)
                                                                        .chain(
                                                                                at ->
                                                                                        work.apply(
                                                                                                client,
                                                                                                at)))));
    }

    /** Does work that may write, all of it in one snapshot. */
    <T> Uni<T> writing(Function<SqlClient, Uni<T>> work) {
        return inAnEpoch(
                () ->
                        identifies()
                                .chain(
                                        () ->
                                                database.transaction(
                                                        client ->
                                                                client.query(
                                                                                FeedSql
                                                                                        .ONE_SNAPSHOT_TO_WRITE)
                                                                        .execute()
                                                                        .chain(
                                                                                () ->
                                                                                        work.apply(
                                                                                                client)))));
    }

    /** Where the feed stands in the snapshot of a transaction, and how a place stands to that. */
    Uni<Feed.Standing> standing(SqlClient client, @Nullable FeedPosition place) {
        // Who was nowhere has seen what the first transaction of all saw.
        String snapshot = place == null ? "3:3:" : place.snapshot().text();
        return identifies()
                .chain(
                        identified ->
                                Database.run(
                                        client,
                                        identified
                                                ? FeedSql.STANDING
                                                : FeedSql.STANDING_UNIDENTIFIED,
                                        Tuple.of(snapshot)))
                .map(
                        rows -> {
                            Row row = rows.iterator().next();
                            FeedPosition now = position(row);
                            Gap gap = place == null ? Gap.EPOCH : gap(place, now, row);
                            return new Feed.Standing(now, gap, row.getBoolean(4));
                        });
    }

    /** Changes that the snapshot of a transaction sees and a place does not. */
    Uni<List<Change>> page(
            SqlClient client,
            FeedPosition place,
            Collection<ChangeKind> kinds,
            @Nullable Change last) {
        Args args =
                Args.of(
                        place.snapshot().text(),
                        kinds.stream().map(ChangeKind::code).toArray(Integer[]::new),
                        last == null ? 0 : last.namespaceId(),
                        last == null ? new UUID(0, 0) : last.executionId());
        return Database.run(client, FeedSql.NEWS, args.tuple())
                .map(
                        rows -> {
                            List<Change> changes = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                changes.add(change(row, 0));
                            }
                            return changes;
                        });
    }

    /** Wakes those who listen. */
    Uni<Void> wakeOthers(String sender) {
        return database.ask(FeedSql.NOTIFY, Tuple.of(sender)).replaceWithVoid();
    }

    /** Begins an epoch, unless there is one. */
    Uni<Void> beginEpoch() {
        return database.ask(FeedSql.BEGIN_EPOCH, Tuple.tuple()).replaceWithVoid();
    }

    /** The epoch is missing in a new database, and in one whose unlogged tables a crash emptied. */
    private <T> Uni<T> inAnEpoch(Supplier<Uni<? extends T>> question) {
        return Uni.createFrom()
                .deferred(question)
                .onFailure(NoEpoch.class)
                .recoverWithUni(() -> beginEpoch().chain(question));
    }

    private Uni<Boolean> identifies() {
        Boolean known = identifies;
        return known != null
                ? Uni.createFrom().item(known)
                : database.ask(FeedSql.MAY_ASK_CLUSTER, Tuple.tuple())
                        .map(rows -> rows.iterator().next().getBoolean(0))
                        .invoke(answer -> identifies = answer);
    }

    private static String positionSql(boolean identified) {
        return identified ? FeedSql.POSITION : FeedSql.POSITION_UNIDENTIFIED;
    }

    /** The two statements go out in one breath. */
    private static Uni<FeedPosition> snapshot(SqlClient client, boolean identified) {
        return Uni.combine()
                .all()
                .unis(
                        client.query(FeedSql.ONE_SNAPSHOT).execute(),
                        Database.run(client, positionSql(identified), Tuple.tuple()))
                .with((set, rows) -> position(rows.iterator().next()));
    }

    private static FeedPosition position(Row row) {
        RowCursor next = new RowCursor(row);
        String snapshot = requireNonNull(next.text());
        String cluster = next.text();
        String epoch = next.text();
        if (epoch == null) {
            throw new NoEpoch();
        }
        return new FeedPosition(
                cluster == null ? epoch : cluster + '.' + epoch,
                FeedSnapshot.ofText(snapshot)
                        .orElseThrow(() -> new IllegalStateException("snapshot " + snapshot)));
    }

    private static FeedBatch batch(FeedPosition before, RowSet<Row> rows) {
        Row first = rows.iterator().next();
        FeedPosition now = position(first);
        Gap gap = gap(before, now, first);
        if (gap == Gap.NONE && first.getLong(4) > FeedSql.MAX_CHANGES) {
            gap = Gap.OVERFLOW;
        }
        List<Change> changes = new ArrayList<>(rows.size());
        if (gap == Gap.NONE && first.getLong(5) != null) {
            for (Row row : rows) {
                changes.add(change(row, 5));
            }
        }
        return new FeedBatch(changes, now, gap);
    }

    private static Gap gap(FeedPosition before, FeedPosition now, Row first) {
        // A place ahead of the database was not made by it.
        if (!before.epoch().equals(now.epoch())
                || before.snapshot().xmax() > now.snapshot().xmax()) {
            return Gap.EPOCH;
        }
        return first.getBoolean(3) ? Gap.NONE : Gap.EXPIRED;
    }

    /** From this column on. */
    private static Change change(Row row, int from) {
        return new Change(
                row.getLong(from),
                row.getLong(from + 1),
                row.getOffsetDateTime(from + 2),
                row.getInteger(from + 3),
                row.getUUID(from + 4),
                row.getInteger(from + 5),
                ChangeKind.ofCode(row.getInteger(from + 6)),
                row.getString(from + 7),
                row.getInteger(from + 8),
                row.getString(from + 9));
    }

    /** The feed has no epoch. */
    private static final class NoEpoch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoEpoch() {
            super("The feed has no epoch", null, false, false);
        }
    }
}
