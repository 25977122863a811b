package dev.hindsight.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.live.LiveClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live channel, where keys are needed. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class LiveAccessTest {

    private static final String EXECUTIONS = "/api/v1/executions";

    private final String namespace = Property.unheardOf();
    private final String others = Property.unheardOf();
    private Key viewer = Key.ADMIN;
    private Key stranger = Key.ADMIN;

    @BeforeEach
    void makeKeys() {
        viewer = Key.of(namespace, "viewer");
        stranger = Key.of(others, "writer");
    }

    private static LiveClient open(@Nullable String authorization, String... headers) {
        WebSocket.Builder builder = LiveClient.builder().subprotocols("hindsight.live.v1");
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return LiveClient.open(builder);
    }

    private static LiveClient greeted(Key key) {
        LiveClient client = open("Bearer " + key.token());
        client.say("{'type': 'hello'}");
        client.next("welcome");
        return client;
    }

    private static String hello(String token) {
        return "{'type': 'hello', 'token': '%s'}".formatted(token);
    }

    private String strangers() {
        return stranger.post(
                        EXECUTIONS,
                        "{'workflowId': 'w', 'externalId': '%s'}".formatted(Api.fresh()))
                .text("/id");
    }

    @Test
    void tokenInTheHeader_opens() {
        try (LiveClient client = greeted(viewer)) {
            client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions'}");
            assertThat(client.next("snapshot").get("items")).isEmpty();
        }
    }

    @Test
    void tokenAsASubProtocol_opens() {
        String entry = "quarkus-http-upgrade#Authorization#Bearer " + viewer.token();
        String encoded = URLEncoder.encode(entry, StandardCharsets.UTF_8).replace("+", "%20");
        for (String brought : List.of(encoded, encoded.replace("%23", "#"))) {
            try (LiveClient client =
                    LiveClient.open(
                            LiveClient.builder().subprotocols("hindsight.live.v1", brought))) {
                client.say("{'type': 'hello'}");
                client.next("welcome");
            }
        }
    }

    @Test
    void tokenInTheFirstFrame_opens() {
        try (LiveClient client = open(null)) {
            client.say(hello(viewer.token()));
            client.next("welcome");
        }
    }

    @Test
    void tokenInTheFirstFrame_goesBeforeTheHeaders() {
        try (LiveClient client = open("Bearer nonsense")) {
            client.say(hello(viewer.token()));
            client.next("welcome");
        }
    }

    @Test
    void invalidTokens_areClosedWith4401() {
        List<String> tokens =
                List.of(
                        Key.expired(namespace).token(),
                        Key.revoked(namespace).token(),
                        viewer.token().substring(0, 40) + "0".repeat(44),
                        "nonsense",
                        "");
        for (String token : tokens) {
            try (LiveClient said = open(null);
                    LiveClient brought = open("Bearer " + token)) {
                said.say(hello(token));
                brought.say("{'type': 'hello'}");

                assertThat(said.closing().code()).as(token).isEqualTo(4401);
                assertThat(brought.closing().code()).as(token).isEqualTo(4401);
            }
        }
        try (LiveClient silent = open(null)) {
            silent.say("{'type': 'hello'}");
            assertThat(silent.closing().code()).isEqualTo(4401);
        }
    }

    @Test
    void whatIsSaidBeforeTheKeyIsKnown_isHeardAfterwards() {
        // The keys are read anew, which takes a moment.
        Key.revoked(namespace);
        try (LiveClient client = open(null)) {
            client.say(hello(viewer.token()));
            client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions'}");

            client.next("welcome");
            client.next("snapshot");
        }
    }

    @Test
    void nothingIsHeardWithoutAHello() {
        try (LiveClient client = open("Bearer " + viewer.token())) {
            client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions'}");
            assertThat(client.closing().code()).isEqualTo(4400);
        }
    }

    @Test
    void anothersNamespace_isClosedWith4403() {
        for (String name : List.of(others, Property.unheardOf())) {
            try (LiveClient client =
                    open("Bearer " + viewer.token(), "Hindsight-Namespace", name)) {
                client.say("{'type': 'hello'}");
                assertThat(client.closing().code()).isEqualTo(4403);
            }
        }
    }

    @Test
    void adminOfAll_selectsANamespace() {
        strangers();
        try (LiveClient client =
                open("Bearer " + Key.ADMIN.token(), "Hindsight-Namespace", others)) {
            client.say("{'type': 'hello'}");
            client.next("welcome");
            client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions'}");
            assertThat(client.next("snapshot").get("items")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"execution", "logs"})
    void anothersExecution_isAsOneThatIsNowhere(String topic) {
        String theirs = strangers();
        String nowhere = Property.nobodys().execution();
        try (LiveClient client = greeted(viewer)) {
            JsonNode there = refusal(client, topic, theirs);
            JsonNode not = refusal(client, topic, nowhere);

            assertThat(there).isEqualTo(not);
            assertThat(there.at("/problem/status").asInt()).isEqualTo(404);
        }
    }

    private static JsonNode refusal(LiveClient client, String topic, String execution) {
        client.say(
                "{'type': 'subscribe', 'id': 's', 'topic': '%s', 'execution': '%s'}"
                        .formatted(topic, execution));
        return client.next("error");
    }

    @Test
    void anothersChanges_areNotHeard() {
        Key writer = Key.of(namespace, "writer");
        try (LiveClient client = greeted(viewer)) {
            client.say(
                    "{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'filter':"
                            + " {'workflowId': ['w']}}");
            client.next("snapshot");
            String theirs = strangers();
            String ours = writer.post(EXECUTIONS, "{'workflowId': 'w'}").text("/id");

            JsonNode events = client.next("events");

            assertThat(events.toString()).contains(ours).doesNotContain(theirs);
        }
    }

    @Test
    void logs_takeThePermissionToReadPayloads() {
        Key blind =
                Key.ordered(
                        "'name': 'k', 'role': 'writer', 'payloads': false, 'namespace': '%s'"
                                .formatted(namespace));
        String id = blind.post(EXECUTIONS, "{'workflowId': 'w', 'input': 1}").text("/id");
        try (LiveClient client = greeted(blind)) {
            assertThat(refusal(client, "logs", id).at("/problem/type").asText())
                    .isEqualTo("/problems/forbidden");
            client.say(
                    "{'type': 'subscribe', 'id': 's', 'topic': 'execution', 'execution': '%s'}"
                            .formatted(id));
            assertThat(client.next("snapshot").at("/execution/id").asText()).isEqualTo(id);
        }
    }

    @Test
    void revokedKey_endsWhatItBegan() {
        try (LiveClient client = greeted(viewer)) {
            Key.ADMIN.send("DELETE", "/api/v1/keys/" + viewer.id(), null);

            assertThat(client.closing().code()).isEqualTo(4401);
        }
    }

    @Test
    void eventStream_endsWithItsKey() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:%d/api/v1/live/events"
                                                .formatted(RestAssured.port)))
                        .header("Authorization", "Bearer " + viewer.token())
                        .timeout(Duration.ofSeconds(20))
                        .build();
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);

        Key.ADMIN.send("DELETE", "/api/v1/keys/" + viewer.id(), null);

        try (InputStream events = answer.body()) {
            assertThat(new String(events.readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("execution.");
        }
    }

    @Test
    void connectionsOfANamespace_areBoundedByItsQuota() {
        String path = "/api/v1/namespaces/" + namespace;
        assertThat(Key.ADMIN.put(path, "{'quotas': {'liveConnections': 2}}").at("/quotas"))
                .hasToString(
                        "{\"requestsPerSecond\":null,\"liveConnections\":2,\"bytesPerDay\":null}");
        Key limited = Key.of(namespace, "viewer");
        try (LiveClient first = greeted(limited);
                LiveClient second = greeted(Key.of(namespace, "writer"));
                LiveClient third = open("Bearer " + limited.token())) {
            third.say("{'type': 'hello'}");

            assertThat(third.closing().code()).isEqualTo(4429);
            Api.Answer stream = limited.get("/api/v1/live/events");
            assertThat(stream.status()).isEqualTo(429);
            assertThat(stream.text("/detail")).contains("2 live connections");
            assertThat(stream.header("Retry-After")).isEqualTo("5");
            greeted(stranger).close();
            greeted(Key.ADMIN).close();
            for (LiveClient client : List.of(first, second)) {
                client.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions'}");
                client.next("snapshot");
            }
        }
        // The service hears of it when it does that a place is free again.
        Instant patience = Instant.now().plusSeconds(30);
        while (limited.send("HEAD", "/api/v1/live/events", null).status() == 429) {
            assertThat(Instant.now()).isBefore(patience);
        }
        greeted(limited).close();
    }
}
