package dev.hindsight.dag;

import dev.hindsight.access.Caller;
import dev.hindsight.db.Database;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;

/** Graphs, by what they hold. */
@ApplicationScoped
public class DagService {

    private static final Pattern HASH = Pattern.compile("(?:sha256:)?([0-9a-f]{64})");

    private final Database database;
    private final DagStore store;
    private final Clock clock;

    DagService(Database database, DagStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /** Stores graphs within a transaction of the caller; tells the hash of each, in hex. */
    public Uni<List<String>> record(SqlClient client, int namespaceId, List<String> graphs) {
        return graphs.isEmpty()
                ? Uni.createFrom().item(List.of())
                : store.store(
                        client,
                        namespaceId,
                        graphs,
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /**
     * Keeps others from storing graphs until the transaction ends, so that what no execution refers to
     * stays so; for a moment only, since they wait.
     */
    public Uni<Void> hold(SqlClient client) {
        return store.hold(client);
    }

    /** Erases graphs, by their hashes in hex, to which no execution refers. */
    public Uni<Void> erase(SqlClient client, int namespaceId, List<String> hashes) {
        return store.erase(client, namespaceId, hashes);
    }

    /**
     * A graph as JSON text.
     *
     * @param hash {@code sha256:} and 64 hex digits, or those alone
     * @throws ProblemException {@code not-found}, as a failure of the answer
     */
    public Uni<String> get(Caller caller, String hash) {
        var matcher = HASH.matcher(hash);
        if (!matcher.matches()) {
            return Uni.createFrom().failure(DagService::unknown);
        }
        return store.find(database.client(), caller.namespaceId(), matcher.group(1))
                .map(found -> found.orElseThrow(DagService::unknown));
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such graph.");
    }
}
