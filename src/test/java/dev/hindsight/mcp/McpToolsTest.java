package dev.hindsight.mcp;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.settled;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each tool tells, of executions that were reported over HTTP. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class McpToolsTest {

    /** Of no other test. */
    private final String workflow = fresh();

    private final String external = fresh();

    private String reported(String name, String members) {
        Answer made =
                post(
                        Api.EXECUTIONS,
                        "{'externalId': '%s', 'workflowId': '%s', %s}"
                                .formatted(name, workflow, members));
        assertThat(made.status()).as(made.http().body()).isEqualTo(201);
        return made.text("/id");
    }

    private String reported(String members) {
        return reported(external, members);
    }

    private void below(String path, String json) {
        Answer made = post(ext(external) + path, json);
        assertThat(made.status()).as(made.http().body()).isBetween(200, 201);
    }

    private JsonNode told(String tool, String arguments) {
        return Mcp.told(tool, arguments.formatted(external));
    }

    private static List<String> texts(JsonNode items, String member) {
        List<String> texts = new ArrayList<>();
        items.forEach(it -> texts.add(it.path(member).asText()));
        return texts;
    }

    @Nested
    class History {

        @Test
        void list_isNewestFirstAndPaged() {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ids.add(
                        0,
                        reported(
                                fresh(),
                                "'workflowName': 'Named', 'status': '%s', 'startedAt': '2026-11-2%dT00:00:00Z'"
                                        .formatted(i % 2 == 0 ? "completed" : "running", i % 10)
                                        .replace(
                                                "'2026-11-2",
                                                i < 10 ? "'2026-10-2" : "'2026-11-2")));
            }

            JsonNode first =
                    Mcp.told("list_execution_history", "{'workflow_id': '%s'}".formatted(workflow));
            JsonNode rest =
                    Mcp.told(
                            "list_execution_history",
                            "{'workflow_id': '%s', 'limit': '3', 'offset': 10}"
                                    .formatted(workflow));
            JsonNode running =
                    Mcp.told(
                            "list_execution_history",
                            "{'workflow_id': '%s', 'status': 'Running', 'limit': 100}"
                                    .formatted(workflow));

            List<String> told = texts(first.get("executions"), "handle_id");
            assertThat(told).hasSize(10);
            told.addAll(texts(rest.get("executions"), "handle_id"));
            assertThat(told).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(texts(first.get("executions"), "start_time"))
                    .isSortedAccordingTo((one, other) -> other.compareTo(one));
            assertThat(first.get("next_offset").asInt()).isEqualTo(10);
            assertThat(rest.get("next_offset").isNull()).isTrue();
            assertThat(texts(running.get("executions"), "status"))
                    .hasSize(6)
                    .containsOnly("running");
            JsonNode one = first.at("/executions/0");
            assertThat(one.get("workflow_name").asText()).isEqualTo("Named");
            assertThat(one.get("start_time").asText()).endsWith("Z");
            assertThat(one.has("end_time")).isTrue();
        }

        @Test
        void status_isToldByEitherHandle() {
            String id =
                    reported(
                            "'status': 'failed', 'exitCode': 3, 'startedAt': '2026-11-20T00:00:00Z',"
                                    + " 'completedAt': '2026-11-20T00:00:05Z', 'error': 'no'");

            JsonNode told = told("get_status", "{'handle_id': 'ext:%s'}");

            assertThat(told.get("status").asText()).isEqualTo("failed");
            assertThat(told.get("handle_id").asText()).isEqualTo(id);
            assertThat(told.get("end_time").asText()).isEqualTo("2026-11-20T00:00:05.000Z");
            assertThat(told.get("duration_ms").asInt()).isEqualTo(5000);
            assertThat(told.get("exit_code").asInt()).isEqualTo(3);
            assertThat(told.get("error").asText()).isEqualTo("no");
            assertThat(Mcp.told("get_status", "{'handle_id': '%s'}".formatted(id))).isEqualTo(told);
        }

        @Test
        void handles_ofEnginesAreUnderstoodAlone() {
            String handle = UUID.randomUUID().toString();
            reported(handle, "'status': 'running'");

            assertThat(
                            Mcp.told("get_status", "{'handle_id': '%s'}".formatted(handle))
                                    .get("external_id")
                                    .asText())
                    .isEqualTo(handle);
        }

        @Test
        void logs_areTheLastOnesAscending() {
            reported("'status': 'running'");
            below(
                    "/logs",
                    IntStream.range(0, 30)
                            .mapToObj(
                                    i ->
                                            "{'sequence': %d, 'message': 'line %d', 'type': 'TaskProgress', 'data': {'n': 1.50}}"
                                                    .formatted(i, i))
                            .collect(Collectors.joining(",", "[", "]")));

            JsonNode told = told("get_logs", "{'handle_id': 'ext:%s', 'limit': 3}");
            JsonNode all = told("get_logs", "{'handle_id': 'ext:%s'}");

            assertThat(texts(told.get("logs"), "message"))
                    .containsExactly("line 27", "line 28", "line 29");
            assertThat(told.get("earlier").asBoolean()).isTrue();
            assertThat(told.at("/logs/0/data").toString()).isEqualTo("{\"n\":1.50}");
            assertThat(told.at("/logs/0/type").asText()).isEqualTo("TaskProgress");
            assertThat(all.get("logs")).hasSize(30);
            assertThat(all.get("earlier").asBoolean()).isFalse();
        }

        @Test
        void logs_stayBounded() {
            reported("'status': 'running'");
            below(
                    "/logs",
                    IntStream.range(0, 300)
                            .mapToObj(i -> "{'message': '%s'}".formatted("é".repeat(4000)))
                            .collect(Collectors.joining(",", "[", "]")));

            Answer told =
                    Mcp.call(
                            "get_logs",
                            "{'handle_id': 'ext:%s', 'limit': 1000}".formatted(external));

            assertThat(told.http().body().length()).isLessThan(1_000_000);
            JsonNode content = Mcp.told(told);
            assertThat(content.get("logs").size()).isBetween(40, 80);
            assertThat(content.at("/logs/0/message").asText()).hasSize(2049).endsWith("…");
            assertThat(content.get("truncated").asBoolean()).isTrue();
            assertThat(content.get("earlier").asBoolean()).isTrue();
        }
    }

    @Nested
    class Executions {

        @Test
        void execution_isToldWithoutPayloadsUnlessAsked() {
            reported(
                    "'status': 'completed', 'input': {'n': 1.10, 'long': '%s'}, 'output': [true]"
                            .formatted("x".repeat(10_000)));
            below("/steps", "{'key': 's', 'nodeId': 'n', 'input': {'planted': 'payload'}}");

            JsonNode told = told("get_execution", "{'handle_id': 'ext:%s'}");
            JsonNode whole =
                    told(
                            "get_execution",
                            "{'handle_id': 'ext:%s', 'payloads': true, 'max_bytes': 100}");
            JsonNode all =
                    told(
                            "get_execution",
                            "{'handle_id': 'ext:%s', 'payloads': true, 'max_bytes': 65536}");

            assertThat(told.toString()).doesNotContain("planted").doesNotContain("xxx");
            assertThat(told.at("/execution").has("input")).isFalse();
            assertThat(told.at("/execution/externalId").asText()).isEqualTo(external);
            assertThat(whole.at("/execution/input/$truncated").asBoolean()).isTrue();
            assertThat(whole.at("/execution/input/bytes").asInt()).isGreaterThan(10_000);
            assertThat(whole.at("/execution/output").toString()).isEqualTo("[true]");
            assertThat(whole.at("/steps/items/0/input/planted").asText()).isEqualTo("payload");
            assertThat(whole.get("truncated").asBoolean()).isTrue();
            assertThat(all.at("/execution/input/n").toString()).isEqualTo("1.10");
            assertThat(all.get("truncated").asBoolean()).isFalse();
        }

        @Test
        void steps_areCountedAndListedInPart() {
            reported("'status': 'failed'");
            for (int part = 0; part < 3; part++) {
                int first = part * 500;
                below(
                        "/steps",
                        IntStream.range(first, first + 500)
                                .mapToObj(
                                        i ->
                                                "{'key': 's%04d', 'nodeId': 'n', 'stepIndex': %d, 'status': '%s'}"
                                                        .formatted(
                                                                i,
                                                                i,
                                                                i == 700 ? "failed" : "completed"))
                                .collect(Collectors.joining(",", "[", "]")));
            }

            Answer answer =
                    Mcp.call("get_execution", "{'handle_id': 'ext:%s'}".formatted(external));
            JsonNode steps = Mcp.told(answer).get("steps");
            JsonNode next =
                    told(
                                    "get_execution",
                                    "{'handle_id': 'ext:%s', 'step_cursor': '"
                                            + steps.get("nextCursor").asText()
                                            + "'}")
                            .get("steps");
            JsonNode failed =
                    told("get_execution", "{'handle_id': 'ext:%s', 'step_status': ['failed']}")
                            .get("steps");

            assertThat(answer.http().body().length()).isLessThan(30_000);
            assertThat(steps.get("total").asInt()).isEqualTo(1500);
            assertThat(steps.at("/byStatus/completed").asInt()).isEqualTo(1499);
            assertThat(steps.at("/byStatus/failed").asInt()).isEqualTo(1);
            assertThat(texts(steps.get("failedFirst"), "key")).containsExactly("s0700");
            assertThat(steps.get("items")).hasSize(20);
            assertThat(steps.get("more").asText()).contains("step_cursor");
            assertThat(next.at("/items/0/key").asText()).isEqualTo("s0020");
            assertThat(texts(failed.get("items"), "key")).containsExactly("s0700");
            assertThat(failed.get("nextCursor").isNull()).isTrue();
        }

        @Test
        void search_takesTheFiltersOfTheList() {
            String found =
                    reported(
                            "'status': 'failed', 'labels': {'team': 'payments', 'a.b': 'x,y'}, 'error':"
                                    + " {'message': 'card declined'}, 'startedAt': '2026-11-20T00:00:00Z',"
                                    + " 'input': {'amount': 5}");
            reported(fresh(), "'status': 'completed', 'startedAt': '2026-11-21T00:00:00Z'");

            String of = "'workflow_id': '%s'".formatted(workflow);
            for (String filters :
                    List.of(
                            "'query': 'declined'",
                            "'status': ['failed', 'crashed']",
                            "'status': 'failed,crashed'",
                            "'label': ['team:payments', 'a.b:x,y']",
                            "'label': 'team:payments'",
                            "'started_before': '2026-11-21T00:00:00Z'",
                            "'started_before': 1795219200000",
                            "'external_id': '%s'".formatted(external),
                            "'input_contains': {'amount': 5}",
                            "'order_by': 'startedAt', 'order_dir': 'asc', 'limit': 1")) {
                JsonNode told = Mcp.told("search_executions", "{%s, %s}".formatted(of, filters));
                assertThat(texts(told.get("items"), "id")).as(filters).containsExactly(found);
            }
            JsonNode counted =
                    Mcp.told(
                            "search_executions",
                            "{%s, 'count': 'exact', 'limit': 1}".formatted(of));
            assertThat(counted.get("total").asInt()).isEqualTo(2);
            JsonNode second =
                    Mcp.told(
                            "search_executions",
                            "{%s, 'limit': 1, 'cursor': '%s'}"
                                    .formatted(of, counted.get("nextCursor").asText()));
            assertThat(texts(second.get("items"), "id")).containsExactly(found);
            assertThat(second.at("/items/0/error/message").asText()).isEqualTo("card declined");
            assertThat(second.at("/items/0").has("input")).isFalse();
        }

        @Test
        void stats_areThoseOfHttp() {
            reported("'status': 'failed'");
            reported(fresh(), "'status': 'completed', 'durationMs': 10");
            settled("/api/v1/stats?workflowId=" + workflow);

            JsonNode told = Mcp.told("get_stats", "{'workflow_id': '%s'}".formatted(workflow));

            assertThat(told.get("total").asInt()).isEqualTo(2);
            assertThat(told.get("failed").asInt()).isEqualTo(1);
            assertThat(told.get("successRate").asInt()).isEqualTo(50);
            assertThat(told.has("p95DurationMs")).isTrue();
            assertThat(Mcp.told("get_stats", "{}").get("total").asInt()).isGreaterThanOrEqualTo(2);
        }

        @Test
        void comparison_tellsWhatDiffers() {
            String other = fresh();
            reported("'status': 'failed', 'input': {'a': 1.0, 'b': 2}, 'workflowVersion': '2'");
            reported(
                    other,
                    "'status': 'completed', 'input': {'a': 1.0, 'b': 3}, 'workflowVersion': '1',"
                            + " 'startedAt': '2026-11-01T00:00:00Z'");
            String same = "{'key': 'same', 'nodeId': 'n', 'status': 'completed', 'durationMs': 1}";
            below(
                    "/steps",
                    "[%s, {'key': 's', 'nodeId': 'n', 'status': 'failed'}]".formatted(same));
            post(
                    ext(other) + "/steps",
                    "[%s, {'key': 's', 'nodeId': 'n', 'status': 'completed'}]".formatted(same));

            JsonNode told = told("compare_executions", "{'a': 'ext:%s', 'b': 'ext:" + other + "'}");

            assertThat(told.at("/left/status").asText()).isEqualTo("failed");
            assertThat(told.at("/right/externalId").asText()).isEqualTo(other);
            assertThat(texts(told.get("changes"), "pointer"))
                    .contains("/input/b", "/workflowVersion")
                    .doesNotContain("/input/a");
            assertThat(told.at("/steps/byKind/same").asInt()).isEqualTo(1);
            assertThat(texts(told.at("/steps/different"), "key")).containsExactly("s");
            assertThat(
                            told("compare_executions", "{'a': 'ext:%s'}")
                                    .at("/right/externalId")
                                    .asText())
                    .isEqualTo(other);
            assertThat(Mcp.refused("compare_executions", "{'a': 'ext:%s'}".formatted(other)))
                    .contains("No execution of this workflow completed");
        }
    }

    @Nested
    class Failures {

        @Test
        void explanation_tellsTheFirstToFailAndWhatIsKnown() {
            String message = "no answer from " + fresh().replace('-', 'q').replaceAll("\\d", "z");
            String success =
                    reported(
                            fresh(),
                            "'status': 'completed', 'startedAt': '2026-11-01T00:00:00Z', 'input': {'url': 'a'}");
            String sibling =
                    reported(
                            fresh(),
                            "'status': 'failed', 'error': {'message': '%s'}".formatted(message));
            reported(
                    "'status': 'failed', 'error': {'message': '%s'}, 'input': {'url': 'b'}"
                            .formatted(message));
            below(
                    "/steps",
                    ("[{'key': 'root', 'nodeId': 'flow', 'status': 'failed', 'completedAt':"
                                    + " '2026-11-20T00:00:01Z'}, {'key': 'fetch', 'parentKey': 'root',"
                                    + " 'nodeId': 'http', 'attempt': 1, 'status': 'failed'}, {'key':"
                                    + " 'fetch', 'parentKey': 'root', 'nodeId': 'http', 'attempt': 2,"
                                    + " 'status': 'failed', 'completedAt': '2026-11-20T00:00:02Z',"
                                    + " 'error': {'message': '%s'}}, {'key': 'store', 'dependsOn':"
                                    + " ['fetch'], 'nodeId': 'db', 'status': 'crashed', 'completedAt':"
                                    + " '2026-11-20T00:00:00Z'}, {'key': 'retried', 'nodeId': 'x',"
                                    + " 'attempt': 1, 'status': 'failed', 'completedAt':"
                                    + " '2026-11-19T00:00:00Z'}, {'key': 'retried', 'nodeId': 'x',"
                                    + " 'attempt': 2, 'status': 'completed'}]")
                            .formatted(message));
            below(
                    "/logs",
                    "[{'message': 'asking', 'stepKey': 'fetch'}, {'message': 'elsewhere', 'stepKey': 'root'}]");

            JsonNode told = told("explain_failure", "{'handle_id': 'ext:%s'}");

            assertThat(told.at("/failedFirst/key").asText()).isEqualTo("fetch");
            assertThat(told.at("/failedFirst/attempt").asInt()).isEqualTo(2);
            assertThat(told.at("/failedFirst/error/message").asText()).isEqualTo(message);
            assertThat(texts(told.get("firstFollowers"), "key")).containsExactly("store", "root");
            assertThat(texts(told.get("lastLogs"), "message")).containsExactly("asking");
            assertThat(told.at("/sameFailure/count").asInt()).isPositive();
            assertThat(told.at("/lastSuccess/id").asText()).isEqualTo(success);
            assertThat(texts(told.at("/differentFromLastSuccess/changes"), "pointer"))
                    .contains("/input/url");
            assertThat(told.get("summary").asText())
                    .contains("failed", "\"fetch\"", "attempt 2", message, success);
            assertThat(sibling).isNotEmpty();
        }

        @Test
        void explanation_knowsOthersOfTheSameKind() {
            String error =
                    "'status': 'failed', 'error': {'message': 'the %s is away'}"
                            .formatted(fresh().replaceAll("[^a-z]", "z"));
            String sibling = reported(fresh(), error);
            reported(error);

            JsonNode told = told("explain_failure", "{'handle_id': 'ext:%s'}");

            assertThat(told.at("/sameFailure/count").asInt()).isEqualTo(2);
            assertThat(texts(told.at("/sameFailure/others"), "id")).containsExactly(sibling);
            assertThat(told.get("lastSuccess").isNull()).isTrue();
            assertThat(told.has("failedFirst")).isFalse();
            assertThat(told.get("summary").asText())
                    .contains("No step of it is known to have failed");
        }

        @Test
        void explanationOfACrash_namesWhatStillRan() {
            reported("'status': 'running'");
            below(
                    "/steps",
                    "[{'key': 'charge', 'nodeId': 'pay', 'stepIndex': 1, 'status': 'running',"
                            + " 'startedAt': '2026-11-20T00:00:01Z'}, {'key': 'mail', 'nodeId':"
                            + " 'mail', 'stepIndex': 2, 'status': 'running', 'startedAt':"
                            + " '2026-11-20T00:00:02.5Z'}, {'key': 'done', 'nodeId': 'x', 'status':"
                            + " 'completed'}, {'key': 'retried', 'nodeId': 'x', 'attempt': 1, 'status':"
                            + " 'running'}, {'key': 'retried', 'nodeId': 'x', 'attempt': 2, 'status':"
                            + " 'completed'}]");
            assertThat(told("explain_failure", "{'handle_id': 'ext:%s'}").has("stillRunning"))
                    .as("while it runs")
                    .isFalse();
            Answer crashed =
                    Api.patch(
                            ext(external),
                            "{'status': 'crashed', 'statusReason': 'No heartbeat for 3 s.'}");

            JsonNode told = told("explain_failure", "{'handle_id': 'ext:%s'}");

            assertThat(crashed.text("/status")).isEqualTo("crashed");
            assertThat(texts(told.get("stillRunning"), "key")).containsExactly("charge", "mail");
            assertThat(told.at("/stillRunning/0/nodeId").asText()).isEqualTo("pay");
            assertThat(told.at("/stillRunning/0/startedAt").asText())
                    .isEqualTo("2026-11-20T00:00:01.000Z");
            assertThat(told.get("summary").asText())
                    .contains(
                            "No heartbeat for 3 s. Still running then: \"charge\" of the node \"pay\""
                                    + " since 2026-11-20T00:00:01.000Z, \"mail\" since"
                                    + " 2026-11-20T00:00:02.500Z.");
        }

        @Test
        void explanationOfACrash_namesOnlySomeOfMany() {
            reported("'status': 'running'");
            below(
                    "/steps",
                    IntStream.range(0, 12)
                            .mapToObj(
                                    "{'key': 's%1$d', 'nodeId': 's%1$d', 'stepIndex': %1$d}"
                                            ::formatted)
                            .collect(Collectors.joining(", ", "[", "]")));
            Api.patch(ext(external), "{'status': 'crashed'}");

            JsonNode told = told("explain_failure", "{'handle_id': 'ext:%s'}");

            assertThat(told.get("stillRunning")).hasSize(10);
            assertThat(told.get("summary").asText()).containsPattern("\"s2\"[^,]* and more\\.");
        }

        @ParameterizedTest
        @CsvSource({"completed, did not fail", "running, has not failed", "pending, did not fail"})
        void explanation_saysThatNothingFailed(String status, String words) {
            reported("'status': '%s'".formatted(status));

            assertThat(told("explain_failure", "{'handle_id': 'ext:%s'}").get("summary").asText())
                    .contains(words);
        }
    }

    @Nested
    class Resources {

        @Test
        void execution_isReadByItsHandle() {
            String name = "a b/ü+" + fresh();
            reported(name, "'status': 'failed', 'error': 'no', 'input': 'planted'");
            String uri = "hindsight://executions/ext:" + Api.segment(name);

            Answer told = Mcp.ask("resources/read", "{'uri': '%s'}".formatted(uri));
            Answer failure = Mcp.ask("resources/read", "{'uri': '%s/failure'}".formatted(uri));

            assertThat(told.text("/result/contents/0/mimeType")).isEqualTo("application/json");
            assertThat(told.text("/result/contents/0/uri")).isEqualTo(uri);
            assertThat(told.text("/result/contents/0/text"))
                    .contains(name)
                    .doesNotContain("planted");
            assertThat(failure.text("/result/contents/0/text")).contains("\"summary\"");
        }
    }

    @Nested
    class Refusals {

        @ParameterizedTest
        @ValueSource(strings = {"get_status", "get_logs", "get_execution", "explain_failure"})
        void unknownHandles_areSaidToBe(String tool) {
            for (String handle :
                    List.of(
                            fresh(),
                            "ext:none",
                            "",
                            "ext:",
                            "0190163d-8694-739b-aea5-966c26f8ad91")) {
                assertThat(Mcp.refused(tool, "{'handle_id': '%s'}".formatted(handle)))
                        .startsWith("There is no such execution.");
            }
            assertThat(Mcp.refused(tool, "{}")).isEqualTo("handle_id: It is needed.");
            assertThat(Mcp.refused(tool, "{'handle_id': 5}"))
                    .isEqualTo("handle_id: It must be a text.");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "list_execution_history|{'limit': 0}|limit: It must be a whole number from 1 to 1000.",
                    "list_execution_history|{'limit': 1.5}|limit: It must be a whole number.",
                    "list_execution_history|{'limit': 'ten'}|limit: It must be a whole number",
                    "list_execution_history|{'limit': 99999999999999999999}|limit: It must be",
                    "list_execution_history|{'offset': -1}|offset: It must be a whole number from 0",
                    "list_execution_history|{'status': 'odd'}|status: It must be one of pending",
                    "list_execution_history|{'status': {}}|status: It must be a text, or",
                    "list_execution_history|{'workflowId': 'w'}|workflowId: There is no such argument",
                    "get_logs|{'handle_id': 'ext:x', 'limit': 0}|limit: It must be a whole number",
                    "get_logs|{'handle_id': 'ext:x', 'min_level': 'loud'}|min_level: It must be one of",
                    "get_execution|{'handle_id': 'ext:x', 'max_bytes': 1}|max_bytes: It must be",
                    "get_execution|{'handle_id': 'ext:x', 'payloads': 'perhaps'}|payloads: It must be",
                    "search_executions|{'started_after': 'yesterday'}|started_after: It must be a time",
                    "search_executions|{'label': ['none']}|label: It must be a label's key",
                    "search_executions|{'cursor': 'x', 'offset': 1}|offset: It does not go together",
                    "search_executions|{'cursor': 'x'}|The cursor",
                    "search_executions|{'order_by': 'luck'}|order_by: It must be one of",
                    "search_executions|{'input_path': '$['}|input",
                    "compare_executions|{}|a: It is needed.",
                    "get_stats|{'from': 'x'}|from: It must be a time"
                })
        void wrongArguments_areNamed(String tool, String arguments, String words) {
            assertThat(Mcp.refused(tool, arguments)).contains(words).doesNotContain("Exception");
        }

        @Test
        void severalWrongArguments_areNamedAtOnce() {
            assertThat(Mcp.refused("search_executions", "{'status': 'odd', 'started_after': 'x'}"))
                    .contains("status: ", "started_after: ");
        }

        @Test
        void thousandsOfWrongArguments_areCounted() {
            String arguments =
                    IntStream.range(0, 10_000)
                            .mapToObj("'a%d': 1"::formatted)
                            .collect(
                                    Collectors.joining(
                                            ",", "{'" + "n".repeat(9_000) + "': 1,", "}"));

            assertThat(Mcp.refused("search_executions", arguments))
                    .contains("a8: There is no such argument")
                    .endsWith("Other arguments that are not valid: 9991")
                    .hasSizeLessThan(20_000);
        }

        /** Such as a row that a hand has spoilt, of which the service knows nothing. */
        @Test
        void whatNobodyForesaw_isSaidWithoutItsInside() {
            String id = reported("'status': 'failed'");
            below("/steps", "[{'key': 'k', 'nodeId': 'n', 'status': 'failed'}]");
            Rows.run(
                    "UPDATE step SET depends_on = '{\"planted\": 1}' WHERE execution_id = $1",
                    UUID.fromString(id));
            String arguments = "{'handle_id': '%s'}".formatted(id);

            String said = Mcp.refused("explain_failure", arguments);
            Answer resource =
                    Mcp.ask(
                            "resources/read",
                            "{'uri': 'hindsight://executions/%s/failure'}".formatted(id));

            assertThat(said)
                    .isEqualTo(
                            "The service failed to answer. Its log tells why, by the id in"
                                    + " X-Request-Id.");
            assertThat(resource.text("/error/message")).isEqualTo(said);
            assertThat(resource.at("/error/code").asInt()).isEqualTo(-32603);
            assertThat(Mcp.told("get_status", arguments).get("status").asText())
                    .isEqualTo("failed");
        }

        @Test
        void removedExecutions_areSaidToBe() {
            reported("'status': 'completed'");
            Api.send("DELETE", ext(external) + "?purge=true", null);

            assertThat(Mcp.refused("get_status", "{'handle_id': 'ext:%s'}".formatted(external)))
                    .startsWith("There is no such execution.");
            assertThat(report(external, "").status()).isEqualTo(201);
        }
    }
}
