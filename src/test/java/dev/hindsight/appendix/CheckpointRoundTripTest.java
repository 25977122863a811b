package dev.hindsight.appendix;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Transcripts.export;
import static dev.hindsight.fixture.Transcripts.sorted;
import static dev.hindsight.fixture.Transcripts.take;
import static dev.hindsight.fixture.Transcripts.taken;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What engines recover from, exported, purged, imported and exported again. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class CheckpointRoundTripTest {

    private static final int MIB = 1024 * 1024;

    private final String id = fresh();

    @BeforeEach
    void begin() {
        report(id, "");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private int send(String method, String path, String type, byte[] body) {
        return given().contentType(type)
                .body(body)
                .request(method, ext(id) + path)
                .then()
                .extract()
                .statusCode();
    }

    private byte[] get(String path) {
        return given().get(ext(id) + path).then().statusCode(200).extract().asByteArray();
    }

    private void purge() {
        given().delete(ext(id) + "?purge=true").then().statusCode(204);
    }

    /** Compared without a word: the texts are too large to be told apart by an assertion. */
    private static void isSame(String one, String other) {
        assertThat(sorted(one).equals(sorted(other))).isTrue();
    }

    private Map<String, byte[]> fill() {
        String artifacts =
                "{\"n 1\": {\"k\": 12345678901234567890123456789012345678901.50, \"u\": \"a\\u0000\\ud800\"},"
                        + " \"ü\": {\"null\": null, \"deep\": [1, {\"token\": \"kept\"}]}}";
        String tree =
                IntStream.range(0, 60_000)
                        .mapToObj(i -> "{\"node\": " + i + ", \"text\": \"ä\\u0000 " + i + "\"}")
                        .collect(Collectors.joining(", \n", "[", "]"));
        assertThat(send("PUT", "/artifacts", "application/json", artifacts.getBytes(UTF_8)))
                .isEqualTo(204);
        assertThat(send("PUT", "/tree", "application/json", tree.getBytes(UTF_8))).isEqualTo(204);
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        bytes.put("/tree", tree.getBytes(UTF_8));
        bytes.put("/state/active", random(MIB + 1));
        bytes.put("/state/pending", new byte[0]);
        for (String state : List.of("/state/active", "/state/pending")) {
            assertThat(send("PUT", state, "application/octet-stream", bytes.get(state)))
                    .isEqualTo(204);
        }
        for (int length : new int[] {1, MIB, 3 * MIB}) {
            assertThat(send("POST", "/snapshots", "application/octet-stream", random(length)))
                    .isEqualTo(201);
        }
        bytes.put("/snapshots/latest", random(3 * MIB));
        return bytes;
    }

    @Test
    void checkpoints_comeBackByteForByte() {
        Map<String, byte[]> bytes = fill();
        byte[] artifacts = get("/artifacts");
        String first = export(id);
        purge();

        taken(first);

        isSame(export(id), first);
        assertThat(get("/artifacts")).isEqualTo(artifacts);
        bytes.forEach((path, sent) -> assertThat(Arrays.equals(get(path), sent)).as(path).isTrue());
        assertThat(first)
                .contains("\"tree\":{\"blob\"", "\"kind\":\"active\"", "{\"artifact\":{\"node\":");
    }

    @Test
    void importingAgain_changesNothing_andLeavesWhatIsNewer() {
        fill();
        String first = export(id);
        taken(first);
        isSame(export(id), first);
        send("PUT", "/tree", "application/json", "{\"newer\": 1}".getBytes(UTF_8));
        send("PUT", "/artifacts/ü/null", "application/json", "2".getBytes(UTF_8));
        String newer = export(id);

        taken(first);

        isSame(export(id), newer);
        assertThat(get("/tree")).asString(UTF_8).isEqualTo("{\"newer\": 1}");
    }

    @Test
    void wrongChunks_areRefused() {
        send("PUT", "/tree", "application/json", "[1]".getBytes(UTF_8));
        send("PUT", "/state/active", "application/octet-stream", random(10));
        String good = export(id);
        String json = Base64.getEncoder().encodeToString("[1]".getBytes(UTF_8));
        String state = Base64.getEncoder().encodeToString(random(10));
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put(json, Base64.getEncoder().encodeToString("[1,".getBytes(UTF_8)));
        wrong.put(state, Base64.getEncoder().encodeToString(random(11)));
        wrong.put("\"kind\":\"active\"", "\"kind\":\"other\"");
        wrong.put("\"kind\":\"active\",", "");
        wrong.put("\"n\":0", "\"n\":1");
        wrong.put("\"bytes\":10", "\"bytes\":99999999999");
        wrong.put("\"base64\":\"" + state, "\"base64\":\"*");
        purge();

        wrong.forEach(
                (part, other) -> {
                    assertThat(good).contains(part);
                    Answer answer = take(good.replace(part, other));
                    assertThat(answer.status()).as(other + answer.body()).isEqualTo(400);
                    given().delete(ext(id) + "?purge=true");
                });
        taken(good);
        isSame(export(id), good);
    }
}
