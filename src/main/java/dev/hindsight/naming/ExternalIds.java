package dev.hindsight.naming;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds executions by the engines' own ids, and hands those out. */
@ApplicationScoped
public class ExternalIds {

    private final ExternalIdStore store;
    private final ExternalIdCache cache = new ExternalIdCache();

    ExternalIds(ExternalIdStore store) {
        this.store = store;
    }

    /** The executions that external ids lead to; ids that lead nowhere are absent. */
    public Uni<Map<String, Known>> find(
            SqlClient client, int namespaceId, List<String> externalIds) {
        return store.find(client, namespaceId, externalIds);
    }

    /**
     * Frees the external ids of executions that the transaction removes, so that new ones can have
     * them. Those that someone is claiming at the moment are taken over by it.
     */
    public Uni<Void> forget(SqlClient client, int namespaceId, Map<String, UUID> removed) {
        return removed.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.forget(client, namespaceId, removed);
    }

    /**
     * Notes of the external ids of executions that the transaction removes that a retention policy did
     * it: a new execution can have them, and whoever asks for the old one hears that it is gone.
     */
    public Uni<Void> bury(
            SqlClient client,
            int namespaceId,
            Map<String, UUID> removed,
            OffsetDateTime now,
            String policy) {
        return removed.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.bury(client, namespaceId, removed, now, policy);
    }

    /** The addresses of a batch of reports, for as long as one transaction. */
    public Addressing addressing(SqlClient client, int namespaceId, List<Address> addresses) {
        return new Addressing(store, cache, client, namespaceId, addresses);
    }
}
