package dev.hindsight.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The tables that all days have in common are locked at once, or later. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class DayTableLocksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Tables that are held, each for a little longer than the one before. */
    private static final int HELD = 5;

    @Inject Database database;
    @Inject DayTableStore store;

    @Test
    void tablesThatAreFreeOneAfterTheOther_areLockedByAnotherTry() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(HELD);
        List<CompletableFuture<?>> holders = new ArrayList<>();
        for (int i = 0; i < HELD; i++) {
            holders.add(hold(DayTables.names().get(i), 0.08 * (i + 1), held));
        }
        assertThat(held.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        AtomicInteger tries = new AtomicInteger();

        database.transaction(
                        client -> {
                            tries.incrementAndGet();
                            return store.lockParents(client);
                        })
                .await()
                .atMost(PATIENCE);

        assertThat(tries).hasValueGreaterThan(1);
        holders.forEach(CompletableFuture::join);
    }

    private CompletableFuture<?> hold(String table, double seconds, CountDownLatch held) {
        return database.transaction(
                        client ->
                                client.query(
                                                "LOCK TABLE ONLY %s IN ACCESS SHARE MODE"
                                                        .formatted(table))
                                        .execute()
                                        .invoke(held::countDown)
                                        .chain(
                                                () ->
                                                        client.query(
                                                                        "SELECT pg_sleep(%s)"
                                                                                .formatted(seconds))
                                                                .execute())
                                        .replaceWithVoid())
                .subscribeAsCompletionStage();
    }
}
