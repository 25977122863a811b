package dev.hindsight.change;

import static java.util.Objects.requireNonNull;

import dev.hindsight.change.FeedBatch.Gap;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
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
        List<Change> changes = new ArrayList<>(rows.size());
        if (gap == Gap.NONE && first.getLong(5) != null) {
            for (Row row : rows) {
                changes.add(change(row));
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
        if (!first.getBoolean(3)) {
            return Gap.EXPIRED;
        }
        return first.getLong(4) > FeedSql.MAX_CHANGES ? Gap.OVERFLOW : Gap.NONE;
    }

    private static Change change(Row row) {
        return new Change(
                row.getLong(5),
                row.getLong(6),
                row.getOffsetDateTime(7),
                row.getInteger(8),
                row.getUUID(9),
                row.getInteger(10),
                ChangeKind.ofCode(row.getInteger(11)),
                row.getString(12),
                row.getInteger(13),
                row.getString(14));
    }

    /** The feed has no epoch. */
    private static final class NoEpoch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoEpoch() {
            super("The feed has no epoch", null, false, false);
        }
    }
}
