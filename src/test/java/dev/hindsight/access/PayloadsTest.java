package dev.hindsight.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees that something failed need not see what it was about. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class PayloadsTest {

    /** No log may tell it either. */
    private static final String PLANTED = "planted-payload-0b6e7d31c4";

    private final String namespace = Property.unheardOf();
    private String execution = "";
    private Key blind = Key.ADMIN;
    private Key seeing = Key.ADMIN;

    @BeforeEach
    void report() {
        seeing = Key.of(namespace, "admin");
        blind =
                Key.ordered(
                        "'name': 'k', 'role': 'writer', 'payloads': false, 'namespace': '%s'"
                                .formatted(namespace));
        Answer made =
                seeing.post(
                        "/api/v1/executions",
                        ("{'workflowId': 'w', 'status': 'failed', 'input': '%1$s', 'output':"
                                        + " ['%1$s'], 'metadata': {'m': '%1$s', 'card_4711': {'password': 'x'}}, 'trigger':"
                                        + " {'type': 'webhook', 'data': '%1$s'}, 'error':"
                                        + " {'message': 'no', 'stack': 'at line 1'}}")
                                .formatted(PLANTED));
        execution = "/api/v1/executions/" + made.text("/id");
        seeing.put(
                execution + "/steps/s",
                "{'nodeId': 'n', 'input': '%1$s', 'output': '%1$s', 'metadata': '%1$s'}"
                        .formatted(PLANTED));
        seeing.post(execution + "/logs", "[{'message': 'm', 'data': '%s'}]".formatted(PLANTED));
        seeing.put(execution + "/artifacts", "{'n': {'k': '%s'}}".formatted(PLANTED));
        seeing.put(execution + "/tree", "{'t': '%s'}".formatted(PLANTED));
        seeing.put(
                execution + "/state/active", PLANTED, "Content-Type", "application/octet-stream");
        seeing.post(execution + "/snapshots", PLANTED, "Content-Type", "application/octet-stream");
    }

    private static void assertWithheld(JsonNode record) {
        assertThat(record.get("payloadWithheld").asBoolean()).isTrue();
        assertThat(record.fieldNames())
                .toIterable()
                .doesNotContain("input", "output", "metadata")
                .contains("status", "error", "notices");
        assertThat(record.toString()).doesNotContain(PLANTED);
    }

    @Test
    void execution_isToldWithoutPayloads() {
        Answer told = blind.get(execution + "?include=steps,dag,workflow");

        assertThat(told.status()).isEqualTo(200);
        assertWithheld(told.body());
        assertThat(told.at("/trigger").toString()).isEqualTo("{\"type\":\"webhook\"}");
        assertThat(told.text("/error/message")).isEqualTo("no");
        assertThat(told.at("/error/stack").isNull()).isTrue();
        assertThat(told.at("/notices")).isEmpty();
        assertWithheld(told.at("/steps/0"));
        Answer whole = seeing.get(execution + "?include=steps");
        assertThat(whole.body().has("payloadWithheld")).isFalse();
        assertThat(whole.at("/steps/0").has("payloadWithheld")).isFalse();
        assertThat(whole.text("/input")).isEqualTo(PLANTED);
        assertThat(whole.text("/error/stack")).isEqualTo("at line 1");
        assertThat(whole.at("/notices").toString()).contains("card_4711");
    }

    @Test
    void latestOfAWorkflow_isToldWithoutPayloads() {
        assertWithheld(blind.get("/api/v1/workflows/w/latest").body());
    }

    @Test
    void steps_areToldWithoutPayloads() {
        assertWithheld(blind.get(execution + "/steps").at("/items/0"));
        assertWithheld(blind.get(execution + "/steps/s").body());
        assertThat(blind.get(execution + "/steps?fields=summary").http().body())
                .doesNotContain("payloadWithheld")
                .doesNotContain(PLANTED);
        assertThat(blind.get(execution + "/timeline").status()).isEqualTo(200);
    }

    @Test
    void writes_areAnsweredWithoutPayloads() {
        String[] whole = {"Prefer", "return=representation"};
        Answer patched =
                blind.send("PATCH", execution, Api.json("{'note': 'x', 'output': 1}"), whole);
        Answer step = blind.put(execution + "/steps/s", "{'nodeId': 'n', 'output': 1}", whole);

        assertThat(patched.header("Preference-Applied")).isEqualTo("return=representation");
        assertWithheld(patched.body());
        assertWithheld(step.body());
        assertThat(seeing.get(execution).at("/output").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?include=logs",
                "?include=steps,tree",
                "/logs",
                "/logs?tail=1",
                "/artifacts",
                "/artifacts/n/k",
                "/tree",
                "/state/active",
                "/snapshots/latest",
                "/export",
                "/export?format=json"
            })
    void whatIsPayloadAlone_isForbidden(String below) {
        Answer told = blind.get(execution + below);

        assertThat(told.status()).isEqualTo(403);
        assertThat(told.text("/type")).isEqualTo("/problems/forbidden");
        assertThat(told.http().body()).doesNotContain(PLANTED);
        assertThat(seeing.get(execution + below).http().body()).contains(PLANTED);
    }

    @Test
    void replay_copiesWhatTheCallerMayNotRead() {
        String path =
                "/api/v1/executions/"
                        + seeing.post(
                                        "/api/v1/executions",
                                        "{'workflowId': 'w', 'input': {'x': '%s'}}"
                                                .formatted(PLANTED))
                                .text("/id");

        Answer told = blind.send("POST", path + "/replay", null);

        assertThat(told.status()).as(told.http().body()).isEqualTo(202);
        assertWithheld(told.body());
        assertThat(seeing.get(told.header("Location")).text("/input/x")).isEqualTo(PLANTED);
    }

    @Test
    void comparison_isForbidden() {
        String another = seeing.post("/api/v1/executions", "{'workflowId': 'w'}").text("/id");

        Answer told = blind.get(execution + "/diff/" + another);

        assertThat(told.status()).isEqualTo(403);
        assertThat(told.text("/type")).isEqualTo("/problems/forbidden");
        assertThat(blind.get(execution + "/diff/last-success").status()).isEqualTo(403);
        assertThat(seeing.get(execution + "/diff/" + another).http().body()).contains(PLANTED);
    }

    @Test
    void exportOfMany_isForbidden() {
        assertThat(blind.get("/api/v1/executions/export?workflowId=w").status()).isEqualTo(403);
    }

    @Test
    void lists_areToldAsTheyAre() {
        Answer told = blind.get("/api/v1/executions");

        assertThat(told.at("/items").size()).isEqualTo(1);
        assertThat(told.http().body()).doesNotContain(PLANTED).doesNotContain("payloadWithheld");
    }
}
