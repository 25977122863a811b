package dev.hindsight.reader;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.segment;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.LogLines;
import dev.hindsight.fixture.ReplicatedPostgres;
import dev.hindsight.live.LiveClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ReaderTest.Replicated.class)
class ReaderTest {

    /** The application on a server and its replica, with a clock that stands. */
    public static final class Replicated implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ReplicatedPostgres.class));
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(HeldClock.class);
        }
    }

    /** Longer than a replica that could not be asked is left alone. */
    private static final Duration REST = Duration.ofSeconds(6);

    @Inject MeterRegistry meters;

    @Inject HeldClock clock;

    @Inject Reader reader;

    ReplicatedPostgres servers;

    /** What one test did to the replica is over for the next. */
    @BeforeEach
    @AfterEach
    void rest() {
        clock.move(REST);
    }

    @Test
    void list_isOfTheReplicaAndHoldsWhatWasReportedBefore() {
        double before = answered("replica");

        for (int i = 0; i < 50; i++) {
            String id = fresh();
            report(id, "'status': 'running'");
            assertThat(list(id).at("/items/0/status").asText()).isEqualTo("running");
            report(id, "'status': 'completed'");
            assertThat(list(id).at("/items/0/status").asText()).isEqualTo("completed");
        }

        // A replica that needs longer than a moment is legitimate, but not the rule.
        assertThat(answered("replica") - before).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                EXECUTIONS + "?limit=2",
                EXECUTIONS + "?count=exact",
                EXECUTIONS + "?orderBy=durationMs",
                EXECUTIONS + "?q=boom",
                EXECUTIONS + "?workflowName=w",
                EXECUTIONS + "?fields=miniTimeline",
                EXECUTIONS + "?inputPath=%24.a%20%3E%201",
                EXECUTIONS + "/counts",
                "/api/v1/logs/search?q=hello",
                "/api/v1/stats",
                "/api/v1/stats/timeseries?bucket=day",
                "/api/v1/stats?createdBy=ann",
                "/api/v1/stats/nodes?workflowId=w",
                "/api/v1/stats/errors",
                "/api/v1/workflows",
                "/api/v1/workflows?orderBy=total"
            })
    void questions_areAnsweredByTheReplicaAsByThePrimary(String path) {
        String id = fresh();
        report(
                id,
                "'status': 'failed', 'input': {'a': 2}, 'createdBy': 'ann',"
                        + " 'error': {'message': 'boom'},"
                        + " 'steps': [{'key': 's', 'nodeId': 'n', 'status': 'failed'}],"
                        + " 'logs': [{'message': 'hello'}]");
        get("/api/v1/stats");
        double before = answered("replica");

        Api.Answer ofReplica = get(path);

        assertThat(ofReplica.status()).as(ofReplica.http().body()).isEqualTo(200);
        assertThat(answered("replica")).isGreaterThan(before);
        servers.pauseReplay();
        try {
            // Behind by something, so that the primary is asked.
            report(fresh(), "");
            list("nothing");
            double rests = answered("primary_replica_rests");
            assertThat(get(path).body().fieldNames())
                    .toIterable()
                    .containsExactlyElementsOf(() -> ofReplica.body().fieldNames());
            assertThat(answered("primary_replica_rests")).isGreaterThan(rests);
        } finally {
            servers.resumeReplay();
        }
    }

    @Test
    void replicaBehind_leavesTheAnswerToThePrimaryUntilItHasCaughtUp() {
        String id = fresh();
        servers.pauseReplay();
        double behind = answered("primary_replica_behind");
        double replica = answered("replica");
        try (LogLines log = LogLines.of("dev.hindsight.reader")) {
            report(id, "");

            assertThat(list(id).at("/items/0/externalId").asText()).isEqualTo(id);
            assertThat(list(id).at("/items/0/externalId").asText()).isEqualTo(id);

            assertThat(answered("primary_replica_behind")).isEqualTo(behind + 1);
            assertThat(answered("replica")).isEqualTo(replica);
            assertThat(log.all())
                    .containsExactly(
                            "WARN The read replica cannot be asked, the primary answers instead: it has"
                                    + " not replayed what the primary has written");
        } finally {
            servers.resumeReplay();
        }

        clock.move(REST);
        assertThat(list(id).at("/items/0/externalId").asText()).isEqualTo(id);
        assertThat(answered("replica")).isGreaterThan(replica);
    }

    @Test
    void replicaAway_isReplacedByThePrimaryAndTakenUpAgain() {
        String id = fresh();
        report(id, "");
        double failed = answered("primary_replica_failed");
        servers.stopReplica();
        try (LogLines log = LogLines.of("dev.hindsight")) {
            for (int i = 0; i < 5; i++) {
                assertThat(list(id).at("/items").size()).isEqualTo(1);
            }
            assertThat(get("/api/v1/stats").status()).isEqualTo(200);
            assertThat(get("/q/health/ready").status()).isEqualTo(200);

            assertThat(answered("primary_replica_failed")).isEqualTo(failed + 1);
            assertThat(log.all())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "WARN The read replica cannot be asked, the primary answers instead: ");
        } finally {
            servers.startReplica();
        }

        double replica = answered("replica");
        clock.move(REST);
        try (LogLines log = LogLines.of("dev.hindsight.reader")) {
            assertThat(list(id).at("/items").size()).isEqualTo(1);

            assertThat(answered("replica")).isEqualTo(replica + 1);
            assertThat(log.all()).containsExactly("INFO The read replica answers again");
        }
    }

    @Test
    void whatTheReplicaCannotDo_thePrimaryDoesAndTheReplicaIsAskedTheNextTime() {
        double failed = answered("primary_replica_failed");

        Object written =
                reader.ask(
                                "INSERT INTO workflow VALUES (1000099, 'w', '') RETURNING workflow_id",
                                Tuple.tuple())
                        .await()
                        .indefinitely()
                        .iterator()
                        .next()
                        .getString(0);

        assertThat(written).isEqualTo("w");
        assertThat(answered("primary_replica_failed")).isEqualTo(failed + 1);
        double replica = answered("replica");
        list("nothing");
        assertThat(answered("replica")).isGreaterThan(replica);
    }

    @Test
    void badQuestion_isTheCallersAndNotAskedTwice() {
        double failed = answered("primary_replica_failed");

        assertThat(get(EXECUTIONS + "?inputPath=%24.a%20%3E").status()).isEqualTo(400);
        assertThat(get("/api/v1/stats?from=yesterday").status()).isEqualTo(400);

        assertThat(answered("primary_replica_failed")).isEqualTo(failed);
    }

    @Test
    void feed_isOfThePrimary() {
        String id = fresh();
        servers.pauseReplay();
        try (LiveClient client = LiveClient.greeted()) {
            client.say(
                    "{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'snapshot': 0,"
                            + " 'filter': {}}");
            client.next("snapshot");

            report(id, "");

            assertThat(client.next("events").at("/events/0").toString()).contains(id);
        } finally {
            servers.resumeReplay();
        }
    }

    @Test
    void oneExecution_isToldByThePrimary() {
        String id = fresh();
        report(id, "");
        double replica = answered("replica");

        assertThat(get(ext(id)).status()).isEqualTo(200);
        assertThat(post(ext(id) + "/heartbeat", "{}").status()).isLessThan(300);

        assertThat(answered("replica")).isEqualTo(replica);
    }

    private double answered(String by) {
        Counter counter = meters.find("hindsight_reader_questions").tag("answered", by).counter();
        return counter == null ? 0 : counter.count();
    }

    private static JsonNode list(String externalId) {
        Api.Answer answer = get(EXECUTIONS + "?externalId=" + segment(externalId));
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return answer.body();
    }
}
