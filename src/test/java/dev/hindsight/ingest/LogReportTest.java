package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines, as they are reported and read. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class LogReportTest {

    private final String id = fresh();
    private final String logs = ext(id) + "/logs";

    @BeforeEach
    void begin() {
        report(id, "");
    }

    private static void assertReceipt(Answer answer, int accepted, int duplicates, int renumbered) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .isEqualTo(
                        "{\"accepted\":%d,\"duplicates\":%d,\"renumbered\":%d}"
                                .formatted(accepted, duplicates, renumbered));
    }

    private String listed(String query) {
        List<String> lines = new ArrayList<>();
        get(logs + query)
                .at("/items")
                .forEach(it -> lines.add(it.at("/sequence") + it.at("/message").asText()));
        return String.join(" ", lines);
    }

    @Test
    void lines_areStoredInTheOrderOfTheirSequence() {
        assertReceipt(
                post(
                        logs,
                        "[{'sequence': 5, 'message': 'f'}, {'sequence': 0, 'message': 'a'}, {'message':"
                                + " 'g'}, {'sequence': 3, 'message': 'd'}]"),
                4,
                0,
                0);
        assertReceipt(post(logs, "[{'sequence': 1, 'message': 'late'}]"), 1, 0, 0);

        assertThat(listed("")).isEqualTo("0a 1late 3d 5f 6g");
        JsonNode first = get(logs).at("/items/0");
        assertThat(first.at("/level").asText()).isEqualTo("info");
        assertThat(first.at("/timestamp").isNull()).isFalse();
        assertThat(first.has("notices")).isFalse();
    }

    @Test
    void line_keepsAllItSays() {
        String line =
                "{\"sequence\":7,\"timestamp\":\"2026-11-20T18:00:00.123Z\",\"level\":\"warn\",\"type\":"
                        + "\"TaskProgress\",\"stepKey\":\"k\",\"attempt\":2,\"stream\":\"stderr\","
                        + "\"message\":\"m\",\"data\":{\"a\":1.10}}";

        Api.postRaw(logs, "[" + line + "]");

        assertThat(get(logs).at("/items/0").toString()).isEqualTo(line);
    }

    @Test
    void equalLines_areStoredOnce() {
        String all =
                "{'sequence': 0, 'message': 'a', 'level': 'warn', 'data': {'x': 1, 'y': 2},"
                        + " 'timestamp': 5}";
        assertReceipt(post(logs, "[%s, %s]".formatted(all, all)), 1, 1, 0);
        assertReceipt(post(logs, "[%s]".formatted(all)), 0, 1, 0);
        assertReceipt(post(logs, "[{'sequence': 0, 'message': 'a'}]"), 0, 1, 0);
        assertReceipt(post(logs, "[{'sequence': 0, 'data': {'y': 2, 'x': 1.0}}]"), 0, 1, 0);

        assertThat(listed("")).isEqualTo("0a");
    }

    @Test
    void differentLineUnderATakenSequence_getsTheNextFreeOne() {
        post(logs, "[{'sequence': 0, 'message': 'a'}, {'sequence': 1, 'message': 'b'}]");

        assertReceipt(post(logs, "[{'sequence': 0, 'message': 'other'}]"), 1, 0, 1);
        assertReceipt(post(logs, "[{'sequence': 0, 'message': 'other'}]"), 0, 1, 0);
        assertReceipt(
                post(
                        logs,
                        "[{'sequence': 9, 'message': 'x'}, {'sequence': 9, 'message': 'y'}, {'sequence':"
                                + " 9, 'message': 'x'}]"),
                2,
                1,
                1);

        assertThat(listed("")).isEqualTo("0a 1b 2other 9x 10y");
        assertReceipt(post(logs, "[{'sequence': 2, 'message': 'mine'}]"), 1, 0, 1);
        assertThat(listed("?afterSequence=10")).isEqualTo("11mine");
    }

    @Test
    void linesWithoutASequence_areNeverDuplicates() {
        assertReceipt(post(logs, "[{'message': 'a'}, {'message': 'a'}]"), 2, 0, 0);
        assertReceipt(post(logs, "[{'message': 'a'}]"), 1, 0, 0);
        assertReceipt(post(logs, "[]"), 0, 0, 0);

        assertThat(listed("")).isEqualTo("0a 1a 2a");
    }

    @Test
    void array_isTakenWholeOrNotAtAll() {
        Answer answer =
                post(
                        logs,
                        "[{'message': 'a'}, {'message': 3}, {'level': 'loud', 'typ': 'x'}, {'sequence':"
                                + " -1}, {'attempt': 0}, {'stream': 'stdin'}, 'x']");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors").findValuesAsText("pointer"))
                .containsExactly(
                        "/1/message",
                        "/2/level",
                        "/2/typ",
                        "/3/sequence",
                        "/4/attempt",
                        "/5/stream",
                        "/6");
        assertThat(listed("")).isEmpty();
        assertThat(post(logs, "{'message': 'm'}").status()).isEqualTo(400);
    }

    @Test
    void ndjson_isTakenLineByLine() {
        String body =
                """
                {"sequence": 0, "message": "a"}

                {"sequence": 1, "message": "a", "typ": "x"}
                {"sequence": 2
                {"sequence": 0, "message": "a"}\r
                ["x"]
                {"sequence": 3, "message": "\\ud800"}
                \u0000
                {"sequence": 4, "message": "last"}""";

        Answer answer = Api.postRaw(logs, body, "Content-Type", "application/x-ndjson");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/accepted").asInt()).isEqualTo(3);
        assertThat(answer.at("/duplicates").asInt()).isEqualTo(1);
        assertThat(answer.at("/rejected").asInt()).isEqualTo(4);
        assertThat(answer.at("/errors").findValuesAsText("line"))
                .containsExactly("3", "4", "6", "8");
        assertThat(answer.text("/errors/0/problem/errors/0/pointer")).isEqualTo("/typ");
        assertThat(answer.text("/errors/1/problem/type")).isEqualTo("/problems/invalid-request");
        assertThat(listed("")).isEqualTo("0a 3\uFFFD 4last");
        assertThat(get(logs + "?afterSequence=0").text("/items/0/notices/0/kind"))
                .isEqualTo("sanitized");
    }

    @Test
    void ndjson_mayBeginAnExecution_andNamesAMissingOne() {
        String unknown = ext(fresh()) + "/logs";
        String[] ndjson = {"Content-Type", "application/x-ndjson"};

        assertThat(Api.postRaw(unknown, "{}\n", ndjson).status()).isEqualTo(404);
        assertThat(Api.postRaw(unknown, "", ndjson).status()).isEqualTo(404);
        assertThat(Api.postRaw(unknown, "{\"workflowId\": \"w\"}\n{}\n", ndjson).status())
                .isEqualTo(200);
    }

    @Test
    void otherMediaType_is415() {
        assertThat(send("POST", logs, Api.json("[]"), "Content-Type", "text/plain").status())
                .isEqualTo(415);
    }

    @Test
    void words_areUnderstoodInAnyCase_andNoOthers() {
        post(
                logs,
                "[{'stream': 'STDOUT', 'level': 'Warning'}, {'stream': 'StdErr', 'level': 'WARN'}]");

        Answer other = post(logs, "[{'level': 'fatal'}, {'level': 'notice'}, {'stream': 'out'}]");

        assertThat(get(logs).at("/items").findValuesAsText("stream"))
                .containsExactly("stdout", "stderr");
        assertThat(get(logs).at("/items").findValuesAsText("level"))
                .containsExactly("warn", "warn");
        assertThat(other.at("/errors").findValuesAsText("pointer"))
                .containsExactly("/0/level", "/1/level", "/2/stream");
    }

    @Test
    void cursor_isOfItsExecution() {
        post(logs, "[{}, {}]");
        String other = fresh();
        report(other, "'logs': [{}, {}]");
        String cursor = get(logs + "?limit=1").text("/nextCursor");

        assertThat(get(logs + "?limit=1&cursor=" + cursor).status()).isEqualTo(200);
        assertThat(get(ext(other) + "/logs?limit=1&cursor=" + cursor).status()).isEqualTo(400);
    }

    @Test
    void list_canBeNarrowed() {
        post(
                logs,
                "[{'message': 'Alpha one', 'level': 'TRACE', 'type': 'A'}, {'message': 'beta 100%',"
                        + " 'level': 'debug', 'type': 'B,C', 'stepKey': 'k'}, {'message': 'alpha two',"
                        + " 'level': 'Error', 'stepKey': 'l'}, {'message': 'x_y', 'level': 'warn'}]");

        assertThat(listed("?level=debug,error")).isEqualTo("1beta 100% 2alpha two");
        assertThat(listed("?minLevel=warn")).isEqualTo("2alpha two 3x_y");
        assertThat(listed("?type=B%5C,C,A")).isEqualTo("0Alpha one 1beta 100%");
        assertThat(listed("?stepKey=l")).isEqualTo("2alpha two");
        assertThat(listed("?q=ALPHA")).isEqualTo("0Alpha one 2alpha two");
        assertThat(listed("?q=two%20alp")).isEqualTo("2alpha two");
        assertThat(listed("?q=0%25")).isEqualTo("1beta 100%");
        assertThat(listed("?q=_")).isEqualTo("3x_y");
        assertThat(listed("?afterSequence=0&beforeSequence=2")).isEqualTo("1beta 100%");
        assertThat(listed("?afterSequence=-1")).startsWith("0");
        assertThat(get(logs + "?q=alpha&count=exact&limit=1").at("/total").asInt()).isEqualTo(2);
        for (String bad :
                new String[] {
                    "level=loud",
                    "minLevel=5",
                    "order=up",
                    "count=some",
                    "tail=0",
                    "tail=1001",
                    "afterSequence=x",
                    "tail=1&cursor=x",
                    "cursor=x",
                    "sequence=1"
                }) {
            assertThat(get(logs + "?" + bad).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void list_isPagedInBothOrders_orTellsItsTail() {
        post(logs, "[{'message': 'a'}, {'message': 'b'}, {'message': 'c'}, {'message': 'd'}]");

        assertThat(listed("?tail=2")).isEqualTo("2c 3d");
        assertThat(listed("?tail=2&beforeSequence=3")).isEqualTo("1b 2c");
        assertThat(listed("?order=desc&limit=2")).isEqualTo("3d 2c");
        String up = get(logs + "?limit=3").text("/nextCursor");
        assertThat(listed("?limit=3&cursor=" + up)).isEqualTo("3d");
        String down = get(logs + "?limit=3&order=desc").text("/nextCursor");
        assertThat(listed("?order=desc&cursor=" + down)).isEqualTo("0a");
        assertThat(get(logs + "?cursor=" + down).status()).isEqualTo(400);
        assertThat(get(logs + "?limit=4").at("/nextCursor").isNull()).isTrue();
        assertThat(get(ext(fresh()) + "/logs").status()).isEqualTo(404);
    }

    @Test
    void logsCursor_goesOnWhereTheExecutionsLinesEnd() {
        StringBuilder many = new StringBuilder("[{}");
        for (int i = 0; i < 1000; i++) {
            many.append(",{}");
        }
        assertReceipt(post(logs, many + "]"), 1001, 0, 0);

        JsonNode whole = get(ext(id) + "?include=logs").body();

        assertThat(whole.at("/logs").size()).isEqualTo(1000);
        assertThat(listed("?cursor=" + whole.at("/logsCursor").asText())).isEqualTo("1000null");
    }

    @Test
    void longMessage_isCutWithANotice() {
        post(
                logs,
                "[{'message': '%s'}, {'message': '%s', 'data': {'apiKey': 'x'}}]"
                        .formatted("x".repeat(8192), "ä".repeat(4097)));

        JsonNode lines = get(logs).at("/items");
        assertThat(lines.at("/0/message").asText()).hasSize(8192);
        assertThat(lines.at("/0").has("notices")).isFalse();
        assertThat(lines.at("/1/message").asText()).isEqualTo("ä".repeat(4096));
        assertThat(lines.at("/1/notices").findValuesAsText("pointer"))
                .containsExactly("/message", "/data/apiKey");
        assertThat(lines.at("/1/notices/0/originalBytes").asInt()).isEqualTo(8194);
        assertThat(lines.at("/1/data/apiKey").asText()).isEqualTo("[redacted]");
    }
}
