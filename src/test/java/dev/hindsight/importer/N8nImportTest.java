package dev.hindsight.importer;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Executions of n8n taken over. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class N8nImportTest extends ForeignImporting {

    @Test
    void loops_areVisitsThatDependOnTheirSources() {
        JsonNode execution = first("n8n/success.json");

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
                .isEqualByComparingTo("12.5");
        assertThat(texts(step(execution, "Done#0", 1).get("dependsOn")))
                .containsExactly("Loop Over Items#2");
    }

    @Test
    void workflow_isTheGraph() {
        JsonNode execution = first("n8n/success.json");

        assertThat(execution.at("/dag/nodes").findValuesAsText("id"))
                .containsExactly("Webhook", "Loop Over Items", "Reserve", "Done");
        List<String> edges = new ArrayList<>();
        execution
                .at("/dag/edges")
                .forEach(it -> edges.add(it.get("from").asText() + ">" + it.get("to").asText()));
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
        JsonNode failed = step(first("n8n/failure.json"), "Reserve#0", 1);

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
        assertThat(get(ext("n8n:kT3bXwz0" + mark + ":234")).text("/status")).isEqualTo("cancelled");
        assertThat(get(ext("n8n:4" + mark + ":17")).text("/status")).isEqualTo("completed");
    }

    @Test
    void execution_thatCrashedStaysSo() {
        String crashed =
                """
                {'data': [{'id': '1', 'workflowId': '%1$s', 'mode': 'cli', 'status': 'crashed',
                  'startedAt': '2026-01-01T00:00:00.000Z', 'stoppedAt': '2026-01-01T00:00:09.000Z',
                  'data': {'resultData': {'runData': {'a': [{'executionStatus': 'crashed'}]}}}}%2$s]}
                """;
        JsonNode one = Api.post(Transcripts.IMPORT, crashed.formatted(mark, "")).body();
        JsonNode before = whole(one.at("/executions/0"));
        String twice = ", {'id': '1', 'workflowId': '%s', 'mode': 'cli', 'status': 'crashed'}";
        JsonNode two =
                Api.post(Transcripts.IMPORT, crashed.formatted(mark, twice.formatted(mark))).body();

        assertThat(before.get("status").asText()).isEqualTo("crashed");
        assertThat(before.get("durationMs").asInt()).isEqualTo(9_000);
        assertThat(two.get("executions")).hasSize(1);
        assertThat(whole(two.at("/executions/0"))).isEqualTo(before);
    }

    @Test
    void execution_thatWentOnMovesOn() {
        JsonNode running = first("n8n/running.json");
        JsonNode later = first("n8n/running-later.json");
        JsonNode again = first("n8n/running.json");

        assertThat(running.get("status").asText()).isEqualTo("running");
        assertThat(step(running, "Reserve#0", 1).get("status").asText()).isEqualTo("running");
        assertThat(later.get("id")).isEqualTo(running.get("id"));
        assertThat(later.get("status").asText()).isEqualTo("completed");
        assertThat(step(later, "Reserve#0", 1).get("status").asText()).isEqualTo("completed");
        assertThat(later.get("steps")).hasSize(7);
        assertThat(again).isEqualTo(later);
    }
}
