package dev.hindsight.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.OwnPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watching while the service ends, and while its database is killed. */
@Timeout(120)
class LiveFaultsIT {

    private final OwnPostgres postgres = new OwnPostgres();
    private Artifact service;
    private String url;

    @BeforeEach
    void start() throws IOException {
        service =
                Artifact.start(
                        Map.of(
                                "HINDSIGHT_DATABASE_URL",
                                postgres.start().values().iterator().next()));
        url = service.url();
    }

    @AfterEach
    void stop() {
        service.close();
        postgres.stop();
    }

    private LiveClient watch() {
        LiveClient client =
                LiveClient.openAt(
                        url.replaceFirst("^http", "ws"),
                        LiveClient.builder().subprotocols("hindsight.live.v1"));
        client.say("{'type': 'hello'}");
        client.next("welcome");
        client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions'}");
        client.next("snapshot");
        return client;
    }

    private String begin(String name) {
        return Api.sendTo(
                        url,
                        "POST",
                        Api.EXECUTIONS,
                        Api.json("{'externalId': '%s', 'workflowId': 'w'}".formatted(name)))
                .text("/id");
    }

    @Test
    void aServiceThatEnds_sendsEverybodyAway_eachToComeBackAtAMomentOfItsOwn() throws Exception {
        try (LiveClient one = watch();
                LiveClient other = watch()) {
            service.terminate();

            for (LiveClient client : new LiveClient[] {one, other}) {
                assertThat(client.closing().code()).isEqualTo(1001);
                JsonNode reason = new ObjectMapper().readTree(client.closing().reason());
                assertThat(reason.path("retryMs").asInt(-1)).isBetween(0, 10_000);
            }
            assertThat(service.exitCode()).isEqualTo(143);
            assertThat(service.complaints()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    @Test
    void aDatabaseThatWasKilled_hasLostTheFeed_andSaysSo() {
        String before = begin("before");
        try (LiveClient client = watch()) {
            postgres.kill();
            postgres.goUp();

            JsonNode reset = client.next("reset");
            JsonNode snapshot = client.next("snapshot");
            String after = begin("after");

            assertThat(reset.path("reason").asText()).isEqualTo("epoch");
            assertThat(snapshot.at("/items/0/id").asText()).isEqualTo(before);
            assertThat(client.event(after).path("version").asInt()).isEqualTo(1);
        }
    }
}
