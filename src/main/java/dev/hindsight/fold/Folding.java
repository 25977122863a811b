package dev.hindsight.fold;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.List;

/**
 * Adds deltas up, in a way of its own. Implemented by beans of the features: whoever implements it is
 * handed every delta once.
 */
public interface Folding {

    /**
     * Adds deltas up, within the transaction that deletes them. It sees the records as of one moment.
     *
     * @param deltas in an order in which nothing is taken away before it was added
     * @param isAll whether there are no others that the transaction sees, so that with these the sums
     *     are those of the records
     */
    Uni<Void> fold(SqlClient client, List<Delta> deltas, boolean isAll);
}
