package dev.hindsight.crash;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.change.Feed;
import dev.hindsight.db.Database;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.HeldExecution;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.PartitionCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Executions of which nothing is heard any more. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class CrashDetectorTest {

    private static final Duration STALE_AFTER = Duration.ofDays(7);

    @Inject Database database;
    @Inject PartitionCatalogue partitions;
    @Inject CrashStore store;
    @Inject CrashRecorder recorder;
    @Inject CrashConfig config;
    @Inject Feed feed;
    @Inject CrashDetector detector;

    private final String id = fresh();

    /** What other tests left running is none of this one's. */
    @BeforeEach
    void endAll() {
        Rows.run("UPDATE execution SET status = 2 WHERE status IN (0, 1)");
    }

    private CrashDetector at(Instant now) {
        return new CrashDetector(
                database,
                partitions,
                store,
                recorder,
                config,
                Clock.fixed(now, ZoneOffset.UTC),
                feed,
                new SimpleMeterRegistry());
    }

    private static int heartbeats(CrashDetector detector) {
        return detector.checkHeartbeats().await().indefinitely();
    }

    private static int stale(CrashDetector detector) {
        return detector.checkStale().await().indefinitely();
    }

    private static void beat(String externalId) {
        assertThat(Api.send("POST", ext(externalId) + "/heartbeat", null).status()).isEqualTo(204);
    }

    private Instant moment(String pointer) {
        return Instant.parse(get(ext(id)).text(pointer));
    }

    private void assertStatus(String status) {
        assertThat(get(ext(id)).text("/status")).isEqualTo(status);
    }

    /** The change rows of an execution: kind, version and what was before. */
    private static List<String> changes(String uuid) {
        return Rows.texts(
                "SELECT concat_ws(' ', kind, version, prev) FROM change"
                        + " WHERE execution_id = $1 AND kind NOT IN (2, 6) ORDER BY id",
                UUID.fromString(uuid));
    }

    @Nested
    class Heartbeats {

        @Test
        void silence_countsFromTheCreation() {
            report(id, "'heartbeatTimeoutMs': 30000, 'startedAt': '2020-01-01T00:00:00Z'");
            Instant created = moment("/createdAt");

            assertThat(heartbeats(at(created.plusMillis(29_999)))).isZero();
            assertStatus("running");

            assertThat(heartbeats(at(created.plusMillis(30_000)))).isEqualTo(1);
            assertStatus("crashed");
        }

        @Test
        void silence_countsFromTheLastHeartbeat() {
            report(id, "'heartbeatTimeoutMs': 30000");
            Rows.run(
                    "UPDATE execution SET created_at = now() - interval '1 hour' WHERE external_id = $1",
                    id);
            beat(id);
            Instant last = moment("/lastHeartbeatAt");

            assertThat(heartbeats(at(last.plusMillis(29_999)))).isZero();
            assertThat(heartbeats(at(last.plusMillis(30_000)))).isEqualTo(1);
        }

        @Test
        void crash_isToldLikeAnyChange() {
            String uuid = report(id, "'heartbeatTimeoutMs': 1").text("/id");

            heartbeats(at(Instant.now().plusSeconds(1)));

            Answer crashed = get(ext(id));
            assertThat(crashed.text("/status")).isEqualTo("crashed");
            assertThat(crashed.text("/statusReason")).isEqualTo("No heartbeat for 1 ms.");
            assertThat(crashed.text("/version")).isEqualTo("2");
            assertThat(changes(uuid)).hasSize(2);
            assertThat(changes(uuid).get(1)).startsWith("1 2 ").contains("\"status\": 1");
        }

        @Test
        void crash_happensOnce() {
            report(id, "'heartbeatTimeoutMs': 1");
            CrashDetector later = at(Instant.now().plusSeconds(60));

            assertThat(heartbeats(later)).isEqualTo(1);
            assertThat(heartbeats(later)).isZero();
            assertThat(get(ext(id)).text("/version")).isEqualTo("2");
        }

        @Test
        void replicasAtOnce_crashItOnce() throws Exception {
            for (int i = 0; i < 20; i++) {
                report(id + i, "'heartbeatTimeoutMs': 1");
            }
            CrashDetector later = at(Instant.now().plusSeconds(60));

            List<Integer> crashed = AtOnce.ask(3, i -> heartbeats(later));

            assertThat(crashed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
            for (int i = 0; i < 20; i++) {
                assertThat(get(ext(id + i)).text("/version")).isEqualTo("2");
                assertThat(get(ext(id + i)).text("/status")).isEqualTo("crashed");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "'status': 'pending', 'heartbeatTimeoutMs': 1",
                    "'status': 'completed', 'heartbeatTimeoutMs': 1",
                    "'status': 'running'"
                })
        void others_areLeftAlone(String members) {
            report(id, members);
            String status = get(ext(id)).text("/status");

            assertThat(heartbeats(at(Instant.now().plusSeconds(60)))).isZero();

            assertStatus(status);
        }

        @Test
        void deletedOne_crashesUnseen() {
            report(id, "'heartbeatTimeoutMs': 1");
            Api.send("DELETE", ext(id), null);

            assertThat(heartbeats(at(Instant.now().plusSeconds(60)))).isEqualTo(1);

            assertThat(get(ext(id)).text("/version")).isEqualTo("3");
            assertThat(get(ext(id)).at("/deletedAt").isNull()).isFalse();
        }

        /** Reports may come from an engine whose clock is ahead: a guess needs no later clock. */
        @Test
        void clocksOfEngines_doNotKeepItAlive() {
            report(
                    id,
                    "'heartbeatTimeoutMs': 1, 'status': 'running', 'statusReason': 'busy',"
                            + " 'reportedAt': '2099-01-01T00:00:00Z'");

            assertThat(heartbeats(at(Instant.now().plusSeconds(60)))).isEqualTo(1);

            assertStatus("crashed");
        }

        @Test
        void moreThanABatch_andAllNamespaces_crash() {
            Rows.run(
                    "INSERT INTO namespace (id, name) VALUES (1000078, 'third') ON CONFLICT DO NOTHING");
            Rows.run(
                    """
                    INSERT INTO execution (namespace_id, version, id, created_at, updated_at, started_at,
                      status, workflow_id, heartbeat_timeout_ms)
                    SELECT CASE WHEN n % 3 = 0 THEN 1000078 ELSE 1 END, 1,
                      (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')
                        || '70008' || substr(md5($1::text || n), 1, 15))::uuid, at, at, at, 1, $1, 1000
                    FROM generate_series(1, 1200) AS n,
                      LATERAL (SELECT now() - (n % 2) * interval '20 hours' AS at) AS t
                    """,
                    id);

            assertThat(heartbeats(at(Instant.now().plusSeconds(60)))).isEqualTo(1_200);

            assertThat(
                            Rows.number(
                                    "SELECT count(*) FROM execution WHERE workflow_id = $1"
                                            + " AND status = 6 AND version = 2",
                                    id))
                    .isEqualTo(1_200);
        }
    }

    @Nested
    class Races {

        @Test
        void heartbeatThatJustArrived_wins() {
            String uuid = report(id, "'heartbeatTimeoutMs': 1000").text("/id");
            Instant later = Instant.now().plusSeconds(60);
            try (HeldExecution beating = HeldExecution.of(id)) {
                CompletableFuture<Integer> check =
                        CompletableFuture.supplyAsync(() -> heartbeats(at(later)));
                beating.awaitWaiters(1);
                beating.run(
                        "INSERT INTO heartbeat (namespace_id, execution_id, beat_at) VALUES (1, $1, $2)",
                        UUID.fromString(uuid),
                        later.atOffset(ZoneOffset.UTC));
                beating.commit();

                assertThat(check.join()).isZero();
            }
            assertStatus("running");
            assertThat(get(ext(id)).text("/version")).isEqualTo("1");
        }

        @Test
        void endThatJustArrived_wins() {
            report(id, "'heartbeatTimeoutMs': 1000");
            try (HeldExecution ending = HeldExecution.of(id)) {
                CompletableFuture<Integer> check =
                        CompletableFuture.supplyAsync(
                                () -> heartbeats(at(Instant.now().plusSeconds(60))));
                ending.awaitWaiters(1);
                ending.run("UPDATE execution SET status = 2 WHERE external_id = $1", id);
                ending.commit();

                assertThat(check.join()).isZero();
            }
            assertStatus("completed");
        }

        @Test
        void purgeThatJustHappened_leavesNothingToCrash() {
            report(id, "'heartbeatTimeoutMs': 1000");
            try (HeldExecution purging = HeldExecution.of(id)) {
                CompletableFuture<Integer> check =
                        CompletableFuture.supplyAsync(
                                () -> heartbeats(at(Instant.now().plusSeconds(60))));
                purging.awaitWaiters(1);
                purging.run("DELETE FROM execution WHERE external_id = $1", id);
                purging.run("DELETE FROM external_id WHERE external_id = $1", id);
                purging.commit();

                assertThat(check.join()).isZero();
            }
        }

        @Test
        void heartbeatsDuringChecks_neverLoseAChange() throws Exception {
            report(id, "'heartbeatTimeoutMs': 1");
            CrashDetector later = at(Instant.now().plusSeconds(60));

            AtOnce.ask(
                    8,
                    i -> {
                        for (int n = 0; n < 10; n++) {
                            if (i % 2 == 0) {
                                heartbeats(later);
                            } else {
                                beat(id);
                            }
                        }
                        return i;
                    });

            Answer found = get(ext(id));
            String uuid = found.text("/id");
            List<String> changes = changes(uuid);
            assertThat(found.at("/version").asInt()).isEqualTo(changes.size());
            assertThat(found.text("/status"))
                    .isEqualTo(changes.size() % 2 == 1 ? "running" : "crashed");
        }
    }

    @Nested
    class Circle {

        @Test
        void silence_crash_revival_end() {
            String uuid = report(id, "'heartbeatTimeoutMs': 1000").text("/id");

            heartbeats(at(Instant.now().plusSeconds(2)));
            assertStatus("crashed");

            beat(id);
            Answer revived = get(ext(id));
            assertThat(revived.text("/status")).isEqualTo("running");
            assertThat(revived.at("/completedAt").isNull()).isTrue();
            assertThat(revived.at("/durationMs").isNull()).isTrue();
            assertThat(revived.at("/statusReason").isNull()).isTrue();
            assertThat(revived.text("/version")).isEqualTo("3");

            assertThat(heartbeats(at(moment("/lastHeartbeatAt").plusMillis(999)))).isZero();
            assertThat(heartbeats(at(moment("/lastHeartbeatAt").plusMillis(1_000)))).isEqualTo(1);
            assertStatus("crashed");

            report(id, "'status': 'completed'");
            Answer ended = get(ext(id));
            assertThat(ended.text("/status")).isEqualTo("completed");
            assertThat(ended.at("/statusReason").isNull()).isTrue();
            assertThat(ended.text("/version")).isEqualTo("5");
            assertThat(heartbeats(at(Instant.now().plusSeconds(60)))).isZero();
            assertThat(changes(uuid)).hasSize(5);
        }

        @ParameterizedTest
        @CsvSource({"steps, {'nodeId': 'n'}, 201", "logs, [{'message': 'm'}], 200"})
        void partsOfIt_reviveIt(String part, String body, int status) {
            report(id, "'heartbeatTimeoutMs': 1000");
            heartbeats(at(Instant.now().plusSeconds(2)));

            assertThat(post(ext(id) + "/" + part, body).status()).isEqualTo(status);

            assertStatus("running");
            assertThat(get(ext(id)).at("/statusReason").isNull()).isTrue();
        }

        @Test
        void lateReportOfRunning_revivesIt_whateverItsClock() {
            report(id, "'heartbeatTimeoutMs': 1000");
            heartbeats(at(Instant.now().plusSeconds(2)));

            report(id, "'status': 'running', 'reportedAt': '2020-01-01T00:00:00Z'");

            assertStatus("running");
        }

        @Test
        void whatAnEngineSaysOfTheEnd_stays() {
            report(id, "'heartbeatTimeoutMs': 1000");
            heartbeats(at(Instant.now().plusSeconds(2)));

            patch(ext(id), "{'status': 'failed', 'statusReason': 'killed'}");

            assertThat(get(ext(id)).text("/statusReason")).isEqualTo("killed");
        }

        /** What an engine says of a crash itself is its word, and stays until it says another. */
        @Test
        void reasonThatAnEngineSays_stays() {
            report(id, "'status': 'crashed', 'statusReason': 'out of memory'");

            report(id, "'status': 'failed'");

            assertThat(get(ext(id)).text("/statusReason")).isEqualTo("out of memory");
        }
    }

    @Nested
    class Staleness {

        private static final String AGE =
                "UPDATE execution SET created_at = $2, updated_at = $2 WHERE external_id = $1";

        private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        private final Instant cutoff = now.minus(STALE_AFTER);

        private void age(Instant moment) {
            Rows.run(AGE, id, moment.atOffset(ZoneOffset.UTC));
        }

        private void run(String sql) {
            Rows.run(
                    sql,
                    UUID.fromString(get(ext(id)).text("/id")),
                    cutoff.minusSeconds(1).atOffset(ZoneOffset.UTC));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        step      | created_at
                        log       | logged_at
                        heartbeat | beat_at
                        """)
        void endOfACrash_isTheLastSignOfLife(String table, String column) {
            report(id, "");
            post(ext(id) + "/steps", "{'nodeId': 'n', 'startedAt': 5, 'completedAt': 6}");
            post(ext(id) + "/logs", "[{'message': 'm'}]");
            beat(id);
            for (String each :
                    List.of("step SET created_at", "log SET logged_at", "heartbeat SET beat_at")) {
                run("UPDATE %s = $2 - interval '1 hour' WHERE execution_id = $1".formatted(each));
            }
            age(cutoff.minusSeconds(7200));
            run("UPDATE %s SET %s = $2 WHERE execution_id = $1".formatted(table, column));

            assertThat(stale(at(now))).isEqualTo(1);

            assertThat(moment("/completedAt")).isEqualTo(cutoff.minusSeconds(1));
        }

        @Test
        void endOfACrash_ofWhichNothingElseIsKnown_isTheLastReport() {
            report(id, "");
            age(cutoff.minusSeconds(60));
            assertThat(stale(at(now))).isEqualTo(1);

            assertThat(moment("/completedAt")).isEqualTo(cutoff.minusSeconds(60));
            assertThat(get(ext(id)).text("/durationMs")).isEqualTo("0");
        }

        @ParameterizedTest
        @ValueSource(strings = {"running", "pending"})
        void silence_ofDays_isACrash(String status) {
            report(id, "'status': '%s'".formatted(status));
            age(cutoff.minusMillis(1));

            assertThat(stale(at(now))).isEqualTo(1);

            Answer crashed = get(ext(id));
            assertThat(crashed.text("/status")).isEqualTo("crashed");
            assertThat(crashed.text("/statusReason")).isEqualTo("No report for 7 d.");
            assertThat(crashed.at("/completedAt").isNull()).isFalse();
            assertThat(crashed.text("/version")).isEqualTo("2");
        }

        @Test
        void boundary_isStillAlive() {
            report(id, "");
            age(cutoff);

            assertThat(stale(at(now))).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"completed", "failed", "cancelled", "timed_out", "crashed"})
        void whatEnded_staysAsItIs(String status) {
            report(id, "'status': '%s'".formatted(status));
            age(cutoff.minusSeconds(1));

            assertThat(stale(at(now))).isZero();
            assertStatus(status);
        }

        @Test
        void heartbeat_keepsItAlive() {
            report(id, "");
            beat(id);
            age(cutoff.minusSeconds(1));
            assertThat(stale(at(now))).isZero();

            run("UPDATE heartbeat SET beat_at = $2 WHERE execution_id = $1");
            assertThat(stale(at(now))).isEqualTo(1);
        }

        @Test
        void newStep_keepsItAlive() {
            report(id, "");
            post(ext(id) + "/steps", "{'nodeId': 'n', 'startedAt': '2020-01-01T00:00:00Z'}");
            age(cutoff.minusSeconds(1));
            assertThat(stale(at(now))).isZero();

            run("UPDATE step SET created_at = $2 WHERE execution_id = $1");
            assertThat(stale(at(now))).isEqualTo(1);
        }

        @Test
        void endOfAStep_keepsItAlive() {
            report(id, "");
            post(ext(id) + "/steps", "{'nodeId': 'n', 'startedAt': 5, 'completedAt': 6}");
            run("UPDATE step SET created_at = $2 WHERE execution_id = $1");
            age(cutoff.minusSeconds(1));
            Rows.run(
                    "UPDATE step SET completed_at = $2 WHERE execution_id = $1",
                    UUID.fromString(get(ext(id)).text("/id")),
                    cutoff.plusSeconds(1).atOffset(ZoneOffset.UTC));

            assertThat(stale(at(now))).isZero();
        }

        @Test
        void lastLine_keepsItAlive() {
            report(id, "");
            post(ext(id) + "/logs", "[{'message': 'm'}, {'message': 'n'}]");
            age(cutoff.minusSeconds(1));
            assertThat(stale(at(now.plusSeconds(60)))).isZero();

            run("UPDATE log SET logged_at = $2 WHERE execution_id = $1");
            assertThat(stale(at(now))).isEqualTo(1);
        }

        @Test
        void timesInTheFuture_keepNothingAlive() {
            report(id, "");
            post(ext(id) + "/logs", "[{'timestamp': '2099-01-01T00:00:00Z'}]");
            post(
                    ext(id) + "/steps",
                    "{'nodeId': 'n', 'startedAt': 5, 'completedAt': '2099-01-01T00:00:00Z'}");
            run("UPDATE step SET created_at = $2 WHERE execution_id = $1");
            age(cutoff.minusSeconds(1));

            assertThat(stale(at(now))).isEqualTo(1);
        }

        @Test
        void deletedOne_isLeftToItsGrace() {
            report(id, "");
            Api.send("DELETE", ext(id), null);
            age(cutoff.minusSeconds(1));

            assertThat(stale(at(now))).isZero();
        }

        @Test
        void checksAtOnce_crashItOnce() throws Exception {
            report(id, "");
            age(cutoff.minusSeconds(1));

            List<Integer> crashed = AtOnce.ask(3, i -> stale(at(now)));

            assertThat(crashed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
            assertThat(get(ext(id)).text("/version")).isEqualTo("2");
        }

        @Test
        void report_revivesIt() {
            report(id, "'status': 'pending'");
            age(cutoff.minusSeconds(1));
            stale(at(now));

            report(id, "'status': 'running'");

            assertStatus("running");
        }
    }

    @Test
    void detectors_lookByThemselves() {
        report(id, "'heartbeatTimeoutMs': 1");
        Rows.run(
                "UPDATE execution SET created_at = now() - interval '1 hour' WHERE external_id = $1",
                id);

        detector.onHeartbeatSchedule().await().indefinitely();
        detector.onStaleSchedule().await().indefinitely();

        assertStatus("crashed");
    }
}
