package dev.hindsight.db;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Pools of sessions, set up alike whichever server they are of.
 *
 * <p>Every statement is prepared once a connection. The driver by itself keeps no statement of more
 * than 2,048 characters, and would have PostgreSQL parse and plan the merge statements, the longest
 * there are, at every call.
 */
public final class Sessions {

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
    private static final Map<String, String> PARAMETERS =
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

    /** Callers that wait for a connection; to more the server counts as away. */
    private static final int MAX_WAITING = 10_000;

    private Sessions() {}

    /**
     * A pool of sessions of one server, none of which is there yet.
     *
     * @param waitSeconds for which a caller waits for one; then the server counts as away
     */
    public static Pool pool(
            Vertx vertx, PgConnectOptions server, PoolOptions pool, int waitSeconds) {
        server.setCachePreparedStatements(true);
        server.setPreparedStatementCacheMaxSize(STATEMENTS);
        server.setPreparedStatementCacheSqlFilter(sql -> true);
        server.setConnectTimeout(CONNECT_TIMEOUT_MS);
        PARAMETERS.forEach(server.getProperties()::putIfAbsent);
        return of(
                vertx,
                server,
                pool.setMaxWaitQueueSize(MAX_WAITING)
                        .setConnectionTimeout(waitSeconds)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS));
    }

    /** A pool of sessions that are set up already. */
    static Pool of(Vertx vertx, PgConnectOptions server, PoolOptions pool) {
        return ClientBuilder.pool(Connector.driver(server))
                .with(pool)
                .connectingTo(server)
                .using(vertx)
                .build();
    }
}
