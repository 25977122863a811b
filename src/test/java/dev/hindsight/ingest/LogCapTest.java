package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Little;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs that grow beyond what an execution may have. */
@QuarkusTest
@TestProfile(Little.class)
class LogCapTest {

    private final String id = fresh();
    private final String logs = ext(id) + "/logs";

    @BeforeEach
    void begin() {
        report(id, "");
    }

    private static void assertReceipt(Answer answer, String expected) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString().replace("\"", "")).isEqualTo("{" + expected + "}");
    }

    private JsonNode notices() {
        return get(ext(id)).at("/notices");
    }

    private String sequences() {
        return String.join(" ", get(logs).at("/items").findValuesAsText("sequence"));
    }

    @Test
    void oldestLines_areKept_andANoticeTells() {
        assertReceipt(
                post(logs, "[{'message': 'a'}, {'sequence': 7}, {'message': 'b'}, {}]"),
                "accepted:4,duplicates:0,renumbered:0");
        assertThat(notices().size()).isZero();

        assertReceipt(
                post(logs, "[{'message': 'c'}, {'message': 'd'}, {'message': 'e'}]"),
                "accepted:1,duplicates:0,renumbered:0,dropped:2");
        assertReceipt(
                post(logs, "[{'sequence': 3}]"), "accepted:0,duplicates:0,renumbered:0,dropped:1");

        assertThat(sequences()).isEqualTo("7 8 9 10 11");
        assertThat(notices().toString())
                .isEqualTo("[{\"kind\":\"truncated\",\"pointer\":\"/logs\"}]");
        assertThat(get(ext(id)).text("/version")).isEqualTo("1");
        assertThat(
                        Rows.number(
                                "SELECT dropped FROM log_tally t JOIN execution e ON e.id ="
                                        + " t.execution_id WHERE e.external_id = $1",
                                id))
                .isEqualTo(3);
    }

    @Test
    void placedLines_fillTheLogInTheirOrder() {
        assertReceipt(
                post(
                        logs,
                        "[{'sequence': 9}, {'sequence': 1}, {'sequence': 8}, {'sequence': 2}, {'sequence':"
                                + " 7}, {'sequence': 3}]"),
                "accepted:5,duplicates:0,renumbered:0,dropped:1");

        assertThat(sequences()).isEqualTo("1 2 7 8 9");
    }

    @Test
    void duplicates_areKnownInAFullLog() {
        String five =
                "[{'sequence': 0, 'message': 'a'}, {'sequence': 1}, {'sequence': 2}, {'sequence': 3},"
                        + " {'sequence': 4}]";
        post(logs, five);

        assertReceipt(post(logs, five), "accepted:0,duplicates:5,renumbered:0");
        assertThat(notices().size()).isZero();
        assertReceipt(
                post(logs, "[{'sequence': 0, 'message': 'other'}]"),
                "accepted:0,duplicates:0,renumbered:0,dropped:1");
    }

    @Test
    void lineThatReachesTheBytes_isTheLast() {
        assertReceipt(
                post(logs, "[{'message': '%s'}, {'data': 'y'}]".formatted("x".repeat(99))),
                "accepted:2,duplicates:0,renumbered:0");
        assertReceipt(post(logs, "[{}]"), "accepted:0,duplicates:0,renumbered:0,dropped:1");

        assertThat(notices().size()).isEqualTo(1);
    }

    @Test
    void eachExecution_hasALogOfItsOwn() {
        post(logs, "[{}, {}, {}, {}, {}, {}]");
        String other = fresh();

        assertThat(report(other, "'logs': [{}, {}, {}, {}, {}, {}, {}]").status()).isEqualTo(201);

        assertThat(get(ext(other) + "/logs").at("/items").size()).isEqualTo(5);
        assertThat(get(ext(other)).at("/notices").size()).isEqualTo(1);
    }

    @Test
    void notice_staysWithTheOthers() {
        report(id, "'input': {'token': 'x'}");
        post(logs, "[{}, {}, {}, {}, {}, {}]");
        report(id, "'input': {'secret': 'x'}, 'status': 'completed'");

        assertThat(notices().findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/input/secret", "/logs");
    }

    @Test
    void ndjson_tellsWhatWasDropped() {
        Answer answer =
                Api.postRaw(
                        logs,
                        "{}\n{}\n{}\nx\n{}\n{}\n{}\n",
                        "Content-Type",
                        "application/x-ndjson");

        assertThat(answer.at("/accepted").asInt()).isEqualTo(5);
        assertThat(answer.at("/dropped").asInt()).isEqualTo(1);
        assertThat(answer.at("/rejected").asInt()).isEqualTo(1);
    }
}
