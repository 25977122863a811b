package dev.hindsight.checkpoint;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.put;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.segment;
import static dev.hindsight.fixture.Api.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Artifacts. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ArtifactTest {

    private final String id = fresh();
    private final String path = ext(id) + "/artifacts";
    private UUID execution;

    @BeforeEach
    void begin() {
        execution = UUID.fromString(report(id, "").text("/id"));
    }

    @Test
    void put_replacesAllAtOnce() {
        assertThat(put(path, "{'a': {'x': 1, 'y': [2]}, 'b': {'z': null}}").status())
                .isEqualTo(204);
        assertThat(put(path, "{'a': {'y': [3]}, 'c': {'z': 'text'}}").status()).isEqualTo(204);

        assertThat(body(path)).isEqualTo("{\"a\":{\"y\":[3]},\"c\":{\"z\":\"text\"}}");
    }

    @Test
    void patch_appliesADeltaInWhichNullIsAValue() {
        put(path, "{'a': {'x': 1, 'y': 2}}");

        assertThat(patch(path, "{'a': {'x': null}, 'b': {'z': 3}}").status()).isEqualTo(204);

        assertThat(body(path)).isEqualTo("{\"a\":{\"x\":null,\"y\":2},\"b\":{\"z\":3}}");
        assertThat(
                        send(
                                        "PATCH",
                                        path,
                                        "{}".getBytes(UTF_8),
                                        "Content-Type",
                                        "application/merge-patch+json")
                                .status())
                .isEqualTo(204);
    }

    @Test
    void delete_removesAll() {
        put(path, "{'a': {'x': 1}, 'b': {'y': 2}}");

        assertThat(send("DELETE", path, null).status()).isEqualTo(204);
        assertThat(send("DELETE", path, null).status()).isEqualTo(204);

        assertThat(body(path)).isEqualTo("{}");
    }

    @Test
    void noArtifacts_areAnEmptyObject() {
        Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.http().body()).isEqualTo("{}");
        put(path, "{'a': {}}");
        assertThat(body(path)).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\\u0000 \\uD800 \\udc00\\uD83D \\/ ü \uD83D\uDE00\"",
                "1e400",
                "-0.0",
                "1.10E+0300000",
                "1234567890123456789012345678901234567890.12345678901234567890",
                "{\"k\" : 1 , \"k\": {\"k\": [ ]}}",
                "\"\"",
                "[ 1,\n\t2 ]",
                "{\"password\": \"kept, since an engine recovers from it\"}"
            })
    void values_comeBackAsTheyWereSent(String json) {
        byte[] body = ("{\"n\": {\"before\":0, \"k\": " + json + " , \"z\":true}}").getBytes(UTF_8);

        assertThat(send("PUT", path, body).status()).isEqualTo(204);
        assertThat(body(path)).isEqualTo("{\"n\":{\"before\":0,\"k\":" + json + ",\"z\":true}}");
        assertThat(body(path + "/n/k")).isEqualTo(json);

        Answer item = send("PUT", path + "/n/item", (" " + json + "\n").getBytes(UTF_8));
        assertThat(item.status()).isEqualTo(201);
        assertThat(body(path + "/n/item").strip()).isEqualTo(json);
    }

    @Test
    void longStrings_areNotCut() {
        String value = "\"" + "é".repeat(2_000_000) + "\"";

        assertThat(send("PUT", path + "/n/k", value.getBytes(UTF_8)).status()).isEqualTo(201);

        assertThat(body(path + "/n/k")).isEqualTo(value);
        assertThat(body(path)).isEqualTo("{\"n\":{\"k\":" + value + "}}");
    }

    @Test
    void manyAndLargeArtifacts_areToldInSlices() {
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            // Some nodes span slices of a thousand, some values are larger than a slice's bytes.
            String value = i % 500 == 7 ? "\"" + "v".repeat(700_000) + "\"" : "" + i;
            sent.append(i % 400 == 0 ? (i == 0 ? "{" : "},") + "\"n%05d\":{".formatted(i) : ",")
                    .append("\"k%05d\":".formatted(i))
                    .append(value);
        }
        String document = sent.append("}}").toString();

        assertThat(send("PUT", path, document.getBytes(UTF_8)).status()).isEqualTo(204);

        assertThat(body(path)).isEqualTo(document.substring(0, document.length()));
    }

    @Test
    void items_comeAndGo() {
        assertThat(put(path + "/n/k", "1").status()).isEqualTo(201);
        assertThat(put(path + "/n/k", "2").status()).isEqualTo(204);
        assertThat(body(path + "/n/k")).isEqualTo("2");
        assertThat(send("DELETE", path + "/n/k", null).status()).isEqualTo(204);
        assertThat(send("DELETE", path + "/n/k", null).status()).isEqualTo(404);
        assertThat(get(path + "/n/k").status()).isEqualTo(404);
    }

    @Test
    void names_areAnyText() {
        String node = "a/b c%~\"\\ü\uD83D\uDE00\n";
        String key = "k".repeat(250) + "\uD83D\uDE00".repeat(5);
        String item = path + "/" + segment(node) + "/" + segment(key);

        assertThat(put(item, "1").status()).isEqualTo(201);

        assertThat(body(item)).isEqualTo("1");
        assertThat(get(path).body().get(node).get(key).asInt()).isEqualTo(1);
        assertThat(put(path, body(path).replace('"', '\'').replace("\\'", "\\\"")).status())
                .isEqualTo(204);
    }

    @Test
    void badNames_areInvalid() {
        String tooLong = "k".repeat(256);

        assertThat(put(path + "/n/" + tooLong, "1").status()).isEqualTo(400);
        assertThat(get(path + "/" + tooLong + "/k").status()).isEqualTo(400);
        assertThat(put(path + "/n/%00", "1").status()).isEqualTo(400);
        Answer all =
                put(
                        path,
                        "{'ok': {'a': 1, '%s': 1, 'n\\u0000l': 1, 'h\\ud800': 1, '': 1}, '': {'a': 1}}"
                                .formatted(tooLong));
        assertThat(all.status()).isEqualTo(400);
        assertThat(all.at("/errors").findValuesAsText("pointer"))
                .containsExactly(
                        "/ok/" + tooLong,
                        "/ok/n\0l",
                        "/ok/h\uFFFD".replace("\uFFFD", "?"),
                        "/ok/",
                        "/");
        assertThat(body(path)).isEqualTo("{}");
    }

    @Test
    void invalidShapes_arePointedAt() {
        assertThat(put(path, "[]").text("/errors/0/pointer")).isEmpty();
        assertThat(put(path, "{'a': 1, 'b/c': [2], 'ok': {'k': 1}}").at("/errors"))
                .extracting(error -> error.get("pointer").asText())
                .containsExactly("/a", "/b~1c");
        assertThat(patch(path, "{'a': null}").text("/errors/0/pointer")).isEqualTo("/a");
        assertThat(body(path)).isEqualTo("{}");
    }

    @Test
    void namesThatAreThereTwice_arePointedAt() {
        assertThat(put(path, "{'a': {'k': 1, 'k': 2}}").text("/errors/0/pointer"))
                .isEqualTo("/a/k");
        assertThat(put(path, "{'a': {'k': 1}, 'a': {'l': 2}}").text("/errors/0/pointer"))
                .isEqualTo("/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{'a': {'k': 01}}", "{'a': {'k': 1}} x", "{'a': {'k' 1}}"})
    void malformedBodies_areInvalid(String json) {
        assertThat(put(path, json).status()).isEqualTo(400);
        assertThat(patch(path, json).status()).isEqualTo(400);
        assertThat(put(path + "/n/k", json.replace("{'a': {'k': 1}}", "1")).status())
                .isEqualTo(400);
    }

    @Test
    void invalidUtf8_isInvalid() {
        byte[] halfAPair = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
        byte[] overlong = {'"', (byte) 0xC0, (byte) 0x80, '"'};

        assertThat(send("PUT", path + "/n/k", halfAPair).status()).isEqualTo(400);
        assertThat(send("PUT", path + "/n/k", overlong).status()).isEqualTo(400);
    }

    @Test
    void largeBodies_areRefused() {
        byte[] body = new byte[11 * 1024 * 1024];
        Arrays.fill(body, (byte) ' ');

        assertThat(send("PUT", path, body).status()).isEqualTo(413);
        assertThat(send("PUT", path + "/n/k", body).status()).isEqualTo(413);
    }

    @Test
    void unknownExecutions_areNotFound() {
        String unknown = ext("no-" + id) + "/artifacts";

        assertThat(get(unknown).status()).isEqualTo(404);
        assertThat(put(unknown, "{}").status()).isEqualTo(404);
        assertThat(patch(unknown, "{}").status()).isEqualTo(404);
        assertThat(send("DELETE", unknown, null).status()).isEqualTo(404);
        assertThat(get(unknown + "/n/k").status()).isEqualTo(404);
        assertThat(put(unknown + "/n/k", "1").status()).isEqualTo(404);
        assertThat(send("DELETE", unknown + "/n/k", null).status()).isEqualTo(404);
    }

    @Test
    void sizes_areNoted() {
        put(path, "{'a': {'k': [1, 2], 'l': 'ü'}}");

        assertThat(
                        Rows.number(
                                "SELECT sum(bytes) FROM artifact WHERE execution_id = $1",
                                execution))
                .isEqualTo(6 + 4);
    }

    private static String body(String path) {
        Answer answer = get(path);
        assertThat(answer.status()).isEqualTo(200);
        return answer.http().body();
    }
}
