package dev.hindsight.webhook;

import dev.hindsight.access.Caller;
import dev.hindsight.audit.Audit;
import dev.hindsight.audit.Deed;
import dev.hindsight.audit.Deed.Action;
import dev.hindsight.db.Database;
import dev.hindsight.field.JsonText;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The webhooks of every namespace. */
@ApplicationScoped
public class Webhooks {

    private final Database database;
    private final WebhookStore store;
    private final WebhookConfig config;
    private final Audit audit;
    private final Clock clock;

    Webhooks(
            Database database, WebhookStore store, WebhookConfig config, Audit audit, Clock clock) {
        this.database = database;
        this.store = store;
        this.config = config;
        this.audit = audit;
        this.clock = clock;
    }

    /** What a webhook is called, and where. */
    record Place(int namespaceId, String name) {}

    /** What a webhook gets that is not there yet, and when. */
    record Fresh(UUID id, String secret, OffsetDateTime now) {}

    /**
     * A webhook that is there now.
     *
     * @param isNew whether there was none of its name before
     * @param secret what was made up for it, to be told this once
     */
    record Put(Webhook webhook, boolean isNew, @Nullable String secret) {}

    /** All of a namespace, by name. */
    Uni<List<Webhook>> list(int namespaceId) {
        return store.list(database.client(), namespaceId);
    }

    /**
     * One webhook.
     *
     * @throws ProblemException {@code not-found} as a failure of the answer
     */
    public Uni<Webhook> get(int namespaceId, String name) {
        return store.find(database.client(), namespaceId, name).map(Webhooks::found);
    }

    private static Webhook found(Optional<Webhook> webhook) {
        return webhook.orElseThrow(
                () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such webhook."));
    }

    /**
     * Makes a webhook, or replaces the one of its name: with its secret, unless one is sent.
     *
     * @throws ProblemException {@code conflict} as a failure of the answer if there are too many
     */
    Uni<Put> put(Caller caller, String name, WebhookOrder order) {
        Place place = new Place(caller.namespaceId(), name);
        Fresh fresh = new Fresh(Uuid7.mint(), WebhookSecret.mint(), now());
        return database.transaction(
                client ->
                        store.lock(client, caller.namespaceId())
                                .chain(() -> store.list(client, caller.namespaceId()))
                                .map(before -> isNew(before, name))
                                .chain(
                                        isNew ->
                                                store.put(client, place, order, fresh)
                                                        .chain(() -> find(client, place))
                                                        .map(it -> answer(it, isNew, order)))
                                .call(
                                        () ->
                                                audit.record(
                                                        client,
                                                        caller,
                                                        new Deed(
                                                                Action.WEBHOOK_CHANGED,
                                                                name,
                                                                told(order)))));
    }

    private boolean isNew(List<Webhook> before, String name) {
        boolean isNew = before.stream().noneMatch(it -> it.name().equals(name));
        if (isNew && before.size() >= config.maxWebhooks()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "There are %d webhooks already, and there can be no more."
                            .formatted(before.size()));
        }
        return isNew;
    }

    private Uni<Webhook> find(SqlClient client, Place place) {
        return store.find(client, place.namespaceId(), place.name()).map(Webhooks::found);
    }

    private static Put answer(Webhook webhook, boolean isNew, WebhookOrder order) {
        return new Put(webhook, isNew, isNew && order.secret() == null ? webhook.secret() : null);
    }

    /** Never the secret. */
    private static String told(WebhookOrder order) {
        return "{\"url\":%s,\"events\":%s,\"enabled\":%s,\"secretSent\":%s}"
                .formatted(
                        JsonText.quote(order.url().toString()),
                        JsonText.ofList(order.events().stream().map(EventKind::word).toList()),
                        order.enabled(),
                        order.secret() != null);
    }

    /**
     * Deletes a webhook. What waits for it is not sent any more.
     *
     * @throws ProblemException {@code not-found} as a failure of the answer
     */
    Uni<Void> delete(Caller caller, String name) {
        return database.transaction(
                client ->
                        store.find(client, caller.namespaceId(), name)
                                .map(Webhooks::found)
                                .chain(() -> store.remove(client, caller.namespaceId(), name))
                                .call(
                                        () ->
                                                audit.record(
                                                        client,
                                                        caller,
                                                        Deed.of(Action.WEBHOOK_DELETED, name)))
                                .replaceWithVoid());
    }

    /**
     * Takes a person out of the filters of webhooks; one that listened for nobody else is deleted, since
     * without its filter it would be told of everybody.
     *
     * @return how many webhooks that were
     */
    public Uni<Integer> forgetCreator(SqlClient client, int namespaceId, String createdBy) {
        return store.lock(client, namespaceId)
                .chain(() -> store.forgetCreator(client, namespaceId, createdBy));
    }

    /** Whether any webhook of any namespace is enabled: while none is, there is nothing to do. */
    public Uni<Boolean> isAnyEnabled() {
        return store.isAnyEnabled();
    }

    /** All that are enabled, of all namespaces. */
    public Uni<List<Webhook>> enabled(SqlClient client) {
        return store.enabled(client);
    }

    /** Notes that changes have been looked through for these, up to now. */
    public Uni<Void> followed(SqlClient client, List<Webhook> webhooks) {
        List<String> snapshots =
                webhooks.stream()
                        .map(it -> it.since().snapshot())
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList();
        return snapshots.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.followed(client, snapshots);
    }

    /** Notes that events of one were lost, since too many wait. */
    public Uni<Void> overflowed(SqlClient client, Webhook it, OffsetDateTime now) {
        return store.overflowed(client, it.namespaceId(), it.id(), now);
    }

    /**
     * A webhook, if it may be sent to now. Of one that failed before, by one replica at a time.
     *
     * @param until for so long others leave one alone that failed before
     */
    public Uni<Optional<Webhook>> turn(
            SqlClient client, int namespaceId, UUID id, OffsetDateTime now, OffsetDateTime until) {
        return store.turn(client, namespaceId, id, now)
                .chain(
                        found ->
                                found.isEmpty() || found.get().health().retryAt() == null
                                        ? Uni.createFrom().item(found)
                                        : store.tryIt(client, found.get(), now, until)
                                                .map(mine -> mine ? found : Optional.empty()));
    }

    /** Notes that one answers. */
    public Uni<Void> answers(SqlClient client, Webhook it) {
        return store.answers(client, it);
    }

    /** Notes that one is to be left alone for a while, after so many failures. */
    public Uni<Void> pause(SqlClient client, Webhook it, int failures, OffsetDateTime until) {
        return store.pause(client, it, failures, until);
    }

    /** Disables one that does not want to be told any more. */
    public Uni<Void> disable(SqlClient client, Webhook it, String reason) {
        return store.disable(client, it, reason, now());
    }

    /** To the millisecond, as executions tell when they were made. */
    private OffsetDateTime now() {
        return OffsetDateTime.now(clock).truncatedTo(ChronoUnit.MILLIS);
    }
}
