package dev.hindsight.checkpoint;

import static dev.hindsight.checkpoint.Bytes.MIB;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The execution tree. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TreeTest {

    private static final String JSON = "application/json";

    private final String id = fresh();
    private final String path = ext(id) + "/tree";
    private UUID execution;

    @BeforeEach
    void begin() {
        execution = UUID.fromString(report(id, "").text("/id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                " {\"b\": 1.50, \"a\": 1e400,\r\n\t\"b\": 12345678901234567890123456789012345678901 } ",
                "\"\\u0000 \\ud800 \\/ ü \uD83D\uDE00\"",
                "[]"
            })
    void tree_comesBackByteForByte(String json) {
        assertThat(put(json).statusCode()).isEqualTo(204);

        HttpResponse<byte[]> answer = Bytes.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo(json);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(JSON);
    }

    @Test
    void largeTree_comesBackByteForByte() {
        String json = tree(4 * MIB + 7);

        assertThat(put(json).statusCode()).isEqualTo(204);

        assertThat(new String(Bytes.get(path).body(), UTF_8)).isEqualTo(json);
    }

    @Test
    void malformedTree_isInvalidAndChangesNothing() {
        put("{\"a\": 1}");

        HttpResponse<byte[]> answer = put("{\"a\": 1,\n \"b\": }");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), UTF_8))
                .contains("The body is not valid JSON (line 2, column 7, in bytes).");
        assertThat(new String(Bytes.get(path).body(), UTF_8)).isEqualTo("{\"a\": 1}");
    }

    @Test
    void malformedTreeOfSeveralChunks_leavesNoChunks() {
        assertThat(put(tree(3 * MIB) + "}").statusCode()).isEqualTo(400);
        assertThat(put("{" + tree(3 * MIB)).statusCode()).isEqualTo(400);

        assertThat(chunks()).isZero();
        assertThat(Rows.number("SELECT count(*) FROM upload")).isZero();
        assertThat(Bytes.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void emptyBody_isInvalid() {
        HttpResponse<byte[]> answer = put("");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), UTF_8)).contains("The body is empty");
    }

    @Test
    void otherMediaTypes_areUnsupported() {
        assertThat(Bytes.put(path, "{}".getBytes(UTF_8), "Content-Type", "text/plain").statusCode())
                .isEqualTo(415);
    }

    @Test
    void tree_isToldWithItsExecution() {
        String json = tree(2 * MIB);
        put(json);

        HttpResponse<byte[]> answer = Bytes.get(ext(id) + "?include=tree,steps,workflow");

        String body = new String(answer.body(), UTF_8);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(JSON);
        assertThat(answer.headers().firstValue("Content-Length"))
                .hasValue("" + answer.body().length);
        assertThat(body).endsWith(",\"tree\":" + json + "}");
        Answer parsed = Api.get(ext(id) + "?include=tree,steps,workflow");
        assertThat(parsed.text("/externalId")).isEqualTo(id);
        assertThat(parsed.at("/steps").size()).isZero();
        assertThat(parsed.text("/workflow/workflowId")).isEqualTo("w");
        assertThat(parsed.at("/tree/text").asText()).hasSize(2 * MIB);
    }

    @Test
    void noTree_isNull() {
        assertThat(Bytes.get(path).statusCode()).isEqualTo(404);
        Answer story = Api.get(ext(id) + "?include=tree");

        assertThat(story.status()).isEqualTo(200);
        assertThat(story.at("/tree").isNull()).isTrue();
        assertThat(Api.get(ext(id)).body().has("tree")).isFalse();
        assertThat(Api.get(ext("no-" + id) + "?include=tree").status()).isEqualTo(404);
    }

    @Test
    void head_hasNoBody() {
        put(tree(2 * MIB));

        Answer answer = Api.send("HEAD", path, null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.http().body()).isEmpty();
        assertThat(Bytes.get(path).statusCode()).isEqualTo(200);
    }

    private HttpResponse<byte[]> put(String json) {
        return Bytes.put(path, json.getBytes(UTF_8), "Content-Type", JSON);
    }

    private static String tree(int length) {
        return "{\"text\": \"" + "x".repeat(length) + "\"}";
    }

    private long chunks() {
        return Rows.number("SELECT count(*) FROM chunk WHERE execution_id = $1", execution);
    }
}
