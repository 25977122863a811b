package dev.hindsight.live;

import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.change.FeedRotation;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Little;
import dev.hindsight.fixture.Rows;
import dev.hindsight.live.LiveClient.Closing;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said where little is allowed, nothing happens, or too much has happened. */
@QuarkusTest
@TestProfile(Little.class)
@Timeout(60)
class LiveLimitsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject FeedRotation rotation;
    @Inject MeterRegistry metrics;

    private final String run = fresh();

    /** Those of the test before have closed, and it is noted after a while. */
    @BeforeEach
    void awaitNobody() {
        Instant end = Instant.now().plus(PATIENCE);
        while (connections() > 0) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }

    private double connections() {
        return metrics.get("hindsight_live_connections").gauge().value();
    }

    private LiveClient watch(String members) {
        return LiveClient.greeted()
                .say(
                        "{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'filter': {'createdBy': ['%s']}%s}"
                                .formatted(run, members));
    }

    private LiveClient resume(String cursor) {
        return watch(", 'resume': '" + cursor + "'");
    }

    private String begin(String name) {
        return report(run + name, "'createdBy': '" + run + "'").text("/id");
    }

    private String cursor() {
        try (LiveClient client = watch("")) {
            return client.next("snapshot").path("cursor").asText();
        }
    }

    @Test
    void moreConnectionsThanThereMayBe_areClosed() {
        try (LiveClient one = LiveClient.greeted();
                LiveClient two = LiveClient.greeted();
                LiveClient three = LiveClient.open()) {
            Closing closing = three.closing();
            Answer stream = get("/api/v1/live/events");

            assertThat(closing.code()).isEqualTo(4429);
            assertThat(closing.reason()).isEqualTo("there are 2 connections");
            assertThat(stream.status()).isEqualTo(429);
            assertThat(stream.header("Retry-After")).isNotEmpty();
            assertThat(connections()).isEqualTo(2);
            for (LiveClient client : new LiveClient[] {one, two}) {
                client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions'}");
                client.next("snapshot");
            }
        }
        awaitNobody();
        LiveClient.greeted().close();
    }

    @Test
    void aHeartbeatWithoutAnEvent_isBookmarked_andTheBookmarkIsACursor() {
        String bookmark;
        try (LiveClient client = watch("")) {
            JsonNode snapshot = client.next("snapshot");
            report(fresh(), "'createdBy': 'somebody else'");
            JsonNode first = client.bookmark();
            JsonNode second = client.bookmark();

            assertThat(first.path("id").asText()).isEqualTo("s");
            assertThat(second.path("cursor").asText())
                    .isNotEmpty()
                    .isNotEqualTo(snapshot.path("cursor").asText());
            bookmark = second.path("cursor").asText();
        }
        awaitNobody();
        String missed = begin("");

        try (LiveClient client = resume(bookmark)) {
            client.next("resumed");
            assertThat(client.event(missed).path("version").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aCursorBehindWhatWasClearedAway_isExpired() {
        String cursor = cursor();
        String missed = begin("-missed");
        Rows.run("UPDATE change SET changed_at = now() - interval '1 hour'");
        rotation.rotate().await().atMost(PATIENCE);

        awaitNobody();
        try (LiveClient client = resume(cursor)) {
            JsonNode reset = client.next("reset");
            JsonNode snapshot = client.next("snapshot");
            String next = begin("-next");

            assertThat(reset.path("id").asText()).isEqualTo("s");
            assertThat(reset.path("reason").asText()).isEqualTo("expired");
            assertThat(snapshot.at("/items/0/id").asText()).isEqualTo(missed);
            assertThat(client.event(next).path("version").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aCursorBehindMoreThanIsTold_isAnOverflow() {
        String cursor = cursor();
        String missed = begin("-missed");
        Rows.run(
                "INSERT INTO change (changed_at, execution_id, namespace_id, version, kind)"
                        + " SELECT now(), gen_random_uuid(), 1, 1, 1 FROM generate_series(1, 5000)");

        awaitNobody();
        try (LiveClient client = resume(cursor)) {
            JsonNode reset = client.next("reset");

            assertThat(reset.path("reason").asText()).isEqualTo("overflow");
            assertThat(client.next("snapshot").at("/items/0/id").asText()).isEqualTo(missed);
        }
    }

    @Test
    void whoAnswersToNoPing_isGone() {
        try (SlowClient client = SlowClient.greeted()) {
            Closing closing = client.closing();

            assertThat(closing.code()).isEqualTo(4413);
            assertThat(closing.reason()).isEqualTo("the client does not answer");
        }
    }
}
