package dev.hindsight.db;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Makes the pool, for what cannot be said in properties.
 *
 * <p>Every statement is prepared once a connection. The driver by itself keeps no statement of more
 * than 2,048 characters, and would have PostgreSQL parse and plan the merge statements, the longest
 * there are, at every call.
 */
@Singleton
final class PreparingPoolCreator implements PgPoolCreator {

    /** More than there are texts: filters of lists make some hundreds. */
    private static final int STATEMENTS = 512;

    /**
     * One plan serves all values, since statements are shaped for it; planning anew costs more than
     * it saves where a table has hundreds of partitions. Nothing runs without a limit, and a client
     * that vanished in a transaction does not keep its locks.
     */
    private static final Map<String, String> SESSION =
            Map.of(
                    "plan_cache_mode", "force_generic_plan",
                    "jit", "off",
                    "statement_timeout", "30000",
                    "idle_in_transaction_session_timeout", "10000");

    @Override
    public Pool create(Input input) {
        for (PgConnectOptions options : input.pgConnectOptionsList()) {
            options.setCachePreparedStatements(true);
            options.setPreparedStatementCacheMaxSize(STATEMENTS);
            options.setPreparedStatementCacheSqlFilter(sql -> true);
            SESSION.forEach(options.getProperties()::putIfAbsent);
        }
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(input.pgConnectOptionsList().get(0))
                .using(input.vertx())
                .build();
    }
}
