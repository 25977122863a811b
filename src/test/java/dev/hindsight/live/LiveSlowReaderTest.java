package dev.hindsight.live;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.json;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Held;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.Rows;
import dev.hindsight.live.LiveClient.Closing;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One who does not read holds up nobody, loses nothing unheard, and is let go in the end. */
@QuarkusTest
@TestProfile(Held.class)
@Timeout(60)
class LiveSlowReaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A frame may take ten seconds; the clock stands otherwise, so that no frame takes any. */
    private static final Duration TOO_LONG = Duration.ofSeconds(11);

    /** More than all buffers between the service and its client hold. */
    private static final int STEPS = 1_000;

    private static final int STEP_BYTES = 8_000;

    @Inject HeldClock clock;
    @Inject MeterRegistry metrics;

    private final String run = fresh();

    /** Keeps the client's socket full: a frame is on its way to it, too large to arrive unread. */
    private void clog(SlowClient client) {
        String large = run + "-large";
        String error = "{'message': '" + "x".repeat(STEP_BYTES) + "'}";
        for (int from = 0; from < STEPS; from += STEPS / 2) {
            String steps =
                    IntStream.range(from, from + STEPS / 2)
                            .mapToObj(
                                    i ->
                                            "{'key': 'k%d', 'nodeId': 'n', 'status': 'failed', 'error': %s}"
                                                    .formatted(i, error))
                            .collect(Collectors.joining(","));
            assertThat(report(large, "'steps': [" + steps + "]").status()).isLessThan(300);
        }
        client.say(
                "{'type': 'subscribe', 'id': 'large', 'topic': 'execution', 'execution': 'ext:%s'}"
                        .formatted(large));
        client.awaitSomething();
    }

    private void assertLarge(JsonNode snapshot) {
        assertThat(snapshot.path("id").asText()).isEqualTo("large");
        assertThat(snapshot.path("steps")).hasSize(STEPS);
    }

    /** Waits until the service follows the feed for somebody, or for nobody any more. */
    private static void awaitListening(boolean wanted) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Rows.number(
                                "SELECT count(*) FROM pg_stat_activity"
                                        + " WHERE datname = current_database()"
                                        + " AND query ~ '^(LISTEN|SELECT ''hindsight_change'' IN) '")
                        > 0
                != wanted) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }

    private double connections() {
        return metrics.get("hindsight_live_connections").gauge().value();
    }

    private void subscribeLog(String externalId, LiveClient client) {
        client.say(
                "{'type': 'subscribe', 'id': 'l', 'topic': 'logs', 'execution': 'ext:%s'}"
                        .formatted(externalId));
    }

    private static void write(String externalId, int from, int to) {
        String lines =
                IntStream.range(from, to)
                        .mapToObj("{'sequence': %d, 'message': 'm'}"::formatted)
                        .collect(Collectors.joining(","));
        assertThat(post(ext(externalId) + "/logs", "[" + lines + "]").status()).isLessThan(300);
    }

    @Test
    void aFrameThatDoesNotArriveInTime_isTheLast() {
        awaitListening(false);
        try (SlowClient client = SlowClient.greeted()) {
            clog(client);
            awaitListening(true);
            clock.move(TOO_LONG);
            awaitListening(false);

            assertLarge(client.next("snapshot"));
            Closing closing = client.closing();
            assertThat(closing.code()).isEqualTo(4413);
            assertThat(closing.reason()).isEqualTo("the client does not answer");
        }
    }

    @Test
    void whoDoesNotEvenReadThatItIsOver_isCutOff() {
        awaitListening(false);
        try (SlowClient client = SlowClient.greeted()) {
            clog(client);
            awaitListening(true);
            clock.move(TOO_LONG);
            awaitListening(false);
            assertThat(connections()).isEqualTo(1);
            clock.move(TOO_LONG);

            Instant end = Instant.now().plus(PATIENCE);
            while (connections() > 0) {
                assertThat(Instant.now()).isBefore(end);
                Thread.onSpinWait();
            }
            assertThatThrownBy(client::closing).hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void whoAsksAndDoesNotRead_isTooSlow() {
        awaitListening(false);
        try (SlowClient client = SlowClient.greeted()) {
            clog(client);
            awaitListening(true);
            for (int i = 0; i < 201; i++) {
                client.say("{'type': 'subscribe', 'id': 's', 'topic': 'nothing'}");
            }
            awaitListening(false);

            assertLarge(client.next("snapshot"));
            Closing closing = client.closing();
            assertThat(closing.code()).isEqualTo(4413);
            assertThat(closing.reason()).isEqualTo("frames are not read");
        }
    }

    @Test
    void linesThatFindNoRoom_areAGap() {
        report(run, "");
        try (SlowClient client = SlowClient.greeted();
                LiveClient reader = LiveClient.greeted()) {
            subscribeLog(run, reader);
            client.say(
                    "{'type': 'subscribe', 'id': 'l', 'topic': 'logs', 'execution': 'ext:%s'}"
                            .formatted(run));
            write(run, 0, 1);
            assertThat(client.next("logs").path("afterSequence").asInt()).isZero();
            clog(client);
            write(run, 1, 501);
            write(run, 501, 1_001);
            write(run, 1_001, 1_011);
            while (reader.next("logs").path("afterSequence").asInt() < 1_010) {
                // What one has heard the other was offered.
            }

            assertLarge(client.next("snapshot"));
            JsonNode gap = client.next("gap");
            write(run, 1_011, 1_012);
            JsonNode next = client.next("logs");
            assertThat(gap.path("id").asText()).isEqualTo("l");
            assertThat(gap.path("fromSequence").asInt()).isEqualTo(1);
            assertThat(next.path("lines")).hasSizeLessThanOrEqualTo(10);
            assertThat(next.path("afterSequence").asInt()).isGreaterThan(1_000);
        }
    }

    @Test
    void eventsThatFindNoRoom_areAnOverflow_andTheClientStartsAgain() {
        String mark = run + "-mark";
        report(mark, "");
        try (SlowClient client = SlowClient.greeted();
                LiveClient reader = LiveClient.greeted()) {
            subscribeLog(mark, reader);
            client.say(
                    "{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'snapshot': 2, 'filter': {'createdBy': ['%s']}}"
                            .formatted(run));
            assertThat(client.next("snapshot").path("items")).isEmpty();
            clog(client);
            createMany(1_001);
            write(mark, 0, 1);
            reader.next("logs");

            assertLarge(client.next("snapshot"));
            JsonNode reset = client.next("reset");
            JsonNode snapshot = client.next("snapshot");
            report(run + "-after", "'createdBy': '" + run + "'");
            JsonNode events = client.next("events");
            assertThat(reset.path("id").asText()).isEqualTo("s");
            assertThat(reset.path("reason").asText()).isEqualTo("overflow");
            assertThat(snapshot.path("items")).hasSize(2);
            assertThat(events.at("/events/0/item/externalId").asText()).isEqualTo(run + "-after");
        }
    }

    private void createMany(int number) {
        String lines =
                IntStream.range(0, number)
                        .mapToObj(
                                i ->
                                        "{'execution': {'externalId': '%s-%d', 'workflowId': 'w', 'createdBy': '%s'}}\n"
                                                .formatted(run, i, run))
                        .collect(Collectors.joining());
        assertThat(
                        send(
                                        "POST",
                                        "/api/v1/ingest",
                                        json(lines),
                                        "Content-Type",
                                        "application/x-ndjson")
                                .text("/accepted"))
                .isEqualTo(String.valueOf(number));
    }
}
