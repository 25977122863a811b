package dev.hindsight.sweep;

import dev.hindsight.change.Feed;
import dev.hindsight.db.Database;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;

/**
 * Transactions of sweeps: one at a time, of whichever replica. The lock ends with its transaction, so
 * that one who is killed holds nobody up, and it works behind a pooler of transactions. Those who sweep
 * at once take turns, each with a look at what is left.
 */
@ApplicationScoped
class SweepLock {

    /** Key of the advisory lock. */
    private static final long KEY = 0x48494e44_00000006L;

    private static final int MAX_RETRIES = 8;

    private final Database database;
    private final SweepStore store;
    private final Feed feed;

    SweepLock(Database database, SweepStore store, Feed feed) {
        this.database = database;
        this.store = store;
        this.feed = feed;
    }

    /** Does something when it is this replica's turn, in a transaction that has time. */
    <T> Uni<T> alone(Function<SqlClient, Uni<T>> work) {
        return database.transaction(
                        client ->
                                store.patience(client)
                                        .chain(() -> Database.lock(client, KEY))
                                        .chain(() -> work.apply(client)))
                .invoke(feed::committed);
    }

    /** The same, again for a while where others are in the way. */
    <T> Uni<T> stubbornly(Function<SqlClient, Uni<T>> work) {
        return alone(work)
                .onFailure(
                        failure ->
                                failure instanceof ProblemException problem
                                        && problem.type() == ProblemType.UNAVAILABLE)
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(2))
                .atMost(MAX_RETRIES);
    }
}
