package dev.hindsight.key;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Grant;
import dev.hindsight.access.Role;
import dev.hindsight.audit.Audit;
import dev.hindsight.audit.Deed;
import dev.hindsight.audit.Deed.Action;
import dev.hindsight.db.Database;
import dev.hindsight.field.Moments;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.namespace.Namespaces;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes keys. */
@ApplicationScoped
class KeyService {

    private final Database database;
    private final KeyStore store;
    private final KeyRing ring;
    private final Namespaces namespaces;
    private final Audit audit;

    KeyService(
            Database database, KeyStore store, KeyRing ring, Namespaces namespaces, Audit audit) {
        this.database = database;
        this.store = store;
        this.ring = ring;
        this.namespaces = namespaces;
        this.audit = audit;
    }

    /** A key with its token, which is told this once. */
    record Made(ApiKey key, String token) {}

    /** Keys as far as a caller administers them, newest first, those that are revoked or expired too. */
    Uni<List<ApiKey>> list(Caller caller) {
        return store.list(scope(caller));
    }

    /**
     * Makes a key, and its namespace if there is none of that name.
     *
     * @throws ProblemException {@code forbidden} for more than the caller has: another namespace, or
     *     payloads; as a failure of the answer
     */
    Uni<Made> create(Caller caller, KeyOrder order) {
        Grant.Home own = caller.grant().home();
        boolean elsewhere =
                own != null && order.namespace() != null && !order.namespace().equals(own.name());
        if (elsewhere) {
            return Uni.createFrom()
                    .failure(Caller.forbidden("A key of another namespace is not yours to make."));
        }
        if (order.payloads() && !caller.seesPayloads()) {
            return Uni.createFrom()
                    .failure(
                            Caller.forbidden(
                                    "Who may not read payloads makes no key that may: set payloads"
                                            + " to false."));
        }
        if (isBeyond(order, caller)) {
            return Uni.createFrom()
                    .failure(
                            Caller.forbidden(
                                    "A key makes none that outlives it: expiresAt must not lie"
                                            + " behind its own."));
        }
        // Made on first need: one that was made while an image was built would be the same in each
        // of its copies.
        KeyToken.Minted minted = KeyToken.mint(new SecureRandom());
        return database.transaction(client -> insert(client, caller, order, minted))
                .invoke(ring::forget)
                .map(key -> new Made(key, minted.text()));
    }

    /** Makes a namespace, or sets the quotas of one: its keys hear of them within a minute. */
    Uni<Namespaces.Made> put(Caller caller, String name, Namespace.Quotas quotas) {
        return database.transaction(
                        client ->
                                namespaces
                                        .make(client, name)
                                        .call(() -> namespaces.setQuotas(client, name, quotas))
                                        .call(
                                                () ->
                                                        audit.record(
                                                                client,
                                                                caller,
                                                                Deed.of(
                                                                        Action.NAMESPACE_CHANGED,
                                                                        name)))
                                        .map(made -> made.with(quotas)))
                .invoke(ring::forget);
    }

    private static boolean isBeyond(KeyOrder order, Caller caller) {
        Instant end = caller.grant().expiresAt();
        return end != null && (order.expiresAt() == null || order.expiresAt().isAfter(end));
    }

    /** Makes the first key of all, if there never was one: an admin of all namespaces. */
    Uni<Optional<Made>> createFirst() {
        KeyToken.Minted minted = KeyToken.mint(new SecureRandom());
        KeyOrder order = new KeyOrder("first key", Role.ADMIN, Namespace.ALL, true, null);
        return database.transaction(
                        client ->
                                store.isFirst(client)
                                        .chain(
                                                first ->
                                                        first
                                                                ? insert(
                                                                                client,
                                                                                Caller.LOCAL,
                                                                                order,
                                                                                minted)
                                                                        .map(Optional::of)
                                                                : Uni.createFrom()
                                                                        .item(
                                                                                Optional
                                                                                        .<ApiKey>
                                                                                                empty())))
                .map(made -> made.map(key -> new Made(key, minted.text())));
    }

    /** Whether there are keys and none of them, any more, may do everything. */
    Uni<Boolean> lacksAdmin() {
        return store.lacksAdmin(database.client());
    }

    private Uni<ApiKey> insert(
            SqlClient client, Caller caller, KeyOrder order, KeyToken.Minted minted) {
        String id = minted.token().id();
        return home(client, caller, order)
                .chain(
                        home ->
                                store.insert(
                                        client,
                                        minted.token(),
                                        order,
                                        home.orElse(null),
                                        caller.actor()))
                .chain(() -> store.find(client, id))
                .map(Optional::orElseThrow)
                .call(key -> note(client, caller, Action.KEY_CREATED, key));
    }

    private Uni<Optional<Grant.Home>> home(SqlClient client, Caller caller, KeyOrder order) {
        String name = order.namespace();
        Grant.Home own = caller.grant().home();
        if (own != null) {
            return Uni.createFrom().item(Optional.of(own));
        }
        if (Namespace.ALL.equals(name)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return name == null
                ? namespaces.get(client, caller.namespaceId()).map(KeyService::home)
                : namespaces.make(client, name).map(made -> home(made.namespace()));
    }

    private static Optional<Grant.Home> home(Namespace namespace) {
        return Optional.of(new Grant.Home(namespace.id(), namespace.name()));
    }

    /**
     * Revokes a key: at once on this replica, within a minute on the others. Again changes nothing.
     *
     * @throws ProblemException {@code not-found} if the caller administers no such key, as a failure
     */
    Uni<Void> revoke(Caller caller, String id) {
        return database.transaction(
                        client ->
                                store.revoke(client, id, scope(caller))
                                        .invoke(KeyService::checkFound)
                                        .chain(() -> store.find(client, id))
                                        .map(Optional::orElseThrow)
                                        .chain(
                                                key ->
                                                        note(
                                                                client,
                                                                caller,
                                                                Action.KEY_REVOKED,
                                                                key)))
                .invoke(ring::forget);
    }

    /** Told where the key belongs; of all namespaces, where the caller is. */
    private Uni<Void> note(SqlClient client, Caller caller, Action action, ApiKey key) {
        String expiresAt =
                key.expiresAt() == null ? "null" : '"' + Moments.write(key.expiresAt()) + '"';
        String detail =
                "{\"role\": \"%s\", \"namespace\": \"%s\", \"payloads\": %s, \"expiresAt\": %s}"
                        .formatted(key.role().word(), key.namespace(), key.payloads(), expiresAt);
        Grant.Home home = key.home();
        return audit.record(
                client,
                caller,
                home == null ? caller.namespaceId() : home.id(),
                new Deed(action, key.id(), detail));
    }

    private static void checkFound(boolean found) {
        if (!found) {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no such key.");
        }
    }

    private static @Nullable Integer scope(Caller caller) {
        Grant.Home own = caller.grant().home();
        return own == null ? null : own.id();
    }
}
