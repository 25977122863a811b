package dev.hindsight.webhook;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
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
import java.util.stream.Stream;

/** Rows of webhooks. */
@ApplicationScoped
class WebhookStore {

    /** Any number: the first half of the locks under which webhooks are changed. */
    private static final int LOCK = 0x68735f77;

    private final Database database;
    private final PayloadReader payloads;

    WebhookStore(Database database, PayloadConfig config) {
        this.database = database;
        this.payloads = new PayloadReader(config);
    }

    /** Keeps others from changing webhooks of a namespace until the transaction ends. */
    Uni<Void> lock(SqlClient client, int namespaceId) {
        return run(client, WebhookSql.LOCK, Args.of(LOCK, namespaceId)).replaceWithVoid();
    }

    Uni<List<Webhook>> list(SqlClient client, int namespaceId) {
        return run(client, WebhookSql.LIST, Args.of(namespaceId)).map(this::read);
    }

    Uni<Optional<Webhook>> find(SqlClient client, int namespaceId, String name) {
        return run(client, WebhookSql.GET, Args.of(namespaceId, name))
                .map(rows -> read(rows).stream().findFirst());
    }

    Uni<Boolean> isAnyEnabled() {
        return database.ask(WebhookSql.IS_ANY_ENABLED, Args.of().tuple())
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<List<Webhook>> enabled(SqlClient client) {
        return run(client, WebhookSql.ENABLED, Args.of()).map(this::read);
    }

    /** Writes one; the secret of the order, if it has one, replaces that which is there. */
    Uni<Void> put(
            SqlClient client, Webhooks.Place place, WebhookOrder order, Webhooks.Fresh fresh) {
        return run(
                        client,
                        WebhookSql.PUT,
                        Args.of(
                                place.namespaceId(),
                                place.name(),
                                fresh.id(),
                                order.url().toString(),
                                order.secret(),
                                fresh.secret(),
                                order.events().stream().map(EventKind::word).toArray(String[]::new),
                                order.filterTold(),
                                order.enabled(),
                                fresh.now()))
                .replaceWithVoid();
    }

    Uni<Boolean> remove(SqlClient client, int namespaceId, String name) {
        return run(client, WebhookSql.REMOVE, Args.of(namespaceId, name))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Forgets who is listened for; tells how many webhooks named them. */
    Uni<Integer> forgetCreator(SqlClient client, int namespaceId, String createdBy) {
        Args args = Args.of(namespaceId, createdBy);
        return run(client, WebhookSql.REMOVE_OF_CREATOR, args)
                .chain(
                        removed ->
                                run(client, WebhookSql.FORGET_CREATOR, args)
                                        .map(reduced -> removed.rowCount() + reduced.rowCount()));
    }

    Uni<Void> followed(SqlClient client, List<String> snapshots) {
        return run(client, WebhookSql.FOLLOWED, Args.of((Object) snapshots.toArray(String[]::new)))
                .replaceWithVoid();
    }

    Uni<Void> overflowed(SqlClient client, int namespaceId, UUID id, OffsetDateTime now) {
        return run(client, WebhookSql.OVERFLOWED, Args.of(namespaceId, id, now)).replaceWithVoid();
    }

    Uni<Optional<Webhook>> turn(SqlClient client, int namespaceId, UUID id, OffsetDateTime now) {
        return run(client, WebhookSql.TURN, Args.of(namespaceId, id, now))
                .map(rows -> read(rows).stream().findFirst());
    }

    /** Whether nobody else did. */
    Uni<Boolean> tryIt(SqlClient client, Webhook it, OffsetDateTime now, OffsetDateTime until) {
        return run(client, WebhookSql.TRY, Args.of(it.namespaceId(), it.id(), now, until))
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<Void> answers(SqlClient client, Webhook it) {
        return run(client, WebhookSql.ANSWERS, Args.of(it.namespaceId(), it.id()))
                .replaceWithVoid();
    }

    Uni<Void> pause(SqlClient client, Webhook it, int failures, OffsetDateTime until) {
        return run(client, WebhookSql.PAUSE, Args.of(it.namespaceId(), it.id(), failures, until))
                .replaceWithVoid();
    }

    Uni<Void> disable(SqlClient client, Webhook it, String reason, OffsetDateTime now) {
        return run(client, WebhookSql.DISABLE, Args.of(it.namespaceId(), it.id(), reason, now))
                .replaceWithVoid();
    }

    private static Uni<RowSet<Row>> run(SqlClient client, String sql, Args args) {
        return Database.run(client, sql, args.tuple());
    }

    private List<Webhook> read(RowSet<Row> rows) {
        List<Webhook> read = new ArrayList<>(rows.size());
        for (Row row : rows) {
            read.add(read(row));
        }
        return read;
    }

    private Webhook read(Row row) {
        String filter = row.getString("filter");
        WebhookOrder order =
                new WebhookOrder(
                        Target.of(row.getString("url")),
                        row.getString("secret"),
                        // Those that a newer release knows are told by that.
                        Stream.of(row.getArrayOfStrings("events"))
                                .flatMap(word -> EventKind.ofWord(word).stream())
                                .toList(),
                        filter == null
                                ? ExecutionFilter.ALL
                                : WebhookOrder.filter(filter, payloads),
                        filter,
                        row.getBoolean("enabled"));
        return new Webhook(
                row.getInteger("namespace_id"),
                row.getUUID("id"),
                row.getString("name"),
                order,
                new Webhook.Since(
                        row.getString("begins"),
                        requireNonNull(row.getOffsetDateTime("begins_at"))),
                new Webhook.Health(
                        row.getString("disabled_reason"),
                        row.getOffsetDateTime("overflowed_at"),
                        row.getInteger("failures"),
                        row.getOffsetDateTime("retry_at")),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }
}
