package dev.hindsight.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.NodeProgram;
import dev.hindsight.fixture.Postgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The library by which most clients are made speaks to two replicas of what is shipped, by turns. Skipped
 * where there is no Node.js, or the library cannot be fetched.
 */
class McpClientIT {

    private static final String ADMIN = "planted-admin-key-of-a-process-78";

    private static final String HANDLE = "ext:failed/one";

    @Test
    void client_isToldEverythingByAnyReplica() throws Exception {
        NodeProgram program = new NodeProgram("mcp");
        assumeTrue(program.install(), "neither Node.js nor the client are there");
        Map<String, String> settings =
                Map.of(
                        "HINDSIGHT_DATABASE_URL",
                        Postgres.NEWEST.freshDatabase(),
                        "HINDSIGHT_AUTH",
                        "keys",
                        "HINDSIGHT_ADMIN_KEY",
                        ADMIN);
        try (Artifact one = Artifact.start(settings)) {
            String url = one.url();
            try (Artifact other = Artifact.start(settings)) {
                String otherUrl = other.url();
                NodeProgram.Ended client = program.run(reported(url), HANDLE, url, otherUrl);
                assertThat(client.code()).as(client.output()).isZero();
                check(new ObjectMapper().readTree(client.output()));
                assertThat(one.complaints()).isEmpty();
                assertThat(other.complaints()).isEmpty();
            }
        }
    }

    /** Reports two executions; the key of a viewer. */
    private static String reported(String url) {
        tell(
                url,
                Api.EXECUTIONS,
                "{'workflowId': 'w', 'externalId': 'before', 'status': 'completed', 'startedAt':"
                        + " '2026-11-01T00:00:00Z', 'input': {'amount': 1.10}}");
        tell(
                url,
                Api.EXECUTIONS,
                "{'workflowId': 'w', 'workflowName': 'Orders', 'externalId': 'failed/one', 'status':"
                        + " 'failed', 'labels': {'team': 'payments'}, 'input': {'amount': 2.10}, 'error':"
                        + " {'message': 'card declined'}, 'steps': [{'key': 'charge', 'nodeId': 'c',"
                        + " 'status': 'failed', 'error': {'message': 'card declined'}}], 'logs':"
                        + " [{'message': 'asking', 'stepKey': 'charge'}, {'message': 'declined',"
                        + " 'stepKey': 'charge', 'data': {'n': 3.00}}]}");
        return tell(url, "/api/v1/keys", "{'name': 'asking', 'role': 'viewer'}").text("/key");
    }

    private static Answer tell(String url, String path, String body) {
        Answer told =
                Api.sendTo(
                        url,
                        "POST",
                        path,
                        body.replace('\'', '"').getBytes(UTF_8),
                        "Authorization",
                        "Bearer " + ADMIN);
        assertThat(told.status()).as(told.http().body()).isEqualTo(201);
        return told;
    }

    private static List<String> texts(JsonNode items) {
        List<String> texts = new ArrayList<>();
        items.forEach(it -> texts.add(it.asText()));
        return texts;
    }

    private static void check(JsonNode told) {
        assertThat(told.at("/server/name").asText()).isEqualTo("hindsight");
        assertThat(told.get("session").isNull()).isTrue();
        assertThat(texts(told.get("tools"))).hasSize(8).contains("explain_failure");
        assertThat(texts(told.get("templates"))).contains("hindsight://executions/{handle}");
        assertThat(texts(told.get("prompts")))
                .containsExactlyInAnyOrder("why_did_this_fail", "what_changed");
        assertThat(told.get("requests").asInt()).isGreaterThan(15);
        assertThat(told.get("calls"))
                .allSatisfy(
                        call -> {
                            assertThat(call.path("isError").asBoolean())
                                    .as(call.toString())
                                    .isFalse();
                            assertThat(call.at("/content/0/type").asText()).isEqualTo("text");
                            assertThat(call.get("structuredContent").isObject()).isTrue();
                        });
        assertThat(in(told, "list_execution_history", "/executions/0/workflow_name"))
                .isEqualTo("Orders");
        assertThat(in(told, "get_status", "/status")).isEqualTo("failed");
        assertThat(in(told, "get_logs", "/logs/0/message")).isEqualTo("declined");
        assertThat(in(told, "get_execution", "/execution/input/amount")).isEqualTo("2.1");
        assertThat(in(told, "search_executions", "/items/0/externalId")).isEqualTo("failed/one");
        assertThat(in(told, "explain_failure", "/failedFirst/key")).isEqualTo("charge");
        assertThat(in(told, "explain_failure", "/lastSuccess/externalId")).isEqualTo("before");
        assertThat(in(told, "compare_executions", "/right/externalId")).isEqualTo("before");
        assertThat(in(told, "get_stats", "/total")).isEqualTo("2");
        assertThat(told.at("/refused/isError").asBoolean()).isTrue();
        assertThat(told.at("/refused/content/0/text").asText())
                .startsWith("There is no such execution.");
        assertThat(told.at("/resource/contents/0/text").asText()).contains("card declined");
        assertThat(told.at("/why/messages/0/content/text").asText()).contains("explain_failure");
        assertThat(told.at("/changed/messages/0/content/text").asText()).contains("last-success");
        assertThat(told.get("unknown").asInt()).isEqualTo(-32002);
        assertThat(told.get("stranger").asText()).isIn("401", "UnauthorizedError");
    }

    private static String in(JsonNode told, String tool, String pointer) {
        return told.get("calls").get(tool).get("structuredContent").at(pointer).asText();
    }
}
