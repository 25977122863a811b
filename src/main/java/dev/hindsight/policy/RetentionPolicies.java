package dev.hindsight.policy;

import dev.hindsight.access.Caller;
import dev.hindsight.audit.Audit;
import dev.hindsight.audit.Deed;
import dev.hindsight.audit.Deed.Action;
import dev.hindsight.db.Database;
import dev.hindsight.policy.StoredPolicy.Known;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The policies of every namespace. */
@ApplicationScoped
public class RetentionPolicies {

    /** Policies that a namespace may have. */
    static final int MAX = 100;

    /** A longer request is not kept word for word. */
    private static final int MAX_TOLD_BYTES = 8 * 1024;

    private final Database database;
    private final PolicyStore store;
    private final Audit audit;

    RetentionPolicies(Database database, PolicyStore store, Audit audit) {
        this.database = database;
        this.store = store;
        this.audit = audit;
    }

    /**
     * A policy that is there now.
     *
     * @param isNew whether there was none of its name before
     */
    record Put(StoredPolicy stored, boolean isNew) {}

    /** All policies of a namespace, in the order of decision, those that are not enabled too. */
    public Uni<List<RetentionPolicy>> list(int namespaceId) {
        return stored(namespaceId)
                .map(policies -> policies.stream().map(StoredPolicy::policy).toList());
    }

    /**
     * What decides in every namespace that there is, by its id: its enabled policies in the order of
     * decision, or an empty list.
     */
    public Uni<SortedMap<Integer, List<RetentionPolicy>>> all() {
        return store.all()
                .map(
                        rows -> {
                            SortedMap<Integer, List<RetentionPolicy>> all = new TreeMap<>();
                            rows.forEach((namespaceId, its) -> all.put(namespaceId, enabled(its)));
                            return all;
                        });
    }

    private static List<RetentionPolicy> enabled(List<Known> rows) {
        return StoredPolicy.of(rows).stream()
                .map(StoredPolicy::policy)
                .filter(RetentionPolicy::enabled)
                .toList();
    }

    /** As {@link #list}, with what is told besides. */
    Uni<List<StoredPolicy>> stored(int namespaceId) {
        return store.list(database.client(), namespaceId).map(StoredPolicy::of);
    }

    /**
     * One policy.
     *
     * @throws ProblemException {@code not-found} as a failure of the answer
     */
    Uni<StoredPolicy> get(int namespaceId, String name) {
        return stored(namespaceId).map(policies -> named(policies, name));
    }

    /**
     * Makes a policy, or replaces the one of its name.
     *
     * @param body what was sent, for the audit
     * @throws ProblemException {@code conflict} as a failure of the answer if there are too many
     */
    Uni<Put> put(Caller caller, RetentionPolicy policy, byte[] body) {
        String told =
                body.length > MAX_TOLD_BYTES ? null : new String(body, StandardCharsets.UTF_8);
        return database.transaction(
                client ->
                        store.lock(client, caller.namespaceId())
                                .chain(() -> store.list(client, caller.namespaceId()))
                                .map(StoredPolicy::of)
                                .chain(before -> put(client, caller, policy, before))
                                .call(
                                        () ->
                                                note(
                                                        client,
                                                        caller,
                                                        Action.POLICY_CHANGED,
                                                        policy.name(),
                                                        told)));
    }

    private Uni<Put> put(
            SqlClient client, Caller caller, RetentionPolicy policy, List<StoredPolicy> before) {
        boolean isNew = before.stream().noneMatch(it -> isNamed(it, policy.name()));
        if (isNew && before.size() >= MAX) {
            return Uni.createFrom()
                    .failure(
                            new ProblemException(
                                    ProblemType.CONFLICT,
                                    "There are %d policies already, and there can be no more."
                                            .formatted(MAX)));
        }
        return store.put(client, caller.namespaceId(), policy)
                .map(stamps -> new Put(new StoredPolicy(policy, stamps), isNew));
    }

    /**
     * Deletes a policy.
     *
     * @throws ProblemException {@code not-found} as a failure of the answer
     */
    Uni<Void> delete(Caller caller, String name) {
        int namespaceId = caller.namespaceId();
        return database.transaction(
                client ->
                        store.lock(client, namespaceId)
                                .chain(() -> store.list(client, namespaceId))
                                .map(rows -> named(StoredPolicy.of(rows), name))
                                .chain(() -> remove(client, namespaceId, name))
                                .call(
                                        () ->
                                                note(
                                                        client,
                                                        caller,
                                                        Action.POLICY_DELETED,
                                                        name,
                                                        null)));
    }

    /** Of the one that is there by itself it must be known that it is not. */
    private Uni<Void> remove(SqlClient client, int namespaceId, String name) {
        return name.equals(RetentionPolicy.DEFAULT_NAME)
                ? store.markDeleted(client, namespaceId, name)
                : store.remove(client, namespaceId, name);
    }

    private Uni<Void> note(
            SqlClient client, Caller caller, Action action, String name, @Nullable String detail) {
        return audit.record(client, caller, new Deed(action, name, detail));
    }

    private static boolean isNamed(StoredPolicy stored, String name) {
        return stored.policy().name().equals(name);
    }

    private static StoredPolicy named(List<StoredPolicy> policies, String name) {
        return policies.stream()
                .filter(it -> isNamed(it, name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        ProblemType.NOT_FOUND, "There is no such policy."));
    }
}
