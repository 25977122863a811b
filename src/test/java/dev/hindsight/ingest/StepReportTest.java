package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.put;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.segment;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps, as they are reported and read. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class StepReportTest {

    private final String id = fresh();
    private final String steps = ext(id) + "/steps";

    @BeforeEach
    void begin() {
        report(id, "");
    }

    private JsonNode step(String key) {
        return get(steps + "/" + segment(key)).body();
    }

    private List<String> listed(String query) {
        List<String> keys = new ArrayList<>();
        get(steps + query).at("/items").forEach(it -> keys.add(it.at("/key").asText()));
        return keys;
    }

    /** Each waits for the one before it: so many that the request would never end are not taken. */
    @Test
    void oneAttempt_isReportedAThousandTimesInARequest_notMore() {
        assertThat(post(steps, again(1_000, 1)).status()).isEqualTo(201);

        Answer more = post(steps, again(1_001, 1));
        assertThat(more.status()).isEqualTo(400);
        assertThat(more.text("/errors/0/pointer")).isEqualTo("/1000/key");
        assertThat(more.at("/errors").size()).isOne();
        Answer within =
                post("/api/v1/executions", "{'workflowId': 'w', 'steps': " + again(1_001, 1) + "}");
        assertThat(within.text("/errors/0/pointer")).isEqualTo("/steps/1000/key");
        assertThat(step("again").at("/version").asInt()).isEqualTo(1_000);

        assertThat(post(steps, again(1_001, 2)).status()).isEqualTo(201);
        assertThat(step("again").at("/attempt").asInt()).isEqualTo(501);
    }

    /** Reports of a step, some of each attempt. */
    private static String again(int reports, int attempts) {
        return IntStream.range(0, reports)
                .mapToObj(
                        i ->
                                "{'key': 'again', 'nodeId': 'n', 'stepIndex': %d, 'attempt': %d}"
                                        .formatted(i, attempts == 1 ? 1 : 1 + i / attempts))
                .collect(joining(", ", "[", "]"));
    }

    @Test
    void post_takesOneOrMany_andTellsWhereTheyStand() {
        Answer one = post(steps, "{'key': 'a', 'nodeId': 'n'}");
        assertThat(one.status()).isEqualTo(201);
        assertThat(one.body().toString())
                .isEqualTo("{\"items\":[{\"key\":\"a\",\"attempt\":1,\"version\":1}]}");

        Answer many =
                post(
                        steps,
                        "[{'key': 'a', 'nodeId': 'n', 'cached': true}, {'nodeId': 'm'}, {'key': 'a',"
                                + " 'attempt': 2, 'nodeId': 'n'}]");
        assertThat(many.status()).isEqualTo(201);
        assertThat(many.at("/items/0").toString())
                .isEqualTo("{\"key\":\"a\",\"attempt\":1,\"version\":2}");
        assertThat(many.text("/items/1/key")).hasSize(36);
        assertThat(many.text("/items/2/attempt")).isEqualTo("2");
    }

    @Test
    void reportOfOneBody_isOfOneMoment() {
        String own = fresh();
        // One attempt told often is merged report by report: between the first and the last time
        // passes.
        String more = "{'key': 's', 'nodeId': 'n', 'stepIndex': 1}, ".repeat(30);
        report(
                own,
                "'status': 'completed', 'logs': [{'message': 'm'}], 'steps': [%s{'key': 's', 'nodeId': 'n', 'status': 'completed'}]"
                        .formatted(more));

        JsonNode told = get(ext(own) + "?include=steps,logs").body();

        assertThat(told.at("/steps/0/startedAt")).isEqualTo(told.at("/startedAt"));
        assertThat(told.at("/steps/0/completedAt")).isEqualTo(told.at("/completedAt"));
        assertThat(told.at("/steps/0/durationMs").asLong(-1)).isZero();
        assertThat(told.at("/logs/0/timestamp")).isEqualTo(told.at("/completedAt"));
    }

    @Test
    void array_isTakenWholeOrNotAtAll() {
        Answer answer =
                post(steps, "[{'key': 'a', 'nodeId': 'n'}, {'key': 'b'}, {'nodeId': '', 'x': 1}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/1/nodeId", "/2/nodeId", "/2/nodeId", "/2/x");
        assertThat(listed("")).isEmpty();
    }

    @Test
    void sameStepTwiceInAnArray_mergesInOrder() {
        Answer answer =
                post(
                        steps,
                        "[{'key': 'a', 'nodeId': 'n', 'nodeName': 'x'}, {'key': 'a', 'nodeId': 'n',"
                                + " 'status': 'completed'}, {'key': 'a', 'nodeId': 'n', 'nodeName':"
                                + " 'y'}]");

        assertThat(answer.at("/items").findValuesAsText("version")).containsExactly("1", "2", "3");
        assertThat(step("a").at("/status").asText()).isEqualTo("completed");
        assertThat(step("a").at("/nodeName").asText()).isEqualTo("y");
    }

    @Test
    void status_isCompletedWithAnEnd_elseRunning() {
        post(
                steps,
                "[{'key': 'a', 'nodeId': 'n'}, {'key': 'b', 'nodeId': 'n', 'completedAt': 5000},"
                        + " {'key': 'c', 'nodeId': 'n', 'status': 'Skipped'}, {'key': 'd', 'nodeId':"
                        + " 'n', 'status': 'queued'}]");

        assertThat(step("a").at("/status").asText()).isEqualTo("running");
        assertThat(step("b").at("/status").asText()).isEqualTo("completed");
        assertThat(step("c").at("/status").asText()).isEqualTo("skipped");
        assertThat(step("c").at("/startedAt").isNull()).isTrue();
        assertThat(step("d").at("/status").asText()).isEqualTo("pending");
        assertThat(step("d").at("/startedAt").isNull()).isTrue();
    }

    @Test
    void inferredStatus_yieldsToOneThatIsSaid() {
        post(steps, "{'key': 'a', 'nodeId': 'n', 'completedAt': 5000}");
        post(steps, "{'key': 'a', 'nodeId': 'n', 'status': 'running', 'startedAt': 3000}");
        assertThat(step("a").at("/status").asText()).isEqualTo("completed");
        assertThat(step("a").at("/durationMs").asInt()).isEqualTo(2000);

        post(steps, "{'key': 'a', 'nodeId': 'n', 'status': 'failed', 'error': 'e'}");
        assertThat(step("a").at("/status").asText()).isEqualTo("failed");

        post(steps, "{'key': 'a', 'nodeId': 'n', 'status': 'completed'}");
        assertThat(step("a").at("/status").asText()).isEqualTo("failed");
    }

    @Test
    void rank_isComparedWithinOneAttempt() {
        post(steps, "{'key': 'a', 'nodeId': 'n', 'status': 'failed'}");
        post(steps, "{'key': 'a', 'nodeId': 'n', 'attempt': 2, 'status': 'pending'}");

        assertThat(step("a").at("/attempt").asInt()).isEqualTo(2);
        assertThat(step("a").at("/status").asText()).isEqualTo("pending");
        assertThat(get(steps + "/a?attempt=1").text("/status")).isEqualTo("failed");
        assertThat(get(steps + "/a?attempt=3").status()).isEqualTo(404);
        assertThat(get(steps + "/a?attempt=0").status()).isEqualTo(400);
        assertThat(get(steps + "/none").status()).isEqualTo(404);
    }

    @Test
    void putAndPatch_areAboutTheNewestAttemptUnlessTheySay() {
        assertThat(put(steps + "/a", "{'nodeId': 'n'}").status()).isEqualTo(201);
        assertThat(put(steps + "/a?attempt=2", "{'nodeId': 'n'}").status()).isEqualTo(201);

        assertThat(put(steps + "/a", "{'nodeName': 'x'}").text("/attempt")).isEqualTo("2");
        assertThat(patch(steps + "/a", "{'nodeType': 't'}").text("/attempt")).isEqualTo("2");
        assertThat(patch(steps + "/a?attempt=1", "{'nodeType': 't'}").text("/attempt"))
                .isEqualTo("1");
        assertThat(put(steps + "/a", "{'attempt': 3, 'nodeId': 'n'}").status()).isEqualTo(201);

        assertThat(put(steps + "/a?attempt=1", "{'attempt': 2}").status()).isEqualTo(400);
        assertThat(put(steps + "/a", "{'key': 'b'}").status()).isEqualTo(400);
        assertThat(patch(steps + "/a?attempt=9", "{}").status()).isEqualTo(404);
        assertThat(put(steps + "/new", "{}").text("/errors/0/pointer")).isEqualTo("/nodeId");
    }

    @Test
    void patch_clearsWithNull_butNotWhatMustBe() {
        put(
                steps + "/a",
                "{'nodeId': 'n', 'nodeName': 'x', 'input': 1, 'error': {'message': 'm', 'type': 't'},"
                        + " 'cost': {'amount': 1, 'unit': 'u'}, 'dependsOn': ['b'], 'durationMs': 4,"
                        + " 'completedAt': 9000}");

        Answer answer =
                patch(
                        steps + "/a",
                        "{'nodeName': null, 'input': null, 'error': {'type': null}, 'cost': null,"
                                + " 'dependsOn': null, 'durationMs': null}");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode it = step("a");
        assertThat(it.at("/nodeName").isNull()).isTrue();
        assertThat(it.at("/input").isNull()).isTrue();
        assertThat(it.at("/error/message").asText()).isEqualTo("m");
        assertThat(it.at("/error/type").isNull()).isTrue();
        assertThat(it.at("/cost").isNull()).isTrue();
        assertThat(it.at("/dependsOn").size()).isZero();
        assertThat(it.at("/durationMs").asInt()).isZero();
        for (String field : new String[] {"status", "nodeId", "startedAt"}) {
            assertThat(patch(steps + "/a", "{'%s': null}".formatted(field)).status())
                    .as(field)
                    .isEqualTo(400);
        }
    }

    @Test
    void patchOfAStatusThatCannotFollow_is409() {
        put(steps + "/a", "{'nodeId': 'n', 'status': 'completed'}");

        assertThat(patch(steps + "/a", "{'status': 'running'}").status()).isEqualTo(409);
        assertThat(patch(steps + "/a", "{'status': 'skipped'}").status()).isEqualTo(409);
        assertThat(patch(steps + "/a", "{'status': 'success'}").status()).isEqualTo(200);
        assertThat(put(steps + "/a", "{'status': 'running', 'nodeName': 'x'}").text("/status"))
                .isEqualTo("completed");
    }

    @Test
    void conflict_tellsTheStatusThatTheStepHas() {
        put(steps + "/a", "{'nodeId': 'n', 'status': 'completed'}");

        assertThat(patch(steps + "/a", "{'status': 'running'}").text("/detail"))
                .contains("completed")
                .doesNotContain("running");
    }

    @Test
    void force_overridesTheOrder() {
        put(steps + "/a", "{'nodeId': 'n', 'status': 'completed', 'completedAt': 5000}");

        assertThat(patch(steps + "/a?force=false", "{'status': 'failed'}").status()).isEqualTo(409);
        assertThat(patch(steps + "/a?force=yes", "{}").status()).isEqualTo(400);
        assertThat(patch(steps + "/a?force=true", "{'status': 'failed'}").text("/status"))
                .isEqualTo("failed");
        assertThat(step("a").at("/completedAt").asText()).isEqualTo("1970-01-01T00:00:05.000Z");

        patch(steps + "/a?force=true&attempt=1", "{'status': 'running'}");

        assertThat(step("a").at("/status").asText()).isEqualTo("running");
        assertThat(step("a").at("/completedAt").isNull()).isTrue();
    }

    @Test
    void retriedFailure_keepsItsOwnTimes() {
        put(
                steps + "/a",
                "{'nodeId': 'n', 'startedAt': 1000, 'durationMs': 500, 'status': 'failed'}");

        assertThat(step("a").at("/startedAt").asText()).isEqualTo("1970-01-01T00:00:01.000Z");
        assertThat(step("a").at("/durationMs").asInt()).isEqualTo(500);
    }

    @Test
    void endWithoutAStart_isTimedLikeAnExecution() {
        put(steps + "/a", "{'nodeId': 'n', 'completedAt': 5000}");
        put(steps + "/b", "{'nodeId': 'n', 'completedAt': 5000, 'durationMs': 2000}");
        put(steps + "/c", "{'nodeId': 'n'}");
        put(steps + "/c", "{'completedAt': 5000}");

        assertThat(step("a").at("/startedAt").asText()).isEqualTo("1970-01-01T00:00:05.000Z");
        assertThat(step("a").at("/durationMs").asInt()).isZero();
        assertThat(step("b").at("/startedAt").asText()).isEqualTo("1970-01-01T00:00:03.000Z");
        assertThat(step("c").at("/startedAt").asText()).isEqualTo("1970-01-01T00:00:05.000Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b", "a%b", "ä😀", "a:b", "x y", "a;b=c", "a+b", "a?b#c", "...", "%2F", ","
            })
    void key_mayBeAnyText(String key) {
        assertThat(put(steps + "/" + segment(key), "{'nodeId': 'n'}").text("/key")).isEqualTo(key);
        assertThat(patch(steps + "/" + segment(key), "{'cached': true}").status()).isEqualTo(200);
        assertThat(step(key).at("/key").asText()).isEqualTo(key);
        assertThat(step(key).at("/cached").asBoolean()).isTrue();
    }

    @Test
    void keyThatIsNone_isRefused() {
        for (String key : new String[] {"", ".", "..", "a\\u0000", "\\ud800", "x".repeat(256)}) {
            assertThat(post(steps, "{'nodeId': 'n', 'key': '%s'}".formatted(key)).status())
                    .as(key)
                    .isEqualTo(400);
        }
        assertThat(put(steps + "/" + "x".repeat(256), "{'nodeId': 'n'}").status()).isEqualTo(400);
        assertThat(get(steps + "/" + "x".repeat(256)).status()).isEqualTo(404);
        assertThat(put(steps + "/a%00b", "{'nodeId': 'n'}").status()).isEqualTo(400);
        assertThat(get(steps + "/a%00b").status()).isIn(400, 404);
        assertThat(
                        put(
                                        steps
                                                + "/"
                                                + "😀".repeat(255).replace("😀", "%F0%9F%98%80"),
                                        "{'nodeId': 'n'}")
                                .status())
                .isEqualTo(201);
    }

    @Test
    void list_isOrderedAndPaged_thoseWithoutAPlaceLast() {
        post(
                steps,
                "[{'key': 'e', 'nodeId': 'n', 'status': 'pending'}, {'key': 'd', 'nodeId': 'n',"
                        + " 'startedAt': 7}, {'key': 'c', 'nodeId': 'n', 'startedAt': 5}, {'key': 'b',"
                        + " 'nodeId': 'n', 'stepIndex': 2147483647, 'startedAt': 6}, {'key': 'a2',"
                        + " 'nodeId': 'n', 'stepIndex': 1, 'status': 'pending'}, {'key': 'a1',"
                        + " 'nodeId': 'n', 'stepIndex': 1, 'startedAt': 9}, {'key': 'f', 'nodeId': 'n',"
                        + " 'status': 'pending', 'attempt': 2}, {'key': 'f', 'nodeId': 'n', 'status':"
                        + " 'pending'}]");

        List<String> all = listed("");
        assertThat(all).containsExactly("a1", "a2", "c", "b", "d", "e", "f", "f");

        for (int size = 1; size <= 3; size++) {
            List<String> paged = new ArrayList<>();
            String cursor = "";
            do {
                JsonNode page = get(steps + "?limit=" + size + cursor).body();
                page.at("/items").forEach(it -> paged.add(it.at("/key").asText()));
                cursor =
                        page.at("/nextCursor").isNull()
                                ? ""
                                : "&cursor=" + page.at("/nextCursor").asText();
            } while (!cursor.isEmpty());
            assertThat(paged).as("pages of " + size).isEqualTo(all);
        }
    }

    @Test
    void list_canBeNarrowed() {
        post(
                steps,
                "[{'key': 'a', 'nodeId': 'x', 'status': 'failed', 'input': 1}, {'key': 'a', 'attempt':"
                        + " 2, 'nodeId': 'x', 'status': 'completed', 'input': 2}, {'key': 'b',"
                        + " 'nodeId': 'y,z', 'status': 'skipped'}]");

        assertThat(listed("?attempts=all")).containsExactlyInAnyOrder("a", "a", "b");
        assertThat(listed("?attempts=latest")).containsExactlyInAnyOrder("a", "b");
        assertThat(get(steps + "?attempts=latest&nodeId=x").text("/items/0/attempt"))
                .isEqualTo("2");
        assertThat(listed("?attempts=latest&status=failed")).isEmpty();
        assertThat(listed("?status=failed,SKIPPED")).containsExactlyInAnyOrder("a", "b");
        assertThat(listed("?nodeId=y%5C,z")).containsExactly("b");
        assertThat(listed("?nodeId=nothing")).isEmpty();
        JsonNode summary = get(steps + "?fields=summary&nodeId=x").at("/items/0");
        assertThat(summary.has("input") || summary.has("notices")).isFalse();
        assertThat(get(steps + "?nodeId=x").at("/items/0").has("input")).isTrue();
        for (String bad :
                new String[] {"status=done", "attempts=some", "fields=all", "key=a", "cursor=x"}) {
            assertThat(get(steps + "?" + bad).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void cursor_isOfItsExecution() {
        post(steps, "[{'key': 'a', 'nodeId': 'n'}, {'key': 'b', 'nodeId': 'n'}]");
        String other = fresh();
        report(other, "'steps': [{'key': 'a', 'nodeId': 'n'}, {'key': 'b', 'nodeId': 'n'}]");
        String cursor = get(steps + "?limit=1").text("/nextCursor");

        assertThat(get(steps + "?limit=1&cursor=" + cursor).text("/items/0/key")).isEqualTo("b");
        assertThat(get(ext(other) + "/steps?limit=1&cursor=" + cursor).status()).isEqualTo(400);
    }

    @Test
    void stepsCursor_goesOnWhereTheExecutionsStepsEnd() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1001; i++) {
            many.append(i == 0 ? "[" : ",")
                    .append("{'key': 'k%d', 'nodeId': 'n', 'stepIndex': %d}".formatted(i, i));
        }
        assertThat(post(steps, many + "]").status()).isEqualTo(201);

        JsonNode whole = get(ext(id) + "?include=steps").body();

        assertThat(whole.at("/steps").size()).isEqualTo(1000);
        JsonNode rest = get(steps + "?cursor=" + whole.at("/stepsCursor").asText()).body();
        assertThat(rest.at("/items").size()).isEqualTo(1);
        assertThat(rest.at("/items/0/key").asText()).isEqualTo("k1000");
    }
}
