package dev.hindsight.db;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pool, for what cannot be said in properties; and small ones beside it, for what cannot be
 * given back: a connection on which nobody answers must be thrown away, and the pool would hand it out
 * again.
 *
 * <p>Every statement is prepared once a connection. The driver by itself keeps no statement of more
 * than 2,048 characters, and would have PostgreSQL parse and plan the merge statements, the longest
 * there are, at every call.
 */
@Singleton
public final class PreparingPoolCreator implements PgPoolCreator {

    /** More than there are texts: filters of lists make some hundreds. */
    private static final int STATEMENTS = 512;

    /**
     * Startup parameters, so that no statement runs without them. One plan serves all values, and
     * uses the same indexes whatever the statistics of the moment say of a table that was made today,
     * since statements are shaped for it: planning anew costs more than it saves where a table has
     * hundreds of partitions, compiling a plan always does, and a random page costs what any other
     * does, since it lies on an SSD or in memory. Every statement has a time limit, a shorter one to
     * wait for a lock; a client that vanished in a transaction does not keep its locks.
     */
    private static final Map<String, String> SESSION =
            Map.of(
                    "plan_cache_mode", "force_generic_plan",
                    "enable_seqscan", "off",
                    "jit", "off",
                    "random_page_cost", "1.1",
                    "statement_timeout", "10000",
                    "lock_timeout", "4000",
                    "idle_in_transaction_session_timeout", "10000");

    /** For so long a server that does not even refuse is waited for. */
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    /** For so long a caller waits for a connection; then the database counts as away. */
    private static final int WAIT_S = 10;

    /** Callers that wait for a connection; to more the database counts as away. */
    private static final int MAX_WAITING = 10_000;

    private volatile @Nullable Origin origin;

    /** What connections are made of. */
    private record Origin(Vertx vertx, PgConnectOptions options) {

        Pool pool(PoolOptions pool) {
            return ClientBuilder.pool(Connector.driver(options))
                    .with(pool)
                    .connectingTo(options)
                    .using(vertx)
                    .build();
        }
    }

    /**
     * A pool of one connection beside the shared one, which is there by the time anybody asked the
     * database. To close it closes the connection, whether anybody answers or not.
     */
    public Uni<Pool> single() {
        Origin known = origin;
        if (known == null) {
            return Uni.createFrom()
                    .failure(new IllegalStateException("The database was not asked yet"));
        }
        return Uni.createFrom().item(() -> known.pool(new PoolOptions().setMaxSize(1)));
    }

    @Override
    public Pool create(Input input) {
        for (PgConnectOptions options : input.pgConnectOptionsList()) {
            options.setCachePreparedStatements(true);
            options.setPreparedStatementCacheMaxSize(STATEMENTS);
            options.setPreparedStatementCacheSqlFilter(sql -> true);
            options.setConnectTimeout(CONNECT_TIMEOUT_MS);
            SESSION.forEach(options.getProperties()::putIfAbsent);
        }
        PgConnectOptions options = input.pgConnectOptionsList().get(0);
        Origin made = new Origin(input.vertx(), options);
        origin = made;
        return made.pool(
                input.poolOptions()
                        .setMaxWaitQueueSize(MAX_WAITING)
                        .setConnectionTimeout(WAIT_S)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS));
    }
}
