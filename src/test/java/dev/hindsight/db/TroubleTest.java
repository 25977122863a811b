package dev.hindsight.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hindsight.fixture.LogLines;
import dev.hindsight.fixture.Postgres;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that says why it cannot do what it is asked. */
class TroubleTest {

    private static final Vertx VERTX = Vertx.vertx();

    private static Pool pool;
    private static Database database;

    @BeforeAll
    static void connect() {
        String url = Postgres.NEWEST.freshDatabase();
        pool = Pool.pool(VERTX, PgConnectOptions.fromUri(url), new PoolOptions());
        database = new Database(pool);
    }

    @AfterAll
    static void close() {
        pool.closeAndAwait();
        VERTX.closeAndAwait();
    }

    @ParameterizedTest
    @CsvSource({
        "53100, disk is full, has no space left on its disk",
        "53200, is out of memory, has no memory left",
        "53300, has too many connections, takes no more connections",
        "53400, does not answer, does not answer",
        "58030, does not answer, does not answer",
    })
    void refusals_areToldInTheirOwnWords(String state, String detail, String word) {
        String refused =
                "DO $$ BEGIN RAISE SQLSTATE '%s' USING MESSAGE = 'the very reason'; END $$"
                        .formatted(state);
        try (LogLines log = LogLines.of("dev.hindsight.db")) {
            for (Uni<?> work :
                    List.of(
                            database.ask(refused, Tuple.tuple()),
                            database.transaction(
                                    client -> Database.run(client, refused, Tuple.tuple())))) {
                ProblemException problem =
                        catchThrowableOfType(
                                ProblemException.class, () -> work.await().indefinitely());

                assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
                assertThat(problem.detail()).contains(detail);
                assertThat(problem.extensions()).containsEntry("retryAfter", 2);
                assertThat(problem.isCommon()).isTrue();
            }
            // Once, and not again for another state of the same kind.
            assertThat(log.all())
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch(("WARN The database " + word + ": the very reason")::equals);
        }
    }

    @Test
    void refusedQuestion_leavesNothingBehindThatFailsLater() {
        Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
        Vertx vertx = Vertx.vertx();
        vertx.exceptionHandler(uncaught::add);
        Pool away =
                Pool.pool(
                        vertx,
                        PgConnectOptions.fromUri("postgresql://u:p@127.0.0.1:1/x"),
                        new PoolOptions()
                                .setConnectionTimeout(200)
                                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS));
        Database refusing = new Database(away);

        assertThatThrownBy(() -> refusing.ping().await().indefinitely())
                .isInstanceOf(ProblemException.class);
        // Longer than anybody waits for a connection.
        CompletableFuture<Long> later = new CompletableFuture<>();
        vertx.setTimer(400, later::complete);
        assertThat(later).succeedsWithin(Duration.ofSeconds(30));

        assertThat(uncaught).isEmpty();
        away.closeAndAwait();
        vertx.closeAndAwait();
    }
}
