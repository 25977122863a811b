package dev.hindsight.sla;

import dev.hindsight.access.Caller;
import dev.hindsight.audit.Audit;
import dev.hindsight.audit.Deed;
import dev.hindsight.audit.Deed.Action;
import dev.hindsight.db.Database;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What is expected of the workflows of every namespace. */
@ApplicationScoped
class Slas {

    /** SLAs that a namespace may have. */
    static final int MAX = 100;

    /** Breaches that are told of each. */
    static final int TOLD = 20;

    /** A longer request is not kept word for word. */
    private static final int MAX_TOLD_BYTES = 8 * 1024;

    private final Database database;
    private final SlaStore store;
    private final Audit audit;
    private final Clock clock;

    Slas(Database database, SlaStore store, Audit audit, Clock clock) {
        this.database = database;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /** An SLA, how it stands, and what was not kept lately, newest first. */
    record Told(Sla sla, boolean isBreached, List<Breach> breaches) {

        Told {
            breaches = List.copyOf(breaches);
        }
    }

    /** One that is there now, and whether there was none of its name before. */
    record Put(Told told, boolean isNew) {}

    /** All of a namespace, by name. */
    Uni<List<Told>> list(int namespaceId) {
        return store.list(database.client(), namespaceId)
                .chain(all -> tell(database.client(), namespaceId, all));
    }

    /**
     * One of them.
     *
     * @throws ProblemException {@code not-found} as a failure of the answer
     */
    Uni<Told> get(int namespaceId, String name) {
        return store.find(database.client(), namespaceId, name)
                .map(Slas::found)
                .chain(it -> tell(database.client(), it));
    }

    private static Sla found(Optional<Sla> sla) {
        return sla.orElseThrow(
                () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such SLA."));
    }

    private Uni<Told> tell(SqlClient client, Sla sla) {
        return tell(client, sla.namespaceId(), List.of(sla)).map(told -> told.get(0));
    }

    private Uni<List<Told>> tell(SqlClient client, int namespaceId, List<Sla> all) {
        List<UUID> ids = all.stream().map(Sla::id).toList();
        return store.open(client, namespaceId, ids)
                .chain(
                        open ->
                                store.latest(client, namespaceId, ids, TOLD)
                                        .map(latest -> told(all, open, latest)));
    }

    private static List<Told> told(List<Sla> all, Set<UUID> open, Map<UUID, List<Breach>> latest) {
        return all.stream()
                .map(
                        it ->
                                new Told(
                                        it,
                                        open.contains(it.id()),
                                        latest.getOrDefault(it.id(), List.of())))
                .toList();
    }

    /**
     * Makes one, or replaces the one of its name, whose breaches stay.
     *
     * @param body what was sent, for the audit
     * @throws ProblemException {@code conflict} as a failure of the answer if there are too many
     */
    Uni<Put> put(Caller caller, String name, SlaOrder order, byte[] body) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        Sla fresh = new Sla(caller.namespaceId(), Uuid7.mint(), name, order, now, now);
        String detail =
                body.length > MAX_TOLD_BYTES ? null : new String(body, StandardCharsets.UTF_8);
        return database.transaction(
                client ->
                        store.lock(client, caller.namespaceId())
                                .chain(() -> store.list(client, caller.namespaceId()))
                                .map(before -> isNew(before, name))
                                .chain(isNew -> put(client, fresh, isNew))
                                .call(
                                        () ->
                                                note(
                                                        client,
                                                        caller,
                                                        new Deed(
                                                                Action.SLA_CHANGED,
                                                                name,
                                                                detail))));
    }

    private static boolean isNew(List<Sla> before, String name) {
        boolean isNew = before.stream().noneMatch(it -> it.name().equals(name));
        if (isNew && before.size() >= MAX) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "There are %d SLAs already, and there can be no more.".formatted(MAX));
        }
        return isNew;
    }

    private Uni<Put> put(SqlClient client, Sla fresh, boolean isNew) {
        return store.put(client, fresh)
                .chain(() -> store.find(client, fresh.namespaceId(), fresh.name()))
                .map(Slas::found)
                .call(it -> store.dropRules(client, it, fresh.updatedAt()))
                .chain(it -> tell(client, it))
                .map(told -> new Put(told, isNew));
    }

    /**
     * Deletes one, and what is known of its breaches.
     *
     * @throws ProblemException {@code not-found} as a failure of the answer
     */
    Uni<Void> delete(Caller caller, String name) {
        return database.transaction(
                client ->
                        store.find(client, caller.namespaceId(), name)
                                .map(Slas::found)
                                .chain(it -> store.remove(client, it))
                                .call(
                                        () ->
                                                note(
                                                        client,
                                                        caller,
                                                        Deed.of(Action.SLA_DELETED, name))));
    }

    private Uni<Void> note(SqlClient client, Caller caller, Deed deed) {
        return audit.record(client, caller, deed);
    }
}
