package dev.hindsight.change;

import dev.hindsight.db.PreparingPoolCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Connections on which other replicas' wake-ups arrive. */
@ApplicationScoped
class WakeUpStore {

    /** For so long a server may take to answer on a connection of which nobody else asks anything. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PreparingPoolCreator connections;

    WakeUpStore(PreparingPoolCreator connections) {
        this.connections = connections;
    }

    /** Hears of what happens on a connection, from whatever thread. */
    interface Ear {

        /** Somebody wakes those who listen. */
        void woken(String sender);

        /** The connection is closed, by whomever. */
        void closed();
    }

    /** Opens a connection and listens. */
    Uni<Line> open(Ear ear) {
        return connections
                .single()
                .chain(
                        pool ->
                                Uni.createFrom()
                                        .completionStage(
                                                () -> pool.getConnection().toCompletionStage())
                                        .map(connection -> line(pool, connection, ear))
                                        .call(Line::listen)
                                        .onFailure()
                                        .invoke(failure -> pool.close()));
    }

    private static Line line(Pool pool, SqlConnection pooled, Ear ear) {
        PgConnection connection = PgConnection.cast(pooled);
        connection.exceptionHandler(broken -> {});
        connection.closeHandler(closed -> ear.closed());
        connection.notificationHandler(notification -> ear.woken(notification.getPayload()));
        return new Line(pool, connection);
    }

    /** A connection that listens. */
    static final class Line {

        private final Pool pool;
        private final PgConnection connection;

        private Line(Pool pool, PgConnection connection) {
            this.pool = pool;
            this.connection = connection;
        }

        private Uni<Void> listen() {
            return Uni.createFrom()
                    .completionStage(
                            () -> connection.query(FeedSql.LISTEN).execute().toCompletionStage())
                    .ifNoItem()
                    .after(PATIENCE)
                    .fail()
                    .replaceWithVoid();
        }

        /** Whether the server would still tell; fails if it does not answer. */
        Uni<Boolean> isAlive() {
            return Uni.createFrom()
                    .completionStage(
                            () -> connection.query(FeedSql.LISTENS).execute().toCompletionStage())
                    .ifNoItem()
                    .after(PATIENCE)
                    .fail()
                    .map(rows -> rows.iterator().next().getBoolean(0));
        }

        /** Closes it, whether anybody answers or not. */
        void close() {
            pool.close();
        }
    }
}
