package dev.hindsight.reader;

import dev.hindsight.db.Database;
import dev.hindsight.db.ReplicaConnection;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;

/** The replica's connections. */
@Singleton
class ReaderStore {

    static final String DATASOURCE = "reader";

    /** For so long a question waits for the replica to come to where the primary is. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Database primary;
    private final Instance<Pool> pool;

    ReaderStore(Database primary, @ReactiveDataSource(DATASOURCE) Instance<Pool> pool) {
        this.primary = primary;
        this.pool = pool;
    }

    /** How far the primary's log has come. */
    Uni<String> place() {
        return primary.ask(ReaderSql.PLACE, Tuple.tuple())
                .map(rows -> rows.iterator().next().getString(0));
    }

    /**
     * Asks a question on a connection that has come to a place. Fails with {@link Behind} if none
     * comes there in time, and otherwise as the driver does.
     */
    <T> Uni<T> ask(String place, Function<SqlClient, Uni<T>> question) {
        return pool.get()
                .withConnection(
                        given -> {
                            SqlClient client = new ReplicaConnection(given);
                            return toCome(client, place).chain(() -> question.apply(client));
                        });
    }

    /** The same, in a transaction within whose bounds a search is. */
    <T> Uni<T> search(String place, Duration limit, Function<SqlClient, Uni<T>> questions) {
        return pool.get()
                .withTransaction(
                        given -> {
                            SqlClient client = new ReplicaConnection(given);
                            return toCome(client, place)
                                    .chain(() -> Database.searching(client, limit))
                                    .chain(() -> questions.apply(client));
                        });
    }

    private static Uni<Void> toCome(SqlClient client, String place) {
        return client.preparedQuery(ReaderSql.HAS_COME)
                .execute(Tuple.of(place))
                .invoke(
                        rows -> {
                            if (!rows.iterator().next().getBoolean(0)) {
                                throw new Behind();
                            }
                        })
                .onFailure(Behind.class)
                .retry()
                .withBackOff(Duration.ofMillis(2), Duration.ofMillis(20))
                .expireIn(PATIENCE.toMillis())
                .onFailure(failure -> failure.getCause() instanceof Behind)
                .transform(Throwable::getCause)
                .replaceWithVoid();
    }

    /** The replica did not come to where the primary was. */
    static final class Behind extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Behind() {
            super("it has not replayed what the primary has written", null, false, false);
        }
    }
}
