package dev.hindsight.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client library would send. */
@QuarkusTest
@TestProfile(EdgeProfile.class)
class RawRequestTest {

    private static final int TIMEOUT_MS = 10_000;

    @TestHTTPResource URI server;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/executions/%zz",
                "/api/v1/trial/%zz",
                "/api/v1/trial/%",
                "/api/v1/trial/%1",
                "/api/v1/trial/%-1",
                "/api/v1/trial/%ff",
                "/api/v1/trial/%ed%a0%80",
                "/api/v1/trial/%00",
                "/api/v1/trial?status=%zz",
                "/api/v1/trial?status=%c3",
                "/api/v1/trial?%=1",
                "/api/v1/trial?status=%00",
                "/foo%zz",
                "/api/v1/trial?status={\"a\":1}",
                "/api/v1/trial/a|b",
                "/q/health/%zz"
            })
    void malformedEscapes_areInvalid(String uri) throws IOException {
        String answer = send(get(uri));

        assertProblem(answer, 400, "invalid-request");
    }

    @Test
    void missingHost_isInvalid() throws IOException {
        assertProblem(
                send("GET /foo HTTP/1.1\r\nConnection: close\r\n\r\n"), 400, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "http://x/foo", "//foo", "/../foo", "/%2e%2e/foo"})
    void oddTargets_areProblems(String target) throws IOException {
        String answer = send(get(target));

        assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*");
        assertThat(answer).contains("application/problem+json").doesNotContain("<html");
    }

    /** Without a path it is the root, which leads to the dashboard. */
    @Test
    void wholeAddressOfTheRoot_isTheRoot() throws IOException {
        assertThat(send(get("http://x"))).startsWith("HTTP/1.1 302 ").contains("Location: /ui/");
    }

    @Test
    void optionsOfTheServer_isAnswered() throws IOException {
        assertThat(send("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ");
    }

    @Test
    void unknownMethod_isNotAllowed() throws IOException {
        String answer = send("BREW /api/v1/trial HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.toLowerCase(Locale.ROOT)).contains("allow: get, head, options, post");
    }

    @Test
    void announcedLargeBody_isRefusedUnread() throws IOException {
        String answer =
                send(
                        "POST /api/v1/trial HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 30000000\r\n\r\n{");

        assertProblem(answer, 413, "payload-too-large");
        assertThat(answer.toLowerCase(Locale.ROOT)).contains("connection: close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/trial", "/api/v1/trial/bytes"})
    void chunkedLargeBody_isRefused(String path) throws IOException {
        String answer = send(chunked(path, 100));

        assertProblem(answer, 413, "payload-too-large");
    }

    @Test
    void chunkedSmallBody_isTaken() throws IOException {
        assertThat(send(chunked("/api/v1/trial/bytes", 15)))
                .startsWith("HTTP/1.1 200 ")
                .contains("{\"bytes\":15000}");
    }

    @Test
    void inflatedLargeBody_isRefused() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(" ".repeat(1_000_000).getBytes(ISO_8859_1));
        }

        String answer =
                send(
                        "POST /api/v1/trial/bytes HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                + "Content-Encoding: gzip\r\nContent-Length: "
                                + zipped.size()
                                + "\r\n\r\n"
                                + zipped.toString(ISO_8859_1));

        assertProblem(answer, 413, "payload-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/foo", "/api/v1/trial/fail/error", "/api/v1/trial?limit=0", "/foo%zz"})
    void headOfAFailure_hasNoBytesAfterTheHeaders(String path) throws IOException {
        String answer = send("HEAD " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 [45]\\d\\d .*\r\n\r\n");
        assertThat(answer).contains("application/problem+json").doesNotContain("{");
    }

    @Test
    void connection_staysUsableAfterAProblem() throws IOException {
        String request = "POST /foo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";

        String answer =
                send(
                        request
                                + request
                                + "GET /api/v1/trial HTTP/1.1\r\nHost: x\r\n"
                                + "Connection: close\r\n\r\n");

        assertThat(answer.split("HTTP/1.1 404 ", -1)).hasSize(3);
        assertThat(answer).contains("HTTP/1.1 200 ");
    }

    @Test
    void streamThatFails_isAProblemOrCutShort() throws IOException {
        String early = send(get("/api/v1/trial/stream?items=0"));
        String late = send(get("/api/v1/trial/stream?items=3"));

        assertProblem(early, 500, "internal");
        assertThat(late).startsWith("HTTP/1.1 200 ").contains("item 2").doesNotContain("secret");
        // A last chunk would tell the client that it has seen everything.
        assertThat(late).doesNotContain("\r\n0\r\n\r\n");
    }

    @Test
    void longRequestLine_isAProblem() throws IOException {
        String uri = "/api/v1/trial?status=" + "x".repeat(20_000);

        String answer = send(get(uri));

        assertProblem(answer, 414, "payload-too-large");
    }

    @Test
    void largeHeaders_areAProblem() throws IOException {
        String answer =
                send(
                        "GET /foo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: "
                                + "x".repeat(40_000)
                                + "\r\n\r\n");

        assertProblem(answer, 431, "payload-too-large");
    }

    /** The server itself answers these, before any code of ours: barely, but never with HTML. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /foo HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
                "GET /a b c HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /foo HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n"
            })
    void bytesThatAreNotHttp_areRefusedWithoutABody(String bytes) throws IOException {
        String answer = send(bytes);

        assertThat(answer).doesNotContain("<html").doesNotContain("Exception");
        assertThat(answer).matches("(?s)(HTTP/1.[01] [45]\\d\\d .*)?");
    }

    private static void assertProblem(String answer, int status, String slug) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer.toLowerCase(Locale.ROOT))
                .contains("content-type: application/problem+json")
                .contains("x-request-id: ");
        assertThat(answer).contains("\"type\":\"/problems/" + slug + "\"");
        assertThat(answer).doesNotContain("<html").doesNotContain("Exception");
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    }

    private static String chunked(String path, int chunksOfThousand) {
        String chunk = "3e8\r\n" + " ".repeat(1_000) + "\r\n";
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(chunksOfThousand)
                + "0\r\n\r\n";
    }

    /** All that the server sends until it closes the connection. */
    private String send(String request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(TIMEOUT_MS);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
