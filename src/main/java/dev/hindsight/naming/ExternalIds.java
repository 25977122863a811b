package dev.hindsight.naming;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Finds executions by the engines' own ids, and hands those out. */
@ApplicationScoped
public class ExternalIds {

    private final ExternalIdStore store;

    ExternalIds(ExternalIdStore store) {
        this.store = store;
    }

    /** The executions that external ids lead to; ids that lead nowhere are absent. */
    public Uni<Map<String, Known>> find(
            SqlClient client, int namespaceId, List<String> externalIds) {
        return store.find(client, namespaceId, externalIds);
    }

    /** The addresses of a batch of reports, for as long as one transaction. */
    public Addressing addressing(SqlClient client, int namespaceId, List<Address> addresses) {
        return new Addressing(store, client, namespaceId, addresses);
    }
}
