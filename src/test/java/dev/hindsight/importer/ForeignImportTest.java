package dev.hindsight.importer;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.ForeignSamples;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents of other engines taken over. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ForeignImportTest {

    private final String mark = ForeignSamples.freshMark();

    static List<String> names() {
        return ForeignSamples.names();
    }

    private Answer take(String name) {
        return Api.postRaw(Transcripts.IMPORT, ForeignSamples.text(name, mark));
    }

    private JsonNode taken(String name) {
        Answer answer = take(name);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return answer.body();
    }

    private static Answer post(String format, String body) {
        return Api.post(Transcripts.IMPORT + (format.isEmpty() ? "" : "?format=" + format), body);
    }

    private static JsonNode whole(JsonNode imported) {
        Answer answer =
                get(Api.EXECUTIONS + "/" + imported.get("id").asText() + "?include=steps,logs,dag");
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return answer.body();
    }

    private static JsonNode first(JsonNode receipt) {
        return whole(receipt.at("/executions/0"));
    }

    private static JsonNode step(JsonNode execution, String key, int attempt) {
        for (JsonNode step : execution.get("steps")) {
            if (step.get("key").asText().equals(key) && step.get("attempt").asInt() == attempt) {
                return step;
            }
        }
        throw new AssertionError(key + " is not among " + execution.get("steps"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(it -> texts.add(it.asText()));
        return texts;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
            n8n/success.json       | n8n:kT3bXwz0M:231 | kT3bXwz0M | Orders to warehouse | completed | 7 | 0 | -    | 2500
            n8n/failure.json       | n8n:kT3bXwz0M:230 | kT3bXwz0M | Orders to warehouse | failed    | 3 | 0 | The service refused the connection | 900
            n8n/running.json       | n8n:kT3bXwz0M:233 | kT3bXwz0M | Orders to warehouse | running   | 3 | 0 | -    | -
            """,
            delimiter = '|')
    void document_isOneExecution(
            String name,
            String externalId,
            String workflowId,
            String workflowName,
            String status,
            int steps,
            int logs,
            String error,
            Long durationMs) {
        JsonNode receipt = taken(name);
        JsonNode execution = first(receipt);

        assertThat(receipt.get("executions")).hasSize(1);
        assertThat(receipt.get("steps").asInt()).isEqualTo(steps);
        assertThat(receipt.get("logs").asInt()).isEqualTo(logs);
        assertThat(receipt.has("rejected")).isFalse();
        assertThat(execution.get("steps")).hasSize(steps);
        assertThat(execution.get("logs")).hasSize(logs);
        assertThat(execution.get("externalId").asText()).isEqualTo(externalId.replace("M", mark));
        assertThat(execution.get("workflowId").asText()).isEqualTo(workflowId.replace("M", mark));
        assertThat(execution.at("/workflowName").asText(null)).isEqualTo(workflowName);
        assertThat(execution.get("status").asText()).isEqualTo(status);
        assertThat(execution.at("/error/message").asText(null)).isEqualTo(error);
        assertThat(execution.get("importedAt").isNull()).isFalse();
        assertThat(execution.get("version").asInt()).isOne();
        assertThat(
                        execution.get("durationMs").isNull()
                                ? null
                                : execution.get("durationMs").asLong())
                .isEqualTo(durationMs);
    }

    @ParameterizedTest
    @MethodSource("names")
    void document_thatComesAgainChangesNothing(String name) {
        JsonNode receipt = taken(name);
        List<JsonNode> before = new ArrayList<>();
        receipt.get("executions").forEach(it -> before.add(whole(it)));

        assertThat(taken(name)).isEqualTo(receipt);
        List<JsonNode> after = new ArrayList<>();
        receipt.get("executions").forEach(it -> after.add(whole(it)));
        assertThat(after).isEqualTo(before).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void format_isRecognisedOrToldRightly(String name) {
        String format = name.substring(0, name.indexOf('/'));
        JsonNode receipt = taken(name);

        Answer told =
                Api.postRaw(
                        Transcripts.IMPORT + "?format=" + format, ForeignSamples.text(name, mark));
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.body()).isEqualTo(receipt);
    }

    @Nested
    class N8n {

        @Test
        void loops_areVisitsThatDependOnTheirSources() {
            JsonNode execution = first(taken("n8n/success.json"));

            JsonNode second = step(execution, "Loop Over Items#1", 1);
            assertThat(second.get("nodeId").asText()).isEqualTo("Loop Over Items");
            assertThat(second.get("nodeType").asText()).isEqualTo("n8n-nodes-base.splitInBatches");
            assertThat(second.get("iteration").asInt()).isOne();
            assertThat(texts(second.get("dependsOn"))).containsExactly("Reserve#0");
            assertThat(second.get("startedAt").asText()).isEqualTo("2026-01-01T09:00:00.820Z");
            JsonNode reserve = step(execution, "Reserve#0", 1);
            assertThat(reserve.get("durationMs").asLong()).isEqualTo(790);
            assertThat(reserve.get("stepIndex").asInt()).isEqualTo(2);
            assertThat(reserve.at("/output/main/0/0/json/amount").decimalValue())
                    .isEqualTo("12.50");
            assertThat(texts(step(execution, "Done#0", 1).get("dependsOn")))
                    .containsExactly("Loop Over Items#2");
        }

        @Test
        void workflow_isTheGraph() {
            JsonNode execution = first(taken("n8n/success.json"));

            assertThat(execution.at("/dag/nodes").findValuesAsText("id"))
                    .containsExactly("Webhook", "Loop Over Items", "Reserve", "Done");
            List<String> edges = new ArrayList<>();
            execution
                    .at("/dag/edges")
                    .forEach(
                            it -> edges.add(it.get("from").asText() + ">" + it.get("to").asText()));
            assertThat(edges)
                    .containsExactlyInAnyOrder(
                            "Webhook>Loop Over Items",
                            "Loop Over Items>Done",
                            "Loop Over Items>Reserve",
                            "Reserve>Loop Over Items");
            assertThat(execution.at("/trigger/type").asText()).isEqualTo("webhook");
            assertThat(execution.at("/labels/order.id").asText()).isEqualTo("o-1");
            assertThat(execution.at("/output/main/0/0/json/done").asBoolean()).isTrue();
        }

        @Test
        void failure_isToldOfTheNodeToo() {
            JsonNode failed = step(first(taken("n8n/failure.json")), "Reserve#0", 1);

            assertThat(failed.get("status").asText()).isEqualTo("failed");
            assertThat(failed.at("/error/type").asText()).isEqualTo("NodeApiError");
            assertThat(failed.at("/error/code").asText()).isEqualTo("503");
            assertThat(failed.at("/error/stack").asText()).contains("HttpRequestV3");
        }

        @Test
        void list_isTakenWithTheRetryOfAnOlderOne() {
            JsonNode receipt = taken("n8n/list.json");

            assertThat(receipt.get("executions")).hasSize(4);
            JsonNode retry = get(ext("n8n:kT3bXwz0" + mark + ":232")).body();
            JsonNode original = get(ext("n8n:kT3bXwz0" + mark + ":230")).body();
            assertThat(retry.get("replayOf")).isEqualTo(original.get("id"));
            assertThat(retry.get("version").asInt()).isOne();
            assertThat(get(ext("n8n:kT3bXwz0" + mark + ":234")).text("/status"))
                    .isEqualTo("cancelled");
            assertThat(get(ext("n8n:4" + mark + ":17")).text("/status")).isEqualTo("completed");
        }

        @Test
        void execution_thatWentOnMovesOn() {
            JsonNode running = first(taken("n8n/running.json"));
            JsonNode later = first(taken("n8n/running-later.json"));
            JsonNode again = first(taken("n8n/running.json"));

            assertThat(running.get("status").asText()).isEqualTo("running");
            assertThat(step(running, "Reserve#0", 1).get("status").asText()).isEqualTo("running");
            assertThat(later.get("id")).isEqualTo(running.get("id"));
            assertThat(later.get("status").asText()).isEqualTo("completed");
            assertThat(step(later, "Reserve#0", 1).get("status").asText()).isEqualTo("completed");
            assertThat(later.get("steps")).hasSize(7);
            assertThat(again).isEqualTo(later);
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                n8n      | {'data': {'resultData': {}}} | /id
                n8n      | {'id': '7', 'mode': 'manual'} | /workflowId
                n8n      | [17] | /0
                temporal | {'name': 'x'} | /events
                """)
        void formatThatIsToldWrongly_isToldWhatIsMissing(
                String format, String body, String pointer) {
            Answer answer = post(format, body);

            assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
            assertThat(answer.at("/errors").findValuesAsText("pointer")).containsExactly(pointer);
        }

        @Test
        void recordsOfAList_doNotSpoilTheirNeighbours() {
            Answer answer =
                    post(
                            "",
                            """
                            {'data': [{'id': '1', 'workflowId': '%1$s', 'mode': 'manual', 'finished': true},
                              {'workflowId': '%1$s', 'mode': 'manual'}, 17,
                              {'id': '2', 'workflowId': '%1$s', 'mode': 'manual', 'status': 'error'}]}
                            """
                                    .formatted(mark));

            assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
            assertThat(answer.at("/executions").findValuesAsText("externalId"))
                    .containsExactlyInAnyOrder("n8n:" + mark + ":1", "n8n:" + mark + ":2");
            assertThat(answer.at("/rejected").findValuesAsText("pointer"))
                    .containsExactlyInAnyOrder("/data/1", "/data/2");
            assertThat(answer.at("/rejected").findValuesAsText("detail"))
                    .anyMatch(it -> it.contains("id"));
        }
    }
}
