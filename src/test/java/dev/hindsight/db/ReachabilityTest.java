package dev.hindsight.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.fixture.Postgres;
import dev.hindsight.problem.StartFailure;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachabilityTest {

    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        VERTX.closeAndAwait();
    }

    @Test
    void aDatabaseThatAnswers_isUsed() {
        assertThat(prepare(Postgres.NEWEST.freshDatabase())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/\\w+$, /no_such_database, no_such_database",
        "postgres:postgres@, nobody:x@, nobody",
    })
    void aDatabaseThatRefuses_isToldAtOnceInOneLine(String part, String wrong, String told) {
        String url = Postgres.NEWEST.freshDatabase().replaceFirst(part, wrong);

        assertThatThrownBy(() -> prepare(url))
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll(told, "HINDSIGHT_DATABASE_URL")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aDatabaseThatIsAway_isToldAfterAWhile() {
        assertThatThrownBy(() -> prepare("postgresql://postgres:secret@127.0.0.1:1/x"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("Connection refused")
                .hasMessageNotContainingAny("secret", "\n");
    }

    private static boolean prepare(String url) {
        Pool pool = Pool.pool(VERTX, PgConnectOptions.fromUri(url), new PoolOptions());
        try {
            return new Reachability(new Database(pool), () -> Optional.of(url))
                    .prepare(SOON)
                    .await()
                    .indefinitely();
        } finally {
            pool.closeAndAwait();
        }
    }
}
