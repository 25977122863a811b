package dev.hindsight.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The door itself: what it takes, what it refuses, and that no message needs another. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class McpProtocolTest {

    private static final String PING = "{'jsonrpc': '2.0', 'id': 1, 'method': 'ping'}";

    @Inject private ConnectionManager sessions;

    /** What a message needed goes when its answer has gone. */
    private void assertNoSession() {
        Instant patience = Instant.now().plusSeconds(10);
        while (sessions.iterator().hasNext()) {
            assertThat(Instant.now()).as("sessions are left").isBefore(patience);
            Thread.onSpinWait();
        }
    }

    private static Answer initialize(String version) {
        return Mcp.ask(
                "initialize",
                "{'protocolVersion': '%s', 'capabilities': {}, 'clientInfo': {'name': 'c', 'version': '1'}}"
                        .formatted(version));
    }

    @Test
    void initialize_tellsWhoAnswersAndOpensNoSession() {
        Answer told = initialize("2025-06-18");

        assertThat(told.status()).isEqualTo(200);
        assertThat(told.text("/result/protocolVersion")).isEqualTo("2025-06-18");
        assertThat(told.text("/result/serverInfo/name")).isEqualTo("hindsight");
        assertThat(told.text("/result/instructions")).contains("explain_failure");
        assertThat(told.at("/result/capabilities").has("tools")).isTrue();
        assertThat(told.at("/result/capabilities").has("resources")).isTrue();
        assertThat(told.at("/result/capabilities").has("prompts")).isTrue();
        assertThat(told.header("Mcp-Session-Id")).isEmpty();
        assertThat(told.header("X-Request-Id")).isNotEmpty();
        assertNoSession();
    }

    @Test
    void initialize_answersAVersionItDoesNotKnowWithTheNewestItDoes() {
        assertThat(initialize("1999-01-01").text("/result/protocolVersion"))
                .isEqualTo(Envelope.VERSIONS.get(0));
    }

    @Test
    void messages_needNoSessionAndMindNone() {
        assertThat(Api.post(Mcp.PATH, PING).at("/result").isObject()).isTrue();
        assertThat(Api.post(Mcp.PATH, PING, "Mcp-Session-Id", "of-another-replica").status())
                .isEqualTo(200);
        assertThat(
                        Mcp.told(
                                        "list_execution_history",
                                        "{}",
                                        "Mcp-Session-Id",
                                        "of-another-replica")
                                .has("executions"))
                .isTrue();
        assertNoSession();
    }

    @Test
    void tools_areListedWithWhatTheyTake() {
        JsonNode tools = Mcp.ask("tools/list", "{}").at("/result/tools");

        assertThat(names(tools))
                .containsExactlyInAnyOrder(
                        "list_execution_history",
                        "get_status",
                        "get_logs",
                        "get_execution",
                        "search_executions",
                        "explain_failure",
                        "compare_executions",
                        "get_stats");
        assertThat(tools)
                .allSatisfy(
                        tool -> {
                            assertThat(tool.at("/annotations/readOnlyHint").asBoolean()).isTrue();
                            assertThat(tool.at("/annotations/idempotentHint").asBoolean()).isTrue();
                            assertThat(tool.at("/annotations/destructiveHint").asBoolean(true))
                                    .isFalse();
                            assertThat(tool.at("/annotations/openWorldHint").asBoolean(true))
                                    .isFalse();
                            assertThat(tool.at("/inputSchema/type").asText()).isEqualTo("object");
                            assertThat(tool.at("/outputSchema/type").asText()).isEqualTo("object");
                            assertThat(tool.at("/outputSchema/required")).isNotEmpty();
                            assertThat(tool.at("/description").asText()).isNotEmpty();
                        });
        JsonNode list =
                StreamSupport.stream(tools.spliterator(), false)
                        .filter(it -> it.get("name").asText().equals("list_execution_history"))
                        .findFirst()
                        .orElseThrow();
        assertThat(list.at("/inputSchema/properties/limit/default").asInt()).isEqualTo(10);
        assertThat(list.at("/inputSchema/properties/offset/default").asInt(-1)).isZero();
        assertThat(list.at("/inputSchema/properties").has("workflow_id")).isTrue();
        assertThat(list.at("/inputSchema").has("required")).isFalse();
    }

    private static List<String> names(JsonNode items) {
        List<String> names = new ArrayList<>();
        items.forEach(it -> names.add(it.get("name").asText()));
        return names;
    }

    @Test
    void resourcesAndPrompts_areListed() {
        JsonNode templates =
                Mcp.ask("resources/templates/list", "{}").at("/result/resourceTemplates");
        JsonNode prompts = Mcp.ask("prompts/list", "{}").at("/result/prompts");

        assertThat(names(templates)).containsExactlyInAnyOrder("execution", "failure");
        assertThat(names(prompts)).containsExactlyInAnyOrder("why_did_this_fail", "what_changed");
        assertThat(Mcp.ask("resources/list", "{}").at("/result/resources").isArray()).isTrue();
    }

    @Test
    void prompts_askForWhatTheyName() {
        Answer why =
                Mcp.ask(
                        "prompts/get",
                        "{'name': 'why_did_this_fail', 'arguments': {'handle_id': 'ext:a'}}");
        Answer changed =
                Mcp.ask(
                        "prompts/get",
                        "{'name': 'what_changed', 'arguments': {'a': 'x', 'b': 'y'}}");
        Answer before =
                Mcp.ask("prompts/get", "{'name': 'what_changed', 'arguments': {'handle_id': 'x'}}");

        assertThat(why.text("/result/messages/0/content/text"))
                .contains("\"ext:a\"", "explain_failure");
        assertThat(changed.text("/result/messages/0/content/text"))
                .contains("\"x\"", "\"y\"", "compare_executions");
        assertThat(before.text("/result/messages/0/content/text"))
                .contains("\"x\"", "last-success");
        assertThat(Mcp.ask("prompts/get", "{'name': 'what_changed'}").at("/error/code").asInt())
                .isEqualTo(-32602);
        assertThat(Mcp.ask("prompts/get", "{'name': 'no_such'}").at("/error/code").asInt())
                .isEqualTo(-32602);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'jsonrpc': '2.0', 'method': 'notifications/initialized'}",
                "{'jsonrpc': '2.0', 'method': 'notifications/cancelled', 'params': {'requestId': 7}}",
                "{'jsonrpc': '2.0', 'method': 'no/such'}",
                "{'jsonrpc': '2.0', 'id': 3, 'result': {}}",
                "{'jsonrpc': '2.0', 'id': 3, 'error': 1}"
            })
    void whatWantsNoAnswer_isNoted(String message) {
        Answer told = Api.post(Mcp.PATH, message);

        assertThat(told.status()).isEqualTo(202);
        assertThat(told.http().body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|-32700",
                "{|-32700",
                "{} {}|-32700",
                "nonsense|-32700",
                "[]|-32600",
                "[{'jsonrpc': '2.0', 'id': 1, 'method': 'ping'}]|-32600",
                "1|-32600",
                "null|-32600",
                "{}|-32600",
                "{'jsonrpc': '1.0', 'id': 1, 'method': 'ping'}|-32600",
                "{'jsonrpc': '2.0', 'id': 1}|-32600",
                "{'jsonrpc': '2.0', 'id': 1, 'method': 5}|-32600",
                "{'jsonrpc': '2.0', 'id': null, 'method': 'ping'}|-32600",
                "{'jsonrpc': '2.0', 'id': {}, 'method': 'ping'}|-32600",
                "{'jsonrpc': '2.0', 'id': 1.5, 'method': 'ping'}|-32600"
            },
            quoteCharacter = '~')
    void whatIsNoMessage_isRefused(String body, int code) {
        Answer told = Api.post(Mcp.PATH, body == null ? "" : body);

        assertThat(told.status()).as(told.http().body()).isEqualTo(400);
        assertThat(told.at("/error/code").asInt()).isEqualTo(code);
        assertThat(told.at("/id").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no/such|{}|-32601",
                "q/close|{}|-32601",
                "resources/subscribe|{'uri': 'x'}|-32601",
                "completion/complete|{}|-32601",
                "tools/list|[]|-32602",
                "tools/list|'x'|-32602",
                "tools/list|{'cursor': 5}|-32602",
                "tools/list|{'cursor': 'nonsense'}|-32602",
                "tools/call|{}|-32602",
                "tools/call|{'name': 5}|-32602",
                "tools/call|{'name': 'no_such', 'arguments': {}}|-32602",
                "tools/call|{'name': 'get_status', 'arguments': []}|-32602",
                "tools/call|{'name': 'get_status', 'arguments': null}|-32602",
                "tools/call|{'name': 'get_status', '_meta': 'x'}|-32602",
                "prompts/get|{'name': 'why_did_this_fail'}|-32602",
                "prompts/get|{'name': 'why_did_this_fail', 'arguments': {'handle_id': 5}}|-32602",
                "resources/read|{}|-32602",
                "resources/read|{'uri': 'file:///etc/passwd'}|-32002",
                "resources/read|{'uri': 'hindsight://executions/none'}|-32002",
                "initialize|{}|-32602",
                "initialize|{'protocolVersion': 1, 'clientInfo': {}}|-32602",
                "initialize|{'protocolVersion': 'x', 'clientInfo': {'name': {}}}|-32602",
                "initialize|{'protocolVersion': 'x', 'clientInfo': {'icons': [1]}}|-32602",
                "logging/setLevel|{'level': 5}|-32602"
            },
            quoteCharacter = '~')
    void whatCannotBeAnswered_isSaidWithTheRequestsId(String method, String params, int code) {
        Answer told = Mcp.ask(method, params);

        assertThat(told.status()).as(told.http().body()).isEqualTo(200);
        assertThat(told.at("/error/code").asInt()).as(told.http().body()).isEqualTo(code);
        assertThat(told.at("/id").asInt()).isEqualTo(1);
        assertThat(told.text("/error/message")).doesNotContain("Exception").isNotEmpty();
        assertNoSession();
    }

    @Test
    void otherMethodsAndPaths_areNotThere() {
        Answer stream = Api.send("GET", Mcp.PATH, null, "Accept", "text/event-stream");

        assertThat(stream.status()).isEqualTo(405);
        assertThat(stream.header("Allow")).isEqualTo("POST, OPTIONS");
        assertThat(Api.send("DELETE", Mcp.PATH, null).status()).isEqualTo(405);
        assertThat(Api.send("OPTIONS", Mcp.PATH, null).header("Allow")).isEqualTo("POST, OPTIONS");
        assertThat(Api.get("/mcp/sse").status()).isEqualTo(404);
        assertThat(Api.post("/mcp/messages/x", PING).status()).isEqualTo(404);
        assertThat(Api.post("/mcp/", PING).status()).isEqualTo(404);
        assertThat(Api.post("/mcp?a=b", PING).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, text/plain, 415",
        "Content-Encoding, gzip, 415",
        "Accept, text/html, 406",
        "MCP-Protocol-Version, 1999-01-01, 400",
        "Origin, https://elsewhere.example, 403"
    })
    void wrongHeaders_areRefusedByAProblem(String header, String value, int status) {
        Answer told = Api.post(Mcp.PATH, PING, header, value);

        assertThat(told.status()).isEqualTo(status);
        assertThat(told.header("Content-Type")).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "Accept, application/json",
        "Accept, */*",
        "Content-Type, application/json; charset=utf-8",
        "MCP-Protocol-Version, 2025-06-18"
    })
    void usualHeaders_areTaken(String header, String value) {
        assertThat(Api.post(Mcp.PATH, PING, header, value).status()).isEqualTo(200);
    }

    @Test
    void hugeMessages_areRefused() {
        byte[] huge = " ".repeat(2 * 1024 * 1024).getBytes(StandardCharsets.UTF_8);
        byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);

        assertThat(Api.send("POST", Mcp.PATH, huge).status()).isEqualTo(413);
        assertThat(Api.send("POST", Mcp.PATH, deep).at("/error/code").asInt()).isEqualTo(-32700);
    }

    @Test
    void callers_areAnsweredAtOnce() throws Exception {
        String external = Api.fresh();
        Api.report(external, "'status': 'completed'");

        List<String> told =
                AtOnce.ask(
                        16,
                        n ->
                                n % 2 == 0
                                        ? Mcp.told(
                                                        "get_status",
                                                        "{'handle_id': 'ext:%s'}"
                                                                .formatted(external))
                                                .get("external_id")
                                                .asText()
                                        : Mcp.refused(
                                                "get_status", "{'handle_id': 'x%d'}".formatted(n)));

        for (int n = 0; n < 16; n += 2) {
            assertThat(told.get(n)).isEqualTo(external);
            assertThat(told.get(n + 1)).startsWith("There is no such execution.");
        }
        assertNoSession();
    }
}
