package dev.hindsight.edge;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.json;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other sites can make a browser send, and where answers send it. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class CrossSiteTest {

    private final String id = fresh();

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost",
                "http://localhost:1",
                "http://localhost.evil.example:8081",
                "file://",
                "nonsense nonsense"
            })
    void writesOfAnotherSite_areForbidden(String origin) {
        report(id, "");

        Answer answer = send("DELETE", ext(id), null, "Origin", origin);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("/type")).isEqualTo("/problems/forbidden");
        assertThat(report(id, "'note': 'n'", "Origin", origin).status()).isEqualTo(403);
        assertThat(send("PUT", ext(id) + "/tree", json("1"), "Origin", origin).status())
                .isEqualTo(403);
        assertThat(send("PATCH", ext(id), json("{}"), "Origin", origin).status()).isEqualTo(403);
        assertThat(get(ext(id)).text("/version")).isEqualTo("1");
        assertThat(send("GET", ext(id), null, "Origin", origin).status()).isEqualTo(200);
    }

    @Test
    void writesOfTheOwnSite_areTaken() {
        String own = "http://localhost:" + RestAssured.port;

        assertThat(report(id, "", "Origin", own).status()).isEqualTo(201);
        assertThat(report(id, "", "Origin", own.replace("local", "LOCAL")).status()).isEqualTo(200);
        assertThat(report(id, "", "Origin", own.replace("http:", "https:")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "h, http://h, true",
        "h, https://h, true",
        "h:443, https://h, true",
        "h:80, http://h, true",
        "h:80, https://h, false",
        "h:8080, http://h:8080, true",
        "h:8080, http://h:8081, false",
        "h, ftp://h, false",
        "[::1]:8080, http://[::1]:8080, true",
        "h, http://user@g, false"
    })
    void origin_isOfAHostByNameAndPort(String host, String origin, boolean isOf) {
        assertThat(CrossSite.isOf(HostAndPort.parseAuthority(host, -1), origin)).isEqualTo(isOf);
    }

    @Test
    void origin_ofAnUnknownHost_isAnother() {
        assertThat(CrossSite.isOf(null, "http://h")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, ",
        "POST, /delete",
        "POST, /crashed",
        "POST, /import",
        "POST, /ext:a/steps",
        "POST, /ext:a/logs",
        "POST, /ext:a/heartbeat",
        "PATCH, /ext:a",
        "PUT, /ext:a/dag",
        "PUT, /ext:a/tree",
        "PATCH, /ext:a/artifacts",
        "PUT, /ext:a/artifacts/n/k"
    })
    void bodyOfNoType_isNotTakenForJson(String method, String below) throws IOException {
        String answer =
                raw(
                        "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
                                .formatted(method, EXECUTIONS + (below == null ? "" : below)));

        assertThat(answer).startsWith("HTTP/1.1 415 ").contains("/problems/unsupported-media-type");
    }

    @Test
    void heartbeatWithoutABody_needsNoType() {
        report(id, "");

        assertThat(send("POST", ext(id) + "/heartbeat", null).status()).isEqualTo(204);
    }

    @Test
    void location_isAPath_whateverTheHost() throws IOException {
        String body = "{\"workflowId\": \"w\"}";
        String request =
                "POST %s HTTP/1.%d\r\n%sConnection: close\r\nContent-Type: application/json\r\n"
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        String place = "(?is).*\r\nlocation: /api/v1/executions/[0-9a-f-]{36}\r\n.*";

        assertThat(raw(request.formatted(EXECUTIONS, 1, "Host: evil.example\r\n"))).matches(place);
        assertThat(raw(request.formatted(EXECUTIONS, 0, ""))).matches(place);
        assertThat(report(id, "").header("Location"))
                .isEqualTo(EXECUTIONS + "/" + get(ext(id)).text("/id"));
        assertThat(send("POST", ext(id) + "/snapshots", new byte[] {1}).header("Location"))
                .startsWith(ext(id).replace("%3A", ":") + "/snapshots/");
    }
}
