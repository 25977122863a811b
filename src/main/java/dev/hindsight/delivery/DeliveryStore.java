package dev.hindsight.delivery;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.delivery.Delivery.State;
import dev.hindsight.webhook.Webhook;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of deliveries, as they are sent and told. */
@ApplicationScoped
class DeliveryStore {

    private final Database database;

    DeliveryStore(Database database) {
        this.database = database;
    }

    /** A webhook by its place. */
    record Address(int namespaceId, UUID webhookId) {}

    /** A delivery that this replica is to send. */
    record Claimed(long id, String eventId, String body, int attempts) {}

    /**
     * What became of one.
     *
     * @param nextAttemptAt if it is to be sent again
     * @param status of the receiver's answer, if there was one
     * @param error what went wrong, if anything did
     */
    record Note(
            long id,
            State state,
            OffsetDateTime nextAttemptAt,
            @Nullable Integer status,
            @Nullable String error) {}

    /** How many there are. */
    record Count(long waiting, long dead, @Nullable OffsetDateTime oldest) {}

    /** Which of a webhook are asked for: those before a number, in a state or in any. */
    record Question(long before, @Nullable State state) {}

    Uni<List<Delivery>> page(Webhook webhook, Question question, int limit) {
        State state = question.state();
        return database.ask(
                        DeliverySql.PAGE,
                        Args.of(
                                        webhook.namespaceId(),
                                        webhook.id(),
                                        question.before(),
                                        state == null ? null : (short) state.code(),
                                        (long) limit)
                                .tuple())
                .map(rows -> list(rows, DeliveryStore::read));
    }

    /** One that was given up is to be sent again; empty if it was not given up. */
    Uni<Optional<Delivery>> retry(SqlClient client, Webhook webhook, long id, OffsetDateTime now) {
        return run(client, DeliverySql.RETRY, Args.of(webhook.namespaceId(), webhook.id(), id, now))
                .map(rows -> list(rows, DeliveryStore::read).stream().findFirst());
    }

    Uni<Optional<Delivery>> find(SqlClient client, Webhook webhook, long id) {
        return run(client, DeliverySql.GET, Args.of(webhook.namespaceId(), webhook.id(), id))
                .map(rows -> list(rows, DeliveryStore::read).stream().findFirst());
    }

    /** Webhooks of which something is due, but for some. */
    Uni<List<Address>> due(OffsetDateTime now, Collection<UUID> others, int limit) {
        return database.ask(
                        DeliverySql.DUE,
                        Args.of(now, others.toArray(UUID[]::new), (long) limit).tuple())
                .map(rows -> list(rows, DeliveryStore::address));
    }

    /** Leases some of what is due, oldest first. */
    Uni<List<Claimed>> claim(SqlClient client, Webhook webhook, Lease lease, int atOnce) {
        Args args =
                Args.of(
                        webhook.namespaceId(),
                        webhook.id(),
                        lease.from(),
                        lease.until(),
                        (long) atOnce);
        return run(client, DeliverySql.CLAIM, args)
                .map(
                        rows ->
                                list(
                                        rows,
                                        row ->
                                                new Claimed(
                                                        row.getLong(0),
                                                        row.getString(1),
                                                        row.getString(2),
                                                        row.getInteger(3))));
    }

    /** From when until when deliveries belong to a replica; its end tells it from others. */
    record Lease(OffsetDateTime from, OffsetDateTime until) {}

    Uni<Void> note(
            SqlClient client, Webhook webhook, Lease lease, OffsetDateTime now, List<Note> notes) {
        Args args =
                Args.of(webhook.namespaceId(), webhook.id(), lease.until(), now)
                        .add(Args.column(notes, Long[]::new, Note::id))
                        .add(Args.column(notes, Short[]::new, it -> (short) it.state().code()))
                        .add(Args.column(notes, OffsetDateTime[]::new, Note::nextAttemptAt))
                        .add(Args.column(notes, Integer[]::new, Note::status))
                        .add(Args.column(notes, String[]::new, Note::error));
        return run(client, DeliverySql.NOTE, args).replaceWithVoid();
    }

    /** Forgets some that ended before a moment; tells how many. */
    Uni<Integer> forget(SqlClient client, State state, OffsetDateTime before, int limit) {
        return run(client, DeliverySql.FORGET, Args.of((short) state.code(), before, (long) limit))
                .map(RowSet::rowCount);
    }

    /** Webhooks that are gone and have left something behind. */
    Uni<List<Address>> left(int limit) {
        return database.ask(DeliverySql.LEFT, Args.of((long) limit).tuple())
                .map(rows -> list(rows, DeliveryStore::address));
    }

    /** Forgets some of what one of them left behind; tells how many. */
    Uni<Integer> abandon(SqlClient client, Address it, int limit) {
        return run(
                        client,
                        DeliverySql.ABANDON,
                        Args.of(it.namespaceId(), it.webhookId(), (long) limit))
                .map(RowSet::rowCount);
    }

    Uni<Count> count() {
        return database.ask(DeliverySql.COUNT, Args.of().tuple())
                .map(
                        rows -> {
                            Row row = rows.iterator().next();
                            return new Count(
                                    row.getLong(0), row.getLong(1), row.getOffsetDateTime(2));
                        });
    }

    private static Uni<RowSet<Row>> run(SqlClient client, String sql, Args args) {
        return Database.run(client, sql, args.tuple());
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        List<T> list = new ArrayList<>(rows.size());
        for (Row row : rows) {
            list.add(read.apply(row));
        }
        return list;
    }

    private static Address address(Row row) {
        return new Address(row.getInteger(0), row.getUUID(1));
    }

    private static Delivery read(Row row) {
        RowCursor next = new RowCursor(row);
        return new Delivery(
                requireNonNull(next.bigint()),
                requireNonNull(next.text()),
                requireNonNull(next.text()),
                next.uuid(),
                State.ofCode(requireNonNull(next.integer())),
                requireNonNull(next.integer()),
                requireNonNull(next.moment()),
                requireNonNull(next.moment()),
                next.moment(),
                next.integer(),
                next.text());
    }

    /** Deletes what is told of executions. */
    Uni<Void> erase(SqlClient client, int namespaceId, List<UUID> ids) {
        return Database.run(
                        client,
                        DeliverySql.ERASE,
                        Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple())
                .replaceWithVoid();
    }
}
