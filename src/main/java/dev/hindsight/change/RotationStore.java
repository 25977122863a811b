package dev.hindsight.change;

import dev.hindsight.change.FeedRotation.Slot;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Slots of {@code change}. */
@ApplicationScoped
class RotationStore {

    /** Key of the advisory lock under which a slot is cleared. */
    private static final long LOCK_KEY = 0x48494e44_00000005L;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Database database;

    RotationStore(Database database) {
        this.database = database;
    }

    /** Those that hold rows, the oldest first. */
    Uni<List<Slot>> slots() {
        return database.ask(FeedSql.SLOTS, Tuple.tuple())
                .map(
                        rows -> {
                            List<Slot> slots = new ArrayList<>();
                            for (Row row : rows) {
                                slots.add(
                                        new Slot(
                                                row.getInteger(0),
                                                row.getLong(1),
                                                row.getOffsetDateTime(2)));
                            }
                            return slots;
                        });
    }

    /**
     * Clears a slot, if nobody is at it.
     *
     * @param before leaves it if its last row is not older; null clears it anyway
     * @return whether it was cleared
     */
    Uni<Boolean> clear(int slot, @Nullable OffsetDateTime before) {
        return database.transaction(
                        client ->
                                Database.tryLock(client, LOCK_KEY)
                                        .chain(
                                                mine ->
                                                        mine
                                                                ? clear(client, slot, before)
                                                                : Uni.createFrom().item(false)))
                .onFailure(Busy.class)
                .recoverWithItem(false);
    }

    private static Uni<Boolean> clear(SqlClient client, int slot, @Nullable OffsetDateTime before) {
        return client.query(FeedSql.PATIENCE)
                .execute()
                .chain(() -> client.query(FeedSql.LOCK.formatted(slot)).execute())
                .onFailure(RotationStore::isBusy)
                .transform(failure -> new Busy())
                .chain(
                        () ->
                                Database.run(
                                        client,
                                        FeedSql.NOTE_CLEARED,
                                        Args.of(slot, before).tuple()))
                .chain(
                        noted ->
                                noted.rowCount() == 0
                                        ? Uni.createFrom().item(false)
                                        : client.query(FeedSql.CLEAR.formatted(slot))
                                                .execute()
                                                .replaceWith(true));
    }

    private static boolean isBusy(Throwable failure) {
        return failure instanceof PgException refused
                && LOCK_NOT_AVAILABLE.equals(refused.getSqlState());
    }

    /** Somebody is at the slot. */
    private static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("A slot of the feed is in use", null, false, false);
        }
    }
}
