package dev.hindsight.reader;

import dev.hindsight.db.Sessions;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;

/** Makes the replica's pool, if there is a replica, of sessions like those of the primary. */
@Singleton
@ReactiveDataSource(ReaderStore.DATASOURCE)
public final class ReaderPoolCreator implements PgPoolCreator {

    /** For so long a question waits for a connection; then the primary is asked. */
    private static final int WAIT_S = 1;

    @Override
    public Pool create(Input input) {
        return Sessions.pool(
                input.vertx(), input.pgConnectOptionsList().get(0), input.poolOptions(), WAIT_S);
    }
}
