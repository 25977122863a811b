package dev.hindsight.delivery;

import dev.hindsight.access.Caller;
import dev.hindsight.audit.Audit;
import dev.hindsight.audit.Deed;
import dev.hindsight.audit.Deed.Action;
import dev.hindsight.db.Database;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.removal.Trace;
import dev.hindsight.webhook.Webhook;
import dev.hindsight.webhook.Webhooks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tells what webhooks were sent, and sends again what was given up. */
@ApplicationScoped
class Deliveries implements Trace {

    private final Database database;
    private final DeliveryStore store;
    private final Webhooks webhooks;
    private final Audit audit;
    private final Clock clock;

    Deliveries(
            Database database, DeliveryStore store, Webhooks webhooks, Audit audit, Clock clock) {
        this.database = database;
        this.store = store;
        this.webhooks = webhooks;
        this.audit = audit;
        this.clock = clock;
    }

    /** Which deliveries are asked for: of which webhook, which of its, how many. */
    record Wanted(String name, DeliveryStore.Question question, Limit limit) {}

    /**
     * A page of the deliveries of a webhook, newest first.
     *
     * @throws ProblemException {@code not-found} as a failure of the answer
     */
    Uni<Page<Delivery>> list(Caller caller, Wanted wanted, long fingerprint) {
        Limit limit = wanted.limit();
        return webhooks.get(caller.namespaceId(), wanted.name())
                .chain(it -> store.page(it, wanted.question(), limit.value() + 1))
                .map(
                        some ->
                                Page.of(
                                        some,
                                        limit,
                                        last -> Cursor.of(fingerprint, new Part.Whole(last.id()))));
    }

    /**
     * Has a delivery sent again that was given up.
     *
     * @throws ProblemException as a failure of the answer: {@code not-found}; {@code conflict} if it was
     *     not given up
     */
    Uni<Delivery> retry(Caller caller, String name, long id) {
        return webhooks.get(caller.namespaceId(), name)
                .chain(
                        webhook ->
                                database.transaction(client -> retry(client, caller, webhook, id)));
    }

    private Uni<Delivery> retry(SqlClient client, Caller caller, Webhook webhook, long id) {
        return store.find(client, webhook, id)
                .map(Deliveries::found)
                .chain(() -> store.retry(client, webhook, id, OffsetDateTime.now(clock)))
                .map(
                        again ->
                                again.orElseThrow(
                                        () ->
                                                new ProblemException(
                                                        ProblemType.CONFLICT,
                                                        "Only what was given up can be sent"
                                                                + " again.")))
                .call(
                        it ->
                                audit.record(
                                        client,
                                        caller,
                                        Deed.of(
                                                Action.DELIVERY_RETRIED,
                                                webhook.name() + "/" + it.id())));
    }

    /** Nobody fills the outbox with what was, while this has its turn at it. */
    @Override
    public Uni<Void> erase(SqlClient client, int namespaceId, List<UUID> ids) {
        return Database.lock(client, Follower.KEY)
                .chain(() -> store.erase(client, namespaceId, ids));
    }

    private static Delivery found(Optional<Delivery> delivery) {
        return delivery.orElseThrow(
                () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such delivery."));
    }
}
