package dev.hindsight.db;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pool, for what cannot be said in properties; and small ones beside it, for what cannot be
 * given back: a connection on which nobody answers must be thrown away, and the pool would hand it out
 * again.
 */
@Singleton
public final class PreparingPoolCreator implements PgPoolCreator {

    /** For so long a caller waits for a connection; then the database counts as away. */
    private static final int WAIT_S = 10;

    private volatile @Nullable Origin origin;

    /** What connections are made of. */
    private record Origin(Vertx vertx, PgConnectOptions options) {}

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
        PoolOptions one = new PoolOptions().setMaxSize(1);
        return Uni.createFrom().item(() -> Sessions.of(known.vertx(), known.options(), one));
    }

    @Override
    public Pool create(Input input) {
        PgConnectOptions options = input.pgConnectOptionsList().get(0);
        Pool pool = Sessions.pool(input.vertx(), options, input.poolOptions(), WAIT_S);
        origin = new Origin(input.vertx(), options);
        return pool;
    }
}
