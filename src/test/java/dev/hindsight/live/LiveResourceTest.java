package dev.hindsight.live;

import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Who asks where the WebSocket is without asking for one is told what to do. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class LiveResourceTest {

    private static final String PATH = "/api/v1/live";

    @Test
    void aPlainRequest_isToldToUpgrade() {
        Answer answer = get(PATH);

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Upgrade")).isEqualTo("websocket");
        assertThat(answer.header("Connection")).isEqualToIgnoringCase("Upgrade");
        assertThat(answer.text("/type")).isEqualTo("/problems/invalid-request");
        assertThat(answer.at("/status").asInt()).isEqualTo(426);
        assertThat(answer.text("/detail")).contains("hindsight.live.v1", "/api/v1/live/events");
        assertThat(send("HEAD", PATH, null).status()).isEqualTo(426);
        assertThat(get(PATH + "/nothing").status()).isEqualTo(404);
    }

    @Test
    void anotherMethod_isNotKnown() {
        Answer answer = post(PATH, "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    /** Its connections are not upgraded, and headers that say so are malformed. */
    @Test
    void overHttp2_theHeadersAreLeftOut() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .build()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://localhost:"
                                                                + RestAssured.port
                                                                + PATH))
                                        .build(),
                                BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.headers().map()).doesNotContainKeys("upgrade", "connection");
    }

    @Test
    void theUpgrade_isTaken_andTheStreamBesideIt() {
        try (LiveClient client = LiveClient.greeted()) {
            assertThat(client.subprotocol()).isEqualTo("hindsight.live.v1");
        }
        assertThat(get(PATH + "/events?status=odd").status()).isEqualTo(400);
    }
}
