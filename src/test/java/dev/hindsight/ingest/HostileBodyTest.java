package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.postRaw;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no good: a clear answer or a notice, never a failure. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class HostileBodyTest {

    private static final int LIMIT = 10 * 1024 * 1024;

    private final String id = fresh();

    private static String body(String member) {
        return "{\"workflowId\": \"w\", %s}".formatted(member);
    }

    private static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("/type")).isEqualTo("/problems/" + type);
        assertThat(answer.text("/detail")).isNotEmpty().doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "3",
                "\"x\"",
                "{",
                "{\"workflowId\"}",
                "{'workflowId': 'w'}",
                "{\"workflowId\": \"w\",}",
                "{\"workflowId\": \"w\"} {}",
                "{\"workflowId\": \"w\"}]",
                "{\"workflowId\": NaN}",
                "{\"workflowId\": \"w\", \"note\": \"\\x\"}",
                "{/**/}",
                "\uFEFF{\"workflowId\": \"w\"}",
                "{\"workflowId\": \"w\", \"attempt\": 01}",
                "{\"workflowId\": \"a\nb\"}"
            })
    void bodyThatIsNoReport_is400(String body) {
        assertProblem(postRaw(EXECUTIONS, body), 400, "invalid-request");
        report(id, "");
        assertProblem(send("PATCH", ext(id), body.getBytes(UTF_8)), 400, "invalid-request");
        if (!body.equals("[]")) {
            assertProblem(postRaw(ext(id) + "/logs", body), 400, "invalid-request");
            assertProblem(postRaw(ext(id) + "/steps", body), 400, "invalid-request");
        }
        if (!body.isEmpty()) {
            assertThat(postRaw(ext(id) + "/heartbeat", body).status()).isIn(204, 400);
        }
    }

    @Test
    void bytesThatAreNoUtf8_are400() {
        assertProblem(
                send("POST", EXECUTIONS, body("\"note\": \"x\"").getBytes(UTF_16)),
                400,
                "invalid-request");
        byte[] overlong = body("\"note\": \"??\"").getBytes(UTF_8);
        overlong[overlong.length - 4] = (byte) 0xC0;
        overlong[overlong.length - 3] = (byte) 0x80;
        assertThat(send("POST", EXECUTIONS, overlong, "Prefer", "return=representation"))
                .matches(it -> it.text("/note").equals("\uFFFD"))
                .matches(it -> it.text("/notices/0/kind").equals("sanitized"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dag", "nothing", "labels", "error"})
    void deepNesting_is400(String field) {
        for (String nest : new String[] {"[", "{\"a\":"}) {
            String deep = nest.repeat(100_000);
            assertProblem(
                    postRaw(EXECUTIONS, body("\"%s\": %s".formatted(field, deep))),
                    400,
                    "invalid-request");
        }
    }

    @Test
    void millionUnknownFields_areNamedInPart() {
        String keys =
                IntStream.range(0, 1_000_000)
                        .mapToObj(i -> "\"" + Integer.toString(i, 36) + "\":1")
                        .collect(Collectors.joining(","));

        Answer named = postRaw(EXECUTIONS, body(keys));

        assertProblem(named, 400, "invalid-request");
        assertThat(named.at("/errors").size()).isEqualTo(100);
        assertProblem(
                postRaw(EXECUTIONS, body("\"labels\": {%s}".formatted(keys))),
                400,
                "invalid-request");
    }

    @Test
    void hugeKey_isNotEchoed() {
        Answer answer = postRaw(EXECUTIONS, body("\"%s\": 1".formatted("k".repeat(40_000))));

        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.http().body()).hasSizeLessThan(2_000);
        assertProblem(
                postRaw(EXECUTIONS, body("\"%s\": 1".formatted("k".repeat(60_000)))),
                400,
                "invalid-request");
    }

    @Test
    void unstorablePayloads_areCleanedWithANotice() {
        String hostile =
                "{\"nul\": \"a\\u0000b\", \"lone\": \"\\ud800\", \"k\\u0000\": 1, \"\\udc00\": 2,"
                        + " \"big\": 1e131072, \"zero\": -0, \"real\": -0.0, \"small\": 1e-16384,"
                        + " \"emoji\": \"\\ud83d\\ude00\"}";

        Answer answer =
                postRaw(
                        EXECUTIONS,
                        body("\"input\": %s".formatted(hostile)),
                        "Prefer",
                        "return=representation");

        assertThat(answer.status()).isEqualTo(201);
        JsonNode input = answer.at("/input");
        assertThat(input.at("/nul").asText()).isEqualTo("a\uFFFDb");
        assertThat(input.at("/lone").asText()).isEqualTo("\uFFFD");
        assertThat(input.at("/big").asText()).isEqualTo("1e131072");
        assertThat(input.at("/zero").decimalValue().signum()).isZero();
        assertThat(input.at("/real").decimalValue().signum()).isZero();
        assertThat(input.at("/small").asText()).isEqualTo("1e-16384");
        assertThat(input.at("/emoji").asText()).isEqualTo("😀");
        assertThat(answer.at("/notices").findValuesAsText("kind")).containsOnly("sanitized");
        assertThat(answer.at("/notices").size()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void repeatedMembers_areNamed() {
        Answer answer =
                postRaw(
                        EXECUTIONS,
                        body(
                                "\"externalId\": \""
                                        + id
                                        + "\", \"input\": {\"a\": 1}, \"input\": 1, \"note\": \"a\", \"note\": \"b\","
                                        + " \"attempt\": 2, \"attempt\": null, \"workflowId\": \"y\","
                                        + " \"error\": {\"type\": \"T\", \"type\": \"U\"}, \"error\": \"m\","
                                        + " \"labels\": {\"l\": \"1\", \"m\": \"1\", \"l\": \"2\"},"
                                        + " \"steps\": [{\"nodeId\": \"n\", \"key\": \"a\", \"key\": \"b\"}],"
                                        + " \"logs\": [{\"message\": \"m\", \"message\": \"n\"}]"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors").findValuesAsText("pointer"))
                .containsExactly(
                        "/input",
                        "/note",
                        "/attempt",
                        "/workflowId",
                        "/error/type",
                        "/error",
                        "/labels/l",
                        "/steps/0/key",
                        "/logs/0/message");
        assertThat(get(ext(id)).status()).isEqualTo(404);
    }

    @Test
    void repeatedMembers_areNamedInPatchesAndLines() {
        report(id, "'note': 'n', 'labels': {'l': '1'}");
        String twice = "{\"note\": null, \"note\": \"x\", \"labels\": {\"l\": null, \"l\": \"2\"}}";

        Answer patch = Api.send("PATCH", ext(id), twice.getBytes(UTF_8));
        Answer lines =
                postRaw(
                        ext(id) + "/logs",
                        "{\"message\": \"a\", \"message\": \"b\"}\n{\"message\": \"c\"}\n",
                        "Content-Type",
                        "application/x-ndjson");

        assertThat(patch.at("/errors").findValuesAsText("pointer"))
                .containsExactly("/note", "/labels/l");
        assertThat(get(ext(id)).text("/version")).isEqualTo("1");
        assertThat(lines.text("/accepted")).isEqualTo("1");
        assertThat(lines.at("/errors").findValuesAsText("line")).containsExactly("1");
    }

    @Test
    void badLine_doesNotSpoilItsNeighbours() {
        report(id, "");
        String body =
                "{\"message\": \"a\"}\n"
                        + "[".repeat(100_000)
                        + "\n{\"message\": \"b\", \"sequence\": 1e2147483647}\n{\"data\": 1e131072}\n"
                        + "{\"message\": \"\\u0000\"}\n{\"x\": 1}\n{\"message\": \"z\"}\n";

        Answer answer = postRaw(ext(id) + "/logs", body, "Content-Type", "application/x-ndjson");

        assertThat(answer.at("/accepted").asInt()).isEqualTo(4);
        assertThat(answer.at("/errors").findValuesAsText("line")).containsExactly("2", "3", "6");
    }

    @Test
    void bodyOverTenMebibytes_is413_atEveryDoor() {
        report(id, "");
        byte[] large = new byte[LIMIT + 1];
        Arrays.fill(large, (byte) ' ');
        large[0] = '[';
        for (String door :
                new String[] {
                    "POST " + EXECUTIONS,
                    "PATCH " + ext(id),
                    "POST " + ext(id) + "/steps",
                    "PUT " + ext(id) + "/steps/k",
                    "PATCH " + ext(id) + "/steps/k",
                    "POST " + ext(id) + "/logs",
                    "POST " + ext(id) + "/heartbeat"
                }) {
            String[] parts = door.split(" ", 2);
            assertProblem(send(parts[0], parts[1], large), 413, "payload-too-large");
        }
        assertProblem(
                send("POST", ext(id) + "/logs", large, "Content-Type", "application/x-ndjson"),
                413,
                "payload-too-large");
    }

    @Test
    void bodyOfTenMebibytes_isTaken() {
        byte[] start = body("\"externalId\": \"%s\"".formatted(id)).getBytes(UTF_8);
        byte[] largest = Arrays.copyOf(start, LIMIT);
        Arrays.fill(largest, start.length, LIMIT, (byte) ' ');

        assertThat(send("POST", EXECUTIONS, largest).status()).isEqualTo(201);
    }

    @Test
    void gzip_isInflated_andCountedAfterwards() throws IOException {
        String[] gzip = {"Content-Encoding", "gzip"};
        byte[] report = zipped(Api.json("{'workflowId': 'w', 'externalId': '%s'}".formatted(id)));
        assertThat(send("POST", EXECUTIONS, report, gzip).status()).isEqualTo(201);
        byte[] lines = zipped("{\"message\": \"m\"}\n".repeat(20_000).getBytes(UTF_8));
        assertThat(
                        send(
                                        "POST",
                                        ext(id) + "/logs",
                                        lines,
                                        "Content-Type",
                                        "application/x-ndjson",
                                        "Content-Encoding",
                                        "gzip")
                                .at("/accepted")
                                .asInt())
                .isEqualTo(20_000);

        assertProblem(
                send("POST", EXECUTIONS, Api.json("{'workflowId': 'w'}"), gzip),
                400,
                "invalid-request");
        assertProblem(
                send("POST", EXECUTIONS, Arrays.copyOf(report, report.length - 12), gzip),
                400,
                "invalid-request");
        assertProblem(
                send("POST", EXECUTIONS, report, "Content-Encoding", "br"),
                415,
                "unsupported-media-type");
        assertThat(
                        send(
                                        "POST",
                                        EXECUTIONS,
                                        Api.json("{'workflowId': 'w'}"),
                                        "Content-Encoding",
                                        "identity")
                                .status())
                .isEqualTo(201);
        assertThat(get(ext(id) + "/logs?tail=1").text("/items/0/sequence")).isEqualTo("19999");
    }

    private static byte[] zipped(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }
}
