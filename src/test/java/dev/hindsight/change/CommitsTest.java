package dev.hindsight.change;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.json;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.crash.CrashDetector;
import dev.hindsight.deletion.GraceSweep;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever commits changes wakes those who follow on other replicas. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class CommitsTest {

    /** A commit wakes others at once, or as soon as those woken before are let alone for so long. */
    private static final long PAUSE_MS = 200;

    @Inject WakeUpStore wakeUps;
    @Inject CrashDetector crashes;
    @Inject GraceSweep sweep;

    private final BlockingQueue<String> woken = new LinkedBlockingQueue<>();
    private final String id = fresh();
    private WakeUpStore.Line line;

    @BeforeEach
    void listen() {
        // Their pool is there once the database was asked.
        Rows.number("SELECT count(*) FROM change");
        line =
                Replica.await(
                        wakeUps.open(
                                new WakeUpStore.Ear() {
                                    @Override
                                    public void woken(String sender) {
                                        woken.add(sender);
                                    }

                                    @Override
                                    public void closed() {}
                                }));
    }

    @AfterEach
    void close() {
        line.close();
    }

    private void awaitQuiet() throws InterruptedException {
        while (woken.poll(PAUSE_MS, TimeUnit.MILLISECONDS) != null) {
            // What was written before is told first.
        }
    }

    private void assertWakes(Runnable commit) throws InterruptedException {
        awaitQuiet();
        commit.run();
        assertThat(woken.poll(Replica.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void reports_wake() throws InterruptedException {
        assertWakes(() -> report(id, ""));
        assertWakes(() -> report(id, "'note': 'n'"));
        assertWakes(() -> report(id, "'logs': [{}]"));
    }

    /** They come every few seconds of every execution, and whoever looked would find nothing. */
    @Test
    void signsOfLife_wakeNobody() throws InterruptedException {
        report(id, "");
        awaitQuiet();

        assertThat(post(ext(id) + "/heartbeat", "{}").status()).isEqualTo(204);
        assertThat(woken.poll(PAUSE_MS, TimeUnit.MILLISECONDS)).isNull();
        Rows.run("UPDATE execution SET status = 6 WHERE external_id = $1", id);
        assertWakes(() -> post(ext(id) + "/heartbeat", "{}"));
    }

    @Test
    void deletionsAndRestorations_wake() throws InterruptedException {
        report(id, "'source': '%s'".formatted(id));

        assertWakes(() -> send("DELETE", ext(id), null));
        assertWakes(() -> send("POST", ext(id) + "/restore", null));
        assertWakes(
                () ->
                        send(
                                "POST",
                                Api.EXECUTIONS + "/delete",
                                json("{'filter': {'source': '%s'}}".formatted(id))));
        Rows.run("UPDATE execution SET deleted_at = '2020-01-01' WHERE external_id = $1", id);
        assertWakes(() -> sweep.sweep().await().indefinitely());
        report(id, "");
        assertWakes(() -> send("DELETE", ext(id) + "?purge=true", null));
    }

    @Test
    void crashes_wake() throws InterruptedException {
        report(id, "'heartbeatTimeoutMs': 1");
        Rows.run("UPDATE execution SET created_at = '2020-01-01' WHERE external_id = $1", id);

        assertWakes(() -> crashes.checkHeartbeats().await().indefinitely());
    }

    @Test
    void imports_wake() throws InterruptedException {
        report(id, "");
        String file = Transcripts.export(id);
        Transcripts.forget(Transcripts.id(id));

        assertWakes(() -> Transcripts.taken(file));
    }
}
