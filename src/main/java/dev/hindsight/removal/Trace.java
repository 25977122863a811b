package dev.hindsight.removal;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.List;
import java.util.UUID;

/**
 * What executions leave outside their own rows, in words of theirs. It stays when they are removed, for
 * its own while; it does not stay when they are erased.
 *
 * <p>Implemented by beans of the packages that keep such traces.
 */
public interface Trace {

    /**
     * Erases it, in the transaction that removes the executions, whose rows are locked.
     *
     * @param ids at least one, of one day, sorted
     */
    Uni<Void> erase(SqlClient client, int namespaceId, List<UUID> ids);
}
