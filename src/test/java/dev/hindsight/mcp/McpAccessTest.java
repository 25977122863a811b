package dev.hindsight.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.access.Key;
import dev.hindsight.access.KeysProfile;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol's door is no other than those of HTTP: who may ask, and what they are told. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class McpAccessTest {

    private static final String PLANTED = "planted-payload-0b6e7d31c4";

    private final String namespace = Api.fresh().replace('_', '-');
    private Key writer = Key.ADMIN;
    private Key viewer = Key.ADMIN;
    private Key blind = Key.ADMIN;
    private String id = "";

    @BeforeEach
    void report() {
        writer = Key.of(namespace, "writer");
        viewer = Key.of(namespace, "viewer");
        blind =
                Key.ordered(
                        "'name': 'k', 'role': 'viewer', 'payloads': false, 'namespace': '%s'"
                                .formatted(namespace));
        id =
                writer.post(
                                Api.EXECUTIONS,
                                "{'workflowId': 'w', 'status': 'failed', 'error': {'message': 'no', 'stack': '%1$s'}, 'input': '%1$s'}"
                                        .formatted(PLANTED))
                        .text("/id");
        writer.post(Api.EXECUTIONS + "/" + id + "/logs", "[{'message': '%s'}]".formatted(PLANTED));
    }

    private Answer call(Key key, String tool, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = "Bearer " + key.token();
        System.arraycopy(headers, 0, all, 2, headers.length);
        return Mcp.call(
                tool,
                tool.equals("compare_executions")
                        ? "{'a': '%1$s', 'b': '%1$s'}".formatted(id)
                        : "{'handle_id': '%s'}".formatted(id),
                all);
    }

    @Test
    void strangers_areRefusedWhateverTheyAsk() {
        for (String method : new String[] {"initialize", "ping", "tools/list"}) {
            Answer told = Mcp.ask(method, "{}");
            assertThat(told.status()).isEqualTo(401);
            assertThat(told.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
        assertThat(Api.get(Mcp.PATH).status()).isEqualTo(401);
        assertThat(Api.get(Mcp.PATH + "/sse").status()).isEqualTo(401);
        assertThat(call(Key.revoked(namespace), "get_status").status()).isEqualTo(401);
        assertThat(Mcp.ask("ping", "{}", "Authorization", "Bearer none").status()).isEqualTo(401);
    }

    @Test
    void viewers_areToldEverything() {
        assertThat(Mcp.told(call(viewer, "get_status")).get("status").asText()).isEqualTo("failed");
        assertThat(call(viewer, "get_logs").http().body()).contains(PLANTED);
        assertThat(call(viewer, "explain_failure").http().body()).contains(PLANTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get_status",
                "get_logs",
                "get_execution",
                "explain_failure",
                "compare_executions"
            })
    void otherNamespaces_areAsIfTheyWereNot(String tool) {
        Answer told = call(Key.of(Api.fresh().replace('_', '-'), "admin"), tool);

        assertThat(told.at("/result/isError").asBoolean()).isTrue();
        assertThat(told.text("/result/content/0/text")).startsWith("There is no such execution.");
    }

    @Test
    void namespaces_areSelectedByAnAdminOfAll() {
        assertThat(call(Key.ADMIN, "get_status").at("/result/isError").asBoolean()).isTrue();
        assertThat(
                        Mcp.told(call(Key.ADMIN, "get_status", "Hindsight-Namespace", namespace))
                                .get("status")
                                .asText())
                .isEqualTo("failed");
        assertThat(call(viewer, "get_status", "Hindsight-Namespace", "default").status())
                .isEqualTo(403);
    }

    @Test
    void payloads_areWithheldFromWhoMayNotReadThem() {
        JsonNode explained = Mcp.told(call(blind, "explain_failure"));
        Answer execution =
                Mcp.call(
                        "get_execution",
                        "{'handle_id': '%s', 'payloads': true}".formatted(id),
                        "Authorization",
                        "Bearer " + blind.token());

        assertThat(explained.get("payloadWithheld").asBoolean()).isTrue();
        assertThat(explained.at("/execution/error/message").asText()).isEqualTo("no");
        assertThat(explained.toString()).doesNotContain(PLANTED);
        assertThat(Mcp.told(execution).at("/execution/payloadWithheld").asBoolean()).isTrue();
        assertThat(execution.http().body()).doesNotContain(PLANTED);
        for (String tool : new String[] {"get_logs", "compare_executions"}) {
            assertThat(call(blind, tool).text("/result/content/0/text"))
                    .isEqualTo("The credential does not permit payloads to be read.");
        }
        assertThat(
                        Mcp.call(
                                        "search_executions",
                                        "{'input_contains': 'x'}",
                                        "Authorization",
                                        "Bearer " + blind.token())
                                .at("/result/isError")
                                .asBoolean())
                .isTrue();
    }

    /** Of a door of the protocol, but before any of its messages is read: the answer is that of HTTP. */
    @Test
    void tooManyQuestions_areToldWhenToAskAgain() {
        Key.ADMIN.put("/api/v1/namespaces/" + namespace, "{'quotas': {'requestsPerSecond': 2}}");
        Key hasty = Key.of(namespace, "viewer");

        Answer told = call(hasty, "get_status");
        int asked = 1;
        for (; told.status() == 200 && asked < 1_000; asked++) {
            told = call(hasty, "get_status");
        }

        assertThat(told.status()).isEqualTo(429);
        assertThat(asked).isGreaterThan(2);
        assertThat(told.header("Retry-After")).isEqualTo("1");
        assertThat(told.text("/type")).isEqualTo("/problems/overloaded");
        assertThat(told.body().has("jsonrpc")).isFalse();
        assertThat(call(Key.ADMIN, "get_status").status()).isEqualTo(200);
    }
}
