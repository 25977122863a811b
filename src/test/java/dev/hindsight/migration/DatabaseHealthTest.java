package dev.hindsight.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.Postgres;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DatabaseHealthTest {

    private static final Vertx VERTX = Vertx.vertx();

    private Instant now = Instant.parse("2026-11-20T18:00:00Z");

    @AfterAll
    static void close() {
        VERTX.closeAndAwait();
    }

    @Test
    void aDatabaseThatNeverAnswered_isNotReady() {
        Pool pool =
                Pool.pool(
                        VERTX,
                        PgConnectOptions.fromUri("postgresql://postgres:x@127.0.0.1:1/x"),
                        new PoolOptions());

        assertThat(ask(health(pool)).getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void aDatabaseThatAnsweredLately_isReadyUntilTheToleranceIsOver() {
        Pool pool =
                Pool.pool(
                        VERTX,
                        PgConnectOptions.fromUri(Postgres.NEWEST.freshDatabase()),
                        new PoolOptions());
        DatabaseHealth health = health(pool);
        assertThat(ask(health).getStatus()).isEqualTo(Status.UP);

        pool.closeAndAwait();

        now = now.plus(DatabaseHealth.TOLERANCE);
        assertThat(ask(health).getStatus()).isEqualTo(Status.UP);
        assertThat(ask(health).getData().orElseThrow()).containsEntry("answers", false);
        now = now.plus(Duration.ofMillis(1));
        assertThat(ask(health).getStatus()).isEqualTo(Status.DOWN);
    }

    private DatabaseHealth health(Pool pool) {
        InstantSource source = () -> now;
        Clock clock = source.withZone(ZoneOffset.UTC);
        Database database = new Database(pool);
        Schema schema =
                new Schema(
                        () -> Flyway.configure().load(),
                        new HistoryStore(database),
                        () -> SchemaConfig.Mode.OFF);
        return new DatabaseHealth(database, schema, clock);
    }

    private static HealthCheckResponse ask(DatabaseHealth health) {
        return health.call().await().indefinitely();
    }
}
