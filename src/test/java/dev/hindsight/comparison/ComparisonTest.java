package dev.hindsight.comparison;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.WfInstances;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Two executions compared over HTTP. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ComparisonTest {

    private final String left = fresh();
    private final String right = fresh();

    private static Answer diff(String one, String other) {
        Answer answer = get(ext(one) + "/diff/ext:" + other);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return answer;
    }

    private Answer diff() {
        return diff(left, right);
    }

    private void both(String ofLeft, String ofRight) {
        assertThat(report(left, ofLeft).status()).isEqualTo(201);
        assertThat(report(right, ofRight).status()).isEqualTo(201);
    }

    private void steps(String ofLeft, String ofRight) {
        both("", "");
        assertThat(post(ext(left) + "/steps", ofLeft).status()).isEqualTo(201);
        assertThat(post(ext(right) + "/steps", ofRight).status()).isEqualTo(201);
    }

    /** Each change as {@code pointer left right}, where absent is {@code -}. */
    private static List<String> told(JsonNode changes) {
        List<String> told = new ArrayList<>();
        changes.forEach(
                it ->
                        told.add(
                                it.get("pointer").asText()
                                        + " "
                                        + (it.has("left") ? it.get("left") : "-")
                                        + " "
                                        + (it.has("right") ? it.get("right") : "-")));
        return told;
    }

    /** Each step as {@code key kind}. */
    private static List<String> kinds(Answer answer) {
        List<String> kinds = new ArrayList<>();
        answer.at("/steps")
                .forEach(it -> kinds.add(it.get("key").asText() + " " + it.get("kind").asText()));
        return kinds;
    }

    private static String many(int number, IntFunction<String> step) {
        return IntStream.range(0, number)
                .mapToObj(step)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @Nested
    class Records {

        @Test
        void executions_areToldAsListItems() {
            both("'input': 1", "'output': 2");

            Answer told = diff();

            assertThat(told.header("Content-Type")).startsWith("application/json");
            assertThat(told.at("/left")).isEqualTo(item(left));
            assertThat(told.at("/right")).isEqualTo(item(right));
            assertThat(told.at("/steps").isArray()).isTrue();
            assertThat(told.body().has("truncated")).isFalse();
        }

        private static JsonNode item(String externalId) {
            return get(EXECUTIONS + "?externalId=" + externalId).at("/items/0");
        }

        @Test
        void fields_areToldByTheirPointers() {
            both(
                    "'workflowName': 'Flow', 'workflowVersion': '41', 'scriptPath': 'a.cst',"
                            + " 'labels': {'team': 'x', 'tier': '1'}, 'trigger': {'type': 'webhook', 'data': {'x': [1, 2]}},"
                            + " 'status': 'failed', 'error': {'message': 'no', 'type': 'E', 'stack':"
                            + " 'at 1'}, 'exitCode': 1, 'cost': {'amount': 0.10, 'unit': 'USD'},"
                            + " 'engineInstance': 'w1', 'statusReason': 'because'",
                    "'workflowName': 'Flow', 'workflowVersion': '42', 'binaryPath': '/b',"
                            + " 'labels': {'team': 'y'}, 'trigger': {'type': 'manual', 'data': {'x':"
                            + " [1, 3]}}, 'status': 'completed', 'exitCode': 0, 'cost': {'amount':"
                            + " 0.2, 'unit': 'USD'}, 'engineInstance': 'w2', 'sampleRate': 0.5");

            Answer told = diff();

            assertThat(told(told.at("/changes")))
                    .containsExactly(
                            "/status \"failed\" \"completed\"",
                            "/statusReason \"because\" -",
                            "/exitCode 1 0",
                            "/error/message \"no\" -",
                            "/error/type \"E\" -",
                            "/error/stack \"at 1\" -",
                            "/workflowVersion \"41\" \"42\"",
                            "/trigger/type \"webhook\" \"manual\"",
                            "/trigger/data/x/1 2 3",
                            "/labels/team \"x\" \"y\"",
                            "/labels/tier \"1\" -",
                            "/scriptPath \"a.cst\" -",
                            "/binaryPath - \"/b\"",
                            "/cost/amount 0.10 0.2",
                            "/sampleRate 1.0 0.5",
                            "/engineInstance \"w1\" \"w2\"");
        }

        @Test
        void idsTimesAndAttempts_areNoChanges() {
            both(
                    "'attempt': 1, 'runId': 'r1', 'startedAt': '2026-11-01T00:00:00Z',"
                            + " 'durationMs': 5",
                    "'attempt': 2, 'runId': 'r2', 'startedAt': '2026-11-02T00:00:00Z',"
                            + " 'durationMs': 7, 'note': 'n'");

            assertThat(diff().at("/changes")).isEmpty();
        }

        @Test
        void payloads_areComparedToTheLastDigit() {
            both(
                    "'input': {'n': 1.0, 'big': 12345678901234567890.10, 'same': [1, {}]},"
                            + " 'output': 'x', 'metadata': {'m': {'/': 1, '~': 2, '': 3, 'é': 4}}",
                    "'input': {'n': 1, 'big': 12345678901234567890.11, 'same': [1, {}]},"
                            + " 'metadata': {'m': {'/': 2, '~': 3, '': 4, 'é': 5}}");

            assertThat(told(diff().at("/changes")))
                    .containsExactly(
                            "/input/big 12345678901234567890.10 12345678901234567890.11",
                            "/output \"x\" -",
                            "/metadata/m/ 3 4",
                            "/metadata/m/~1 1 2",
                            "/metadata/m/~0 2 3",
                            "/metadata/m/é 4 5");
        }

        @Test
        void keysOfEveryLength_areMatched() {
            // As PostgreSQL keeps them: shorter ones first, whatever their letters.
            both(
                    "'input': {'zz': 1, 'a': 1, 'bbb': 1, 'é': 1, '😀': 1, 'aaaa': 1}",
                    "'input': {'aaaa': 2, '😀': 1, 'é': 1, 'c': 1, 'bbb': 1, 'a': 1}");

            assertThat(told(diff().at("/changes")))
                    .containsExactlyInAnyOrder("/input/zz 1 -", "/input/c - 1", "/input/aaaa 1 2");
        }

        @Test
        void longValues_areShownCut() {
            both("'input': {'t': '%s'}".formatted("é".repeat(2_000)), "'input': {'t': 'x'}");

            JsonNode change = diff().at("/changes/0");

            assertThat(change.at("/left/$truncated").asBoolean()).isTrue();
            assertThat(change.at("/left/bytes").asInt()).isEqualTo(4_002);
            assertThat(change.at("/left/preview").asText()).startsWith("\"ééé").hasSize(1_024);
            assertThat(change.at("/right").asText()).isEqualTo("x");
        }

        @Test
        void changes_areBounded_andThatIsSaid() {
            both(
                    "'engineInstance': 'w1', 'input': " + many(1_200, i -> "1"),
                    "'engineInstance': 'w2', 'input': " + many(1_200, i -> "2"));

            Answer told = diff();

            assertThat(told.at("/changes")).hasSize(1_000);
            // What is told behind a payload that is cut short is told nevertheless.
            assertThat(told.at("/changes/0/pointer").asText()).isEqualTo("/input/0");
            assertThat(told.at("/changes/999/pointer").asText()).isEqualTo("/engineInstance");
            assertThat(told.at("/truncated").asBoolean()).isTrue();
        }

        @Test
        void payloadsOfTheLargestSize_areLookedInto() {
            String items = "{'a': 1}, ".repeat(90_000);
            both("'input': [%s 1]".formatted(items), "'input': [%s 2]".formatted(items));

            assertThat(told(diff().at("/changes"))).containsExactly("/input/90000 1 2");
        }

        @Test
        void oneExecution_differsFromItselfNowhere() {
            both("'input': {'x': 1}, 'steps': [{'key': 's', 'nodeId': 'n', 'output': 1}]", "");

            Answer told = diff(left, left);

            assertThat(told.at("/changes")).isEmpty();
            assertThat(kinds(told)).containsExactly("s same");
        }

        @Test
        void comparedTheOtherWayRound_sidesChange() {
            both("'input': {'a': 1, 'b': [1]}", "'input': {'a': 2, 'b': []}");

            assertThat(told(diff(left, right).at("/changes")))
                    .containsExactly("/input/a 1 2", "/input/b/0 1 -");
            assertThat(told(diff(right, left).at("/changes")))
                    .containsExactly("/input/a 2 1", "/input/b/0 - 1");
        }
    }

    @Nested
    class Steps {

        @Test
        void steps_areMatchedByKey_andTheirDifferencesTold() {
            steps(
                    "[{'key': 'a', 'nodeId': 'n', 'stepIndex': 0, 'status': 'completed', 'durationMs':"
                            + " 5, 'output': {'x': 1}}, {'key': 'b', 'nodeId': 'n', 'stepIndex': 1,"
                            + " 'status': 'completed', 'durationMs': 6}, {'key': 'c', 'nodeId': 'n',"
                            + " 'stepIndex': 2, 'nodeName': 'C', 'nodeType': 'http', 'cached': true,"
                            + " 'cost': {'amount': 1, 'unit': 'USD'}, 'input': 1, 'metadata': {'m':"
                            + " 1}, 'status': 'failed', 'error': {'message': 'm', 'stack': 's'}}]",
                    "[{'key': 'a', 'nodeId': 'n', 'stepIndex': 0, 'status': 'completed', 'durationMs':"
                            + " 9, 'output': {'x': 2}}, {'key': 'b', 'nodeId': 'n', 'stepIndex': 1,"
                            + " 'status': 'completed', 'durationMs': 60}, {'key': 'c', 'nodeId': 'n',"
                            + " 'stepIndex': 2, 'nodeName': 'D', 'nodeType': 'db', 'cached': false,"
                            + " 'cost': {'amount': 1.0, 'unit': 'EUR'}, 'input': 2, 'status': 'failed',"
                            + " 'error': {'message': 'n', 'stack': 't'}}]");

            Answer told = diff();

            assertThat(kinds(told)).containsExactly("a changed", "b same", "c changed");
            assertThat(told(told.at("/steps/0/changes"))).containsExactly("/output/x 1 2");
            assertThat(told.at("/steps/0/durationMs").toString())
                    .isEqualTo("{\"left\":5,\"right\":9}");
            assertThat(told.at("/steps/1/durationMs").toString())
                    .isEqualTo("{\"left\":6,\"right\":60}");
            assertThat(told(told.at("/steps/2/changes")))
                    .containsExactly(
                            "/error/message \"m\" \"n\"",
                            "/error/stack \"s\" \"t\"",
                            "/nodeType \"http\" \"db\"",
                            "/input 1 2",
                            "/metadata {\"m\":1} -",
                            "/cached true false",
                            "/nodeName \"C\" \"D\"",
                            "/cost/unit \"USD\" \"EUR\"");
        }

        @Test
        void anotherStatus_isAChange() {
            steps(
                    "[{'key': 'a', 'nodeId': 'n', 'status': 'completed'}]",
                    "[{'key': 'a', 'nodeId': 'n', 'status': 'skipped'}]");

            Answer told = diff();

            assertThat(kinds(told)).containsExactly("a changed");
            assertThat(told.at("/steps/0/status").toString())
                    .isEqualTo("{\"left\":\"completed\",\"right\":\"skipped\"}");
            assertThat(told.at("/steps/0/changes")).isEmpty();
        }

        @Test
        void numbersWrittenOtherwise_areNoChange() {
            steps(
                    "[{'key': 'a', 'nodeId': 'n', 'output': [1.0, 100]}]",
                    "[{'key': 'a', 'nodeId': 'n', 'output': [1, 1e2]}]");

            assertThat(kinds(diff())).containsExactly("a same");
        }

        @Test
        void stepsOfOneSide_areToldWhereTheyStand() {
            steps(
                    "[{'key': 'a', 'nodeId': 'a', 'stepIndex': 0}, {'key': 'l', 'nodeId': 'l',"
                            + " 'stepIndex': 1, 'status': 'completed', 'durationMs': 3, 'output':"
                            + " 1}, {'key': 'b', 'nodeId': 'b', 'stepIndex': 2}]",
                    "[{'key': 'r0', 'nodeId': 'r0', 'stepIndex': 0}, {'key': 'a', 'nodeId': 'a',"
                            + " 'stepIndex': 1}, {'key': 'r1', 'nodeId': 'r1', 'stepIndex': 2},"
                            + " {'key': 'b', 'nodeId': 'b', 'stepIndex': 3}, {'key': 'r2', 'nodeId':"
                            + " 'r2', 'output': 5}]");

            Answer told = diff();

            assertThat(kinds(told))
                    .containsExactly(
                            "r0 only_right",
                            "a same",
                            "r1 only_right",
                            "l only_left",
                            "b same",
                            "r2 only_right");
            assertThat(told.at("/steps/3").toString())
                    .isEqualTo(
                            "{\"key\":\"l\",\"kind\":\"only_left\",\"status\":{\"left\":\"completed\","
                                    + "\"right\":null},\"durationMs\":{\"left\":3,\"right\":null},"
                                    + "\"changes\":[]}");
            assertThat(told.at("/steps/5/changes")).isEmpty();
            assertThat(told.at("/steps/5/status/left").isNull()).isTrue();
        }

        @Test
        void ofRetries_theNewestAttemptsAreCompared() {
            steps(
                    "[{'key': 'a', 'nodeId': 'n', 'attempt': 1, 'status': 'failed', 'output': 'old'},"
                            + " {'key': 'a', 'nodeId': 'n', 'attempt': 2, 'status': 'completed',"
                            + " 'output': 'good'}]",
                    "[{'key': 'a', 'nodeId': 'n', 'attempt': 1, 'status': 'completed', 'output':"
                            + " 'good'}]");

            assertThat(kinds(diff())).containsExactly("a same");
        }

        @Test
        void loops_areMatchedByIteration_whereKeysAreNobodys() {
            steps(
                    many(
                            5,
                            i ->
                                    "{'key': 'l%1$d', 'nodeId': 'loop', 'iteration': %1$d, 'output': %1$d, 'stepIndex': %1$d}"
                                            .formatted(i)),
                    many(
                            6,
                            i ->
                                    "{'key': 'r%1$d', 'nodeId': 'loop', 'iteration': %1$d, 'output': %2$d, 'stepIndex': %1$d}"
                                            .formatted(i, i == 3 ? 30 : i)));

            Answer told = diff();

            assertThat(kinds(told))
                    .containsExactly(
                            "l0 same",
                            "l1 same",
                            "l2 same",
                            "l3 changed",
                            "l4 same",
                            "r5 only_right");
            assertThat(told(told.at("/steps/3/changes"))).containsExactly("/output 3 30");
        }

        @Test
        void hostileKeys_areKeys() {
            String keys =
                    "[{'key': '/', 'nodeId': 'n', 'output': {'a/b': {'~': {'': 1}}}}, {'key': '~1\\\\',"
                            + " 'nodeId': 'n', 'output': 1}, {'key': 'é😀 \\n', 'nodeId': 'n', 'output':"
                            + " 1}, {'key': '%', 'nodeId': 'n', 'output': 1}]";
            steps(keys, keys.replace("1}", "2}"));

            Answer told = diff();

            assertThat(told.at("/steps")).hasSize(4);
            assertThat(kinds(told))
                    .containsExactlyInAnyOrder(
                            "/ changed", "~1\\ changed", "é😀 \n changed", "% changed");
            told.at("/steps")
                    .forEach(
                            step -> {
                                if (step.get("key").asText().equals("/")) {
                                    assertThat(told(step.get("changes")))
                                            .containsExactly("/output/a~1b/~0/ 1 2");
                                }
                            });
        }

        @Test
        void changesOfAStep_areBounded() {
            steps(
                    "[{'key': 'a', 'nodeId': 'n', 'output': %s}]".formatted(many(250, i -> "1")),
                    "[{'key': 'a', 'nodeId': 'n', 'output': %s}]".formatted(many(250, i -> "2")));

            Answer told = diff();

            assertThat(told.at("/steps/0/changes")).hasSize(200);
            assertThat(told.at("/steps/0/truncated").asBoolean()).isTrue();
            assertThat(told.body().has("truncated")).isFalse();
        }

        @Test
        void changesOfAllSteps_areBounded() {
            String output = many(150, i -> "1");
            steps(many(90, i -> step(i, output)), many(90, i -> step(i, output.replace('1', '2'))));

            Answer told = diff();

            long all = 0;
            for (JsonNode step : told.at("/steps")) {
                all += step.get("changes").size();
                assertThat(step.get("kind").asText()).isEqualTo("changed");
            }
            assertThat(all).isEqualTo(10_000);
            assertThat(told.at("/steps")).hasSize(90);
            assertThat(told.at("/steps/0").has("truncated")).isFalse();
            assertThat(told.at("/steps/89/truncated").asBoolean()).isTrue();
            assertThat(told.at("/steps/89/changes")).isEmpty();
            assertThat(told.at("/truncated").asBoolean()).isTrue();
        }

        private static String step(int i, String output) {
            return "{'key': 's%1$d', 'nodeId': 'n', 'stepIndex': %1$d, 'output': %2$s}"
                    .formatted(i, output);
        }

        @Test
        void largePayloads_areFetchedAFewAtATime() {
            String large = "x".repeat(60_000);
            for (String side : List.of(left, right)) {
                report(side, "");
                for (int part = 0; part < 4; part++) {
                    int from = part * 25;
                    String sent =
                            many(
                                    25,
                                    i ->
                                            step(
                                                    from + i,
                                                    "['%s', '%s', '%s']"
                                                            .formatted(large, large, side)));
                    assertThat(post(ext(side) + "/steps", sent).status()).isEqualTo(201);
                }
            }

            Answer told = diff();

            assertThat(told.at("/steps")).hasSize(100);
            told.at("/steps")
                    .forEach(
                            step ->
                                    assertThat(told(step.get("changes")))
                                            .containsExactly(
                                                    "/output/2 \"%s\" \"%s\""
                                                            .formatted(left, right)));
        }

        @Test
        void thousandsOfSteps_areCompared() {
            report(left, "");
            report(right, "");
            for (int part = 0; part < 10; part++) {
                int from = part * 1_000;
                post(ext(left) + "/steps", many(1_000, i -> step(from + i, "{'v': 1}")));
                post(
                        ext(right) + "/steps",
                        many(
                                1_000,
                                i ->
                                        step(
                                                from + i,
                                                "{'v': %d}"
                                                        .formatted((from + i) % 10 == 0 ? 2 : 1))));
            }

            Answer told = diff();

            assertThat(told.at("/steps")).hasSize(10_000);
            for (int i = 0; i < 10_000; i++) {
                JsonNode step = told.at("/steps").get(i);
                assertThat(step.get("key").asText()).isEqualTo("s" + i);
                assertThat(step.get("kind").asText()).isEqualTo(i % 10 == 0 ? "changed" : "same");
            }
        }

        @Test
        void tooManySteps_areRefused() {
            report(left, "");
            report(right, "");
            for (int part = 0; part < 4; part++) {
                int from = part * 5_001;
                assertThat(
                                post(
                                                ext(left) + "/steps",
                                                many(
                                                        5_001,
                                                        i ->
                                                                "{'key': 's%d', 'nodeId': 'n'}"
                                                                        .formatted(from + i)))
                                        .status())
                        .isEqualTo(201);
            }

            Answer told = get(ext(right) + "/diff/ext:" + left);

            assertThat(told.status()).isEqualTo(422);
            assertThat(told.text("/type")).isEqualTo("/problems/unprocessable");
            assertThat(told.text("/detail")).contains("more than 20,000 steps");
        }
    }

    @Nested
    class LastSuccess {

        private final String workflow = fresh();

        private String execution(String status, String startedAt) {
            Answer made =
                    post(
                            EXECUTIONS,
                            "{'workflowId': '%s', 'status': '%s', 'startedAt': '%s'}"
                                    .formatted(workflow, status, startedAt));
            return made.text("/id");
        }

        private static Answer lastSuccess(String id) {
            return get(EXECUTIONS + "/" + id + "/diff/last-success");
        }

        @Test
        void lastSuccess_isTheNewestCompletedOneBefore() {
            execution("completed", "2026-11-20T10:00:00Z");
            String success = execution("completed", "2026-11-20T11:00:00Z");
            execution("failed", "2026-11-20T11:30:00Z");
            String deleted = execution("completed", "2026-11-20T11:40:00Z");
            Api.send("DELETE", EXECUTIONS + "/" + deleted, null);
            String failed = execution("failed", "2026-11-20T12:00:00Z");
            execution("completed", "2026-11-20T13:00:00Z");

            Answer told = lastSuccess(failed);

            assertThat(told.status()).isEqualTo(200);
            assertThat(told.text("/left/id")).isEqualTo(failed);
            assertThat(told.text("/right/id")).isEqualTo(success);
            assertThat(told(told.at("/changes")))
                    .containsExactly("/status \"failed\" \"completed\"");
        }

        @Test
        void ofOneMoment_idsDecide() {
            String first = execution("completed", "2026-11-20T10:00:00Z");
            String second = execution("completed", "2026-11-20T10:00:00Z");

            assertThat(lastSuccess(second).text("/right/id")).isEqualTo(first);
            assertThat(lastSuccess(first).status()).isEqualTo(404);
        }

        @Test
        void withoutOne_itIsSaid() {
            String only = execution("completed", Instant.now().toString());
            post(EXECUTIONS, "{'workflowId': 'another', 'status': 'completed'}");

            Answer told = lastSuccess(only);

            assertThat(told.status()).isEqualTo(404);
            assertThat(told.text("/detail")).startsWith("No execution of this workflow completed");
        }
    }

    @Nested
    class Refusals {

        @Test
        void unknownExecutions_areNotFound() {
            report(left, "");

            for (String path :
                    List.of(
                            ext(left) + "/diff/ext:" + fresh(),
                            ext(fresh()) + "/diff/ext:" + left,
                            ext(fresh()) + "/diff/last-success",
                            ext(left) + "/diff/no-such-thing",
                            ext(left) + "/diff/0193bb1e-0000-7000-8000-000000000000")) {
                Answer told = get(path);

                assertThat(told.status()).as(path).isEqualTo(404);
                assertThat(told.text("/type")).isEqualTo("/problems/not-found");
            }
        }

        @Test
        void softDeletedOnes_areComparedAsTheyAreTold() {
            both("'input': 1", "'input': 2");
            Api.send("DELETE", ext(left), null);

            assertThat(told(diff().at("/changes"))).containsExactly("/input 1 2");
        }

        @Test
        void unknownParameters_areNamed() {
            report(left, "");

            Answer told = get(ext(left) + "/diff/last-success?with=logs");

            assertThat(told.status()).isEqualTo(400);
            assertThat(told.http().body()).contains("with");
        }
    }

    @Nested
    class RealExecutions {

        @Test
        void twoRunsOfOneWorkflow_differWhereTheyDo() throws IOException {
            List<Path> files = WfInstances.files();
            assumeFalse(files.isEmpty(), "No real executions beside the project");

            for (Path file : files) {
                ObjectNode run = (ObjectNode) new ObjectMapper().readTree(file.toFile());
                String first = taken(run);
                ObjectNode execution = (ObjectNode) run.at("/workflow/execution");
                execution.put("executedAt", "2027-01-01T00:00:00Z");
                ArrayNode tasks = (ArrayNode) execution.get("tasks");
                ((ObjectNode) tasks.get(tasks.size() - 1))
                        .putArray("command")
                        .add("another-" + fresh());
                String second = taken(run);

                assertThat(second).isNotEqualTo(first);
                Answer told = get(EXECUTIONS + "/" + second + "/diff/" + first);

                assertThat(told.status()).as(told.http().body()).isEqualTo(200);
                List<String> changed =
                        kinds(told).stream().filter(it -> !it.endsWith(" same")).toList();
                assertThat(told.at("/steps").size()).isEqualTo(tasks.size());
                assertThat(changed).as(file.toString()).hasSize(1);
            }
        }

        private static String taken(ObjectNode run) {
            Answer taken =
                    Api.send(
                            "POST",
                            EXECUTIONS + "/import?format=wfformat",
                            run.toString().getBytes(UTF_8));
            assertThat(taken.status()).as(taken.http().body()).isEqualTo(200);
            return taken.text("/executions/0/id");
        }
    }
}
