package dev.hindsight.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.JsonSchema;

/** Speaks to the service as a client of the protocol does, without any library. */
final class Mcp {

    static final String PATH = "/mcp";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Mcp() {}

    /** Sends a request with parameters. */
    static Answer ask(String method, String params, String... headers) {
        return Api.post(
                PATH,
                "{'jsonrpc': '2.0', 'id': 1, 'method': '%s', 'params': %s}"
                        .formatted(method, params),
                headers);
    }

    /** Calls a tool; the answer of the protocol. */
    static Answer call(String tool, String arguments, String... headers) {
        return ask(
                "tools/call",
                "{'name': '%s', 'arguments': %s}".formatted(tool, arguments),
                headers);
    }

    /** What a tool tells, which is told twice. */
    static JsonNode told(String tool, String arguments, String... headers) {
        JsonNode told = told(call(tool, arguments, headers));
        JsonNode schema = schema(tool, headers);
        assertThat(new JsonSchema(schema).faults(schema, told)).isEmpty();
        assertThat(told.fieldNames())
                .toIterable()
                .allSatisfy(
                        name -> assertThat(schema.get("properties").has(name)).as(name).isTrue());
        return told;
    }

    /** What a tool says that it tells. */
    private static JsonNode schema(String tool, String... headers) {
        for (JsonNode listed : ask("tools/list", "{}", headers).at("/result/tools")) {
            if (listed.get("name").asText().equals(tool)) {
                return listed.get("outputSchema");
            }
        }
        throw new AssertionError("no tool " + tool);
    }

    static JsonNode told(Answer answer) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.at("/result/isError").asBoolean()).as(answer.http().body()).isFalse();
        JsonNode content = answer.at("/result/structuredContent");
        assertThat(content.isObject()).as(answer.http().body()).isTrue();
        try {
            assertThat(JSON.readTree(answer.text("/result/content/0/text")).toString())
                    .isEqualTo(JSON.readTree(content.toString()).toString());
        } catch (JsonProcessingException notJson) {
            throw new AssertionError(notJson);
        }
        return content;
    }

    /** What a tool says that cannot tell. */
    static String refused(String tool, String arguments, String... headers) {
        Answer answer = call(tool, arguments, headers);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.at("/result/isError").asBoolean()).as(answer.http().body()).isTrue();
        assertThat(answer.body().has("error")).isFalse();
        return answer.text("/result/content/0/text");
    }
}
