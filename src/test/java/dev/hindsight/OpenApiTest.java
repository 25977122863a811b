package dev.hindsight;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hindsight.delivery.Follower;
import dev.hindsight.fixture.JsonSchema;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.sla.SlaCheck;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The document of the contract: that it is the committed one, that it is complete, and that answers
 * and readers do what it says. {@code -Dtest.openapi=write} writes the committed one anew.
 */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class OpenApiTest {

    private static final Path COMMITTED = Path.of("src/main/resources/openapi.json");

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonNode document;
    private JsonSchema schema;

    @BeforeEach
    void read() throws IOException {
        document = json(given().get("/q/openapi?format=json"));
        schema = new JsonSchema(document);
    }

    @Test
    void document_isTheOneThatTheBuildMakes() throws IOException {
        JsonNode made = made();
        if ("write".equals(System.getProperty("test.openapi"))) {
            Files.writeString(
                    COMMITTED,
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made) + "\n",
                    UTF_8);
        }

        assertThat(JSON.readTree(COMMITTED.toFile()))
                .as("the committed document; write it with -Dtest.openapi=write")
                .isEqualTo(made);
    }

    /** What the build made of the resources. */
    private static JsonNode made() throws IOException {
        try (InputStream made =
                Thread.currentThread()
                        .getContextClassLoader()
                        .getResourceAsStream("META-INF/quarkus-generated-openapi-doc.JSON")) {
            return JSON.readTree(made);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/q/openapi, '*/*', application/yaml",
        "/q/openapi, application/json, application/json",
        "/q/openapi, 'text/html, application/json;q=0.9', application/json",
        "/q/openapi?format=JSON, '*/*', application/json",
        "/q/openapi?format=yaml, '*/*', application/yaml",
        "/q/openapi.json, '*/*', application/json",
        "/q/openapi.yaml, '*/*', application/yaml",
        "/q/openapi.yml, '*/*', application/yaml"
    })
    void document_isTheSameInBothForms(String path, String accepted, String type)
            throws IOException {
        Response answer = given().accept(accepted).get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo(type + ";charset=UTF-8");
        // Whatever is JSON is YAML as well.
        assertThat(new YAMLMapper().readTree(answer.asString())).isEqualTo(document);
        given().accept(accepted)
                .head(path)
                .then()
                .statusCode(200)
                .header("Content-Type", type + ";charset=UTF-8");
    }

    @Test
    void document_isOfVersion31AndKnowsOurPathsAlone() {
        assertThat(document.path("openapi").textValue()).isEqualTo("3.1.0");
        document.path("paths")
                .fieldNames()
                .forEachRemaining(path -> assertThat(path).matches("/api/v1/.+|/v1/traces"));
    }

    @Test
    void operations_areDescribedWhole() {
        Set<String> ids = new HashSet<>();
        operations()
                .forEach(
                        (name, operation) -> {
                            String id = operation.path("operationId").asText();
                            assertThat(id).as("openapi.Endpoints knows " + name).isNotEmpty();
                            assertThat(ids.add(id)).as(id).isTrue();
                            assertThat(operation.path("summary").asText()).as(name).isNotEmpty();
                            assertThat(operation.path("tags")).as(name).isNotEmpty();
                            checkAnswers(name, operation.path("responses"));
                        });
    }

    @Test
    void components_areThereAndUsed() {
        Set<String> used = new HashSet<>();
        document.findValuesAsText("$ref").forEach(used::add);

        assertThat(used).allSatisfy(ref -> assertThat(document.at(ref.substring(1))).isNotEmpty());
        for (String kind : new String[] {"schemas", "responses", "headers"}) {
            document.at("/components/" + kind)
                    .fieldNames()
                    .forEachRemaining(
                            name -> {
                                // Types of problem that no operation can give yet.
                                if (!kind.equals("responses")) {
                                    assertThat(used)
                                            .contains("#/components/%s/%s".formatted(kind, name));
                                }
                            });
        }
    }

    @Test
    void everyField_isTakenAndTold() throws IOException {
        String externalId = "whole-" + UUID.randomUUID();
        ObjectNode report = (ObjectNode) schema.sample(component("ExecutionReport"));
        report.put("externalId", externalId);
        report.remove("id");

        check(
                "reportExecution",
                201,
                body(report).header("Prefer", "return=representation").post("/api/v1/executions"));
        check("reportExecution", 200, body(report).post("/api/v1/executions"));
        String path = "/api/v1/executions/ext:" + externalId;
        JsonNode story =
                check(
                        "getExecution",
                        200,
                        given().get(path + "?include=steps,logs,dag,tree,workflow"));
        check("getExecution", 200, given().get(path));
        ObjectNode patch = (ObjectNode) schema.sample(component("ExecutionPatch"));
        patch.remove("id");
        patch.put("externalId", externalId);
        patch.put("workflowId", report.get("workflowId").textValue());
        patch.put("status", "failed");
        check("patchExecution", 200, body(patch).patch(path));
        check("listExecutions", 200, given().get("/api/v1/executions?count=capped&limit=1"));
        check("countExecutions", 200, given().get("/api/v1/executions/counts"));
        check("getTimeline", 200, given().get(path + "/timeline"));
        check("getStorage", 200, given().get(path + "/storage"));
        check("getStorageStatistics", 200, given().get("/api/v1/stats/storage"));
        check("getStorageStatistics", 200, given().get("/api/v1/stats/storage?by=workflow"));
        check("listWorkflows", 200, given().get("/api/v1/workflows?limit=1"));
        check("getWorkflow", 200, given().get("/api/v1/workflows/text"));
        check("getLatestExecution", 200, given().get("/api/v1/workflows/text/latest"));
        check("getGraph", 200, given().get("/api/v1/dags/" + story.get("dagHash").textValue()));
        check(
                "beat",
                204,
                body(schema.sample(component("HeartbeatReport")).deepCopy())
                        .post(path + "/heartbeat"));
        check("beat", 204, given().post(path + "/heartbeat"));
        steps(path);
        logs(path);
        checkpoints(path);
        problems(path);
    }

    @Test
    void whatIsTakenAndToldBesides_isDescribed() {
        JsonNode patch = JSON.createObjectNode().putNull("externalId");
        ObjectNode receipt =
                JSON.createObjectNode()
                        .put("accepted", 0)
                        .put("duplicates", 0)
                        .put("renumbered", 0)
                        .put("dropped", 1);
        JsonNode line = JSON.createObjectNode().put("stream", "STDOUT");

        assertThat(schema.faults(component("ExecutionPatch"), patch)).isEmpty();
        assertThat(schema.faults(component("LogReceipt"), receipt)).isEmpty();
        assertThat(schema.faults(component("LogReport"), line)).isEmpty();
    }

    @Test
    void whatHasNoValue_isToldAsDescribed() throws IOException {
        String path = "/api/v1/executions/ext:bare";
        check(
                "reportExecution",
                201,
                given().contentType("application/json")
                        .body("{\"externalId\": \"bare\", \"workflowId\": \"w\"}")
                        .post("/api/v1/executions"));
        check(
                "reportSteps",
                201,
                given().contentType("application/json")
                        .body("{\"key\": \"a\", \"nodeId\": \"n\"}")
                        .post(path + "/steps"));
        check(
                "reportLines",
                200,
                given().contentType("application/json")
                        .body("[{\"message\": \"m\"}]")
                        .post(path + "/logs"));

        check("getExecution", 200, given().get(path + "?include=steps,logs,dag,tree,workflow"));
        check("getStep", 200, given().get(path + "/steps/a"));
        check("readLog", 200, given().get(path + "/logs"));
    }

    @Test
    void swagger_showsTheDocument() {
        given().get("/q/swagger-ui/").then().statusCode(200).contentType("text/html");
    }

    private void steps(String path) throws IOException {
        ObjectNode step = (ObjectNode) schema.sample(component("StepReport"));
        step.remove("workflowId");
        check("reportSteps", 201, body(JSON.createArrayNode().add(step)).post(path + "/steps"));
        check("reportStep", 200, body(step).put(path + "/steps/text"));
        check("reportStep", 201, body(step.deepCopy().put("key", "new")).put(path + "/steps/new"));
        ObjectNode patch = (ObjectNode) schema.sample(component("StepPatch"));
        patch.remove("workflowId");
        check("patchStep", 200, body(patch).patch(path + "/steps/text"));
        check("listSteps", 200, given().get(path + "/steps"));
        check("listSteps", 200, given().get(path + "/steps?fields=summary"));
        check("getStep", 200, given().get(path + "/steps/text?attempt=1"));
    }

    private void logs(String path) throws IOException {
        ObjectNode line = (ObjectNode) schema.sample(component("LogReport"));
        line.remove("workflowId");
        // What is masked is told by a notice.
        line.set("data", JSON.createObjectNode().put("password", "x"));
        check("reportLines", 200, body(JSON.createArrayNode().add(line)).post(path + "/logs"));
        check(
                "reportLines",
                200,
                given().contentType("application/x-ndjson")
                        .body((line + "\n{\"x\": 1}\n").getBytes(UTF_8))
                        .post(path + "/logs"));
        check("readLog", 200, given().get(path + "/logs?count=exact"));
    }

    @Test
    void bulkReports_areAsDescribed() throws IOException {
        StringBuilder lines = new StringBuilder("{\"step\": {}}\n");
        for (JsonNode operation : component("BulkOperation").path("anyOf")) {
            JsonNode line = schema.sample(operation);
            ObjectNode report = (ObjectNode) line.elements().next();
            report.remove("id");
            if (report.has("execution")) {
                report.put("execution", "ext:in-bulk");
            } else {
                report.put("externalId", "in-bulk");
            }
            lines.append(line).append('\n');
        }

        JsonNode receipt =
                check(
                        "reportInBulk",
                        200,
                        given().contentType("application/x-ndjson")
                                .body(lines.toString().getBytes(UTF_8))
                                .post("/api/v1/ingest"));

        assertThat(receipt.path("accepted").asInt()).as(receipt.toString()).isEqualTo(4);
        assertThat(receipt.path("rejected").asInt()).isEqualTo(1);
    }

    @Test
    void traces_areAsDescribed() throws IOException {
        JsonNode bad =
                JSON.readTree(
                        "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"name\": \"n\"}]}]}]}");

        check("reportTraces", 200, body(JSON.createObjectNode()).post("/v1/traces"));
        check("reportTraces", 200, body(bad).post("/v1/traces"));
        check("reportTraces", 400, body(JSON.createArrayNode()).post("/v1/traces"));
    }

    @Test
    void removal_isAsDescribed() throws IOException {
        String path = "/api/v1/executions/ext:removed";
        ObjectNode report = (ObjectNode) schema.sample(component("ExecutionReport"));
        report.put("externalId", "removed");
        report.remove("id");
        body(report).post("/api/v1/executions");

        check("deleteExecution", 204, given().delete(path));
        check("restoreExecution", 200, given().post(path + "/restore"));
        check(
                "restoreExecution",
                412,
                given().header("If-Match", "\"99\"").post(path + "/restore"));
        ObjectNode deletion = (ObjectNode) schema.sample(component("DeletionRequest"));
        check("deleteExecutions", 200, body(deletion).post("/api/v1/executions/delete"));
        check(
                "deleteExecutions",
                400,
                body(JSON.createObjectNode()).post("/api/v1/executions/delete"));
        check(
                "disownExecutions",
                200,
                body(schema.sample(component("DisownRequest"))).post("/api/v1/executions/crashed"));
        check("deleteExecution", 204, given().delete(path + "?purge=true"));
        check("deleteExecution", 404, given().delete(path));
    }

    @Test
    void retentionPolicies_areAsDescribed() throws IOException {
        String policies = "/api/v1/retention/policies";
        JsonNode policy = schema.sample(component("RetentionPolicyOrder"));
        JsonNode none = JSON.createObjectNode();

        check("putRetentionPolicy", 201, body(policy).put(policies + "/text"));
        check("putRetentionPolicy", 200, body(policy).put(policies + "/text"));
        check("putRetentionPolicy", 201, body(none).put(policies + "/bare"));
        check(
                "putRetentionPolicy",
                400,
                body(JSON.createObjectNode().put("maxAge", "30")).put(policies + "/text"));
        check("getRetentionPolicy", 200, given().get(policies + "/text"));
        check("listRetentionPolicies", 200, given().get(policies));
        check("deleteRetentionPolicy", 204, given().delete(policies + "/text"));
        check("deleteRetentionPolicy", 204, given().delete(policies + "/bare"));
        check("getRetentionPolicy", 404, given().get(policies + "/text"));
    }

    @Test
    void webhooks_areAsDescribed() throws IOException {
        String webhooks = "/api/v1/webhooks";
        ObjectNode order = JSON.createObjectNode().put("url", "https://example.org/hook");
        order.putArray("events").add("execution.created");
        order.set("filter", JSON.createObjectNode().put("workflowId", "heard"));
        check("putWebhook", 201, body(order).put(webhooks + "/text"));
        check("putWebhook", 200, body(order).put(webhooks + "/text"));
        check("putWebhook", 400, body(JSON.createObjectNode()).put(webhooks + "/text"));
        check("getWebhook", 200, given().get(webhooks + "/text"));
        check("listWebhooks", 200, given().get(webhooks));
        body(JSON.createObjectNode().put("workflowId", "heard")).post("/api/v1/executions");
        Arc.container().instance(Follower.class).get().follow().await().indefinitely();

        String deliveries = webhooks + "/text/deliveries";
        JsonNode page = check("listDeliveries", 200, given().get(deliveries));
        String retry = deliveries + "/" + page.at("/items/0/id").asText() + "/retry";
        check("retryDelivery", 409, given().post(retry));
        Rows.run("UPDATE delivery SET state = 2");
        check("retryDelivery", 202, given().post(retry));
        check("deleteWebhook", 204, given().delete(webhooks + "/text"));
        check("getWebhook", 404, given().get(webhooks + "/text"));
    }

    @Test
    void serviceLevels_areAsDescribed() throws IOException {
        String slas = "/api/v1/slas";
        ObjectNode order =
                JSON.createObjectNode()
                        .put("workflowId", "late")
                        .put("maxDurationMs", 1)
                        .put("minSuccessRate", 99.5)
                        .put("maxSilence", "PT2H");
        check("putSla", 201, body(order).put(slas + "/text"));
        check("putSla", 200, body(order.put("window", "PT10M")).put(slas + "/text"));
        check("putSla", 400, body(JSON.createObjectNode()).put(slas + "/text"));
        body(JSON.createObjectNode()
                        .put("workflowId", "late")
                        .put("status", "failed")
                        .put("durationMs", 2))
                .post("/api/v1/executions");
        Arc.container().instance(SlaCheck.class).get().check().await().indefinitely();

        assertThat(check("getSla", 200, given().get(slas + "/text")).at("/breaches")).hasSize(2);
        check("listSlas", 200, given().get(slas));
        check("deleteSla", 204, given().delete(slas + "/text"));
        check("getSla", 404, given().get(slas + "/text"));
    }

    @Test
    void groupsOfFailures_areAsDescribed() throws IOException {
        String errors = "/api/v1/stats/errors";
        JsonNode failed =
                JSON.createObjectNode()
                        .put("workflowId", "w")
                        .put("status", "failed")
                        .put("error", "no");
        body(failed).post("/api/v1/executions");
        Response told = given().get(errors);
        String group = errors + "/" + json(told).at("/items/0/fingerprint").textValue();

        check("listFailures", 200, told);
        check("listFailures", 200, given().get(errors + "?from=2020-01-01T00:00:00Z"));
        check("listFailures", 400, given().get(errors + "?state=closed"));
        JsonNode decision = schema.sample(component("FailureDecision"));
        check("decideAboutFailures", 200, body(decision).patch(group));
        check("decideAboutFailures", 400, body(JSON.createObjectNode()).patch(group));
        check("decideAboutFailures", 404, body(decision).patch(errors + "/unknown"));
    }

    private void checkpoints(String path) throws IOException {
        JsonNode graph = JSON.createObjectNode().put("nodes", 1);
        check("putGraph", 200, body(graph).put(path + "/dag"));
        JsonNode artifacts =
                JSON.createObjectNode().set("n", JSON.createObjectNode().put("k", "v"));
        check("replaceArtifacts", 204, body(artifacts).put(path + "/artifacts"));
        check("addArtifacts", 204, body(artifacts).patch(path + "/artifacts"));
        check("getArtifacts", 200, given().get(path + "/artifacts"));
        check("putArtifact", 201, body(artifacts).put(path + "/artifacts/n/new"));
        check("putArtifact", 204, body(artifacts).put(path + "/artifacts/n/new"));
        check("getArtifact", 200, given().get(path + "/artifacts/n/new"));
        check("deleteArtifact", 204, given().delete(path + "/artifacts/n/new"));
        check("getArtifact", 404, given().get(path + "/artifacts/n/new"));
        check("deleteArtifacts", 204, given().delete(path + "/artifacts"));
        check("putTree", 204, body(graph).put(path + "/tree"));
        check("getTree", 200, given().get(path + "/tree"));
        check("getExecution", 200, given().get(path + "?include=tree"));
        check("putState", 204, bytes("1").put(path + "/state/active"));
        check("getState", 200, given().get(path + "/state/active"));
        check("deleteState", 204, given().delete(path + "/state/active"));
        check("getState", 404, given().get(path + "/state/active"));
        check("addSnapshot", 201, bytes("1").post(path + "/snapshots"));
        check("listSnapshots", 200, given().get(path + "/snapshots"));
        check("getSnapshot", 200, given().get(path + "/snapshots/latest"));
        check("deleteSnapshot", 204, given().delete(path + "/snapshots/latest"));
    }

    private void problems(String path) throws IOException {
        check("listExecutions", 400, given().get("/api/v1/executions?limit=0&status=x"));
        check("getExecution", 404, given().get("/api/v1/executions/ext:no-such-one"));
        check("getGraph", 404, given().get("/api/v1/dags/sha256:00"));
        check(
                "reportExecution",
                415,
                given().contentType("text/plain").body("x").post("/api/v1/executions"));
        check(
                "patchExecution",
                412,
                given().contentType("application/json")
                        .header("If-Match", "\"99\"")
                        .body("{\"note\": \"n\"}")
                        .patch(path));
        check(
                "patchExecution",
                409,
                given().contentType("application/json")
                        .body("{\"status\": \"running\"}")
                        .patch(path));
    }

    /** Compares an answer with what the document says of it; tells its body. */
    private JsonNode check(String id, int status, Response answer) throws IOException {
        JsonNode operation = operation(id);
        JsonNode said = operation.path("responses").path(String.valueOf(status));
        assertThat(answer.statusCode()).as("%s: %s", id, answer.asString()).isEqualTo(status);
        assertThat(said).as("%s answers %d", id, status).isNotEmpty();
        JsonNode described = schema.resolve(said);
        described
                .path("headers")
                .fieldNames()
                .forEachRemaining(
                        header -> {
                            if (!header.equals("Preference-Applied")) {
                                assertThat(answer.header(header)).as(id + " " + header).isNotNull();
                            }
                        });
        if (!described.has("content")) {
            assertThat(answer.asString()).isEmpty();
            return JSON.nullNode();
        }
        String type = answer.contentType().replaceAll(";.*", "");
        JsonNode content = described.path("content").path(type);
        assertThat(content).as("%s answers %s", id, type).isNotEmpty();
        JsonNode body = json(answer);
        assertThat(schema.faults(content.get("schema"), body)).as("%s: %s", id, body).isEmpty();
        return body;
    }

    private static void checkAnswers(String name, JsonNode answers) {
        assertThat(answers.has("default")).as(name).isTrue();
        assertThat(answers.fieldNames())
                .toIterable()
                .as(name)
                .anyMatch(status -> status.startsWith("2"))
                .contains("400", "500", "503");
        answers.properties()
                .forEach(
                        answer -> {
                            if (name.equals("post /v1/traces")) {
                                // In the forms of OTLP, whatever it answers.
                                assertThat(answer.getValue().path("content").fieldNames())
                                        .toIterable()
                                        .containsExactlyInAnyOrder(
                                                "application/json", "application/x-protobuf");
                            } else if (!answer.getKey().startsWith("2")) {
                                assertThat(answer.getValue().path("$ref").asText())
                                        .as(name + " " + answer.getKey())
                                        .startsWith("#/components/responses/Problem");
                            }
                        });
    }

    private JsonNode operation(String id) {
        return operations().values().stream()
                .filter(operation -> operation.path("operationId").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                method ->
                                                        operations.put(
                                                                method.getKey()
                                                                        + " "
                                                                        + path.getKey(),
                                                                method.getValue())));
        return operations;
    }

    private JsonNode component(String name) {
        return document.at("/components/schemas/" + name);
    }

    private static RequestSpecification body(JsonNode body) {
        return given().contentType("application/json").body(body.toString());
    }

    /** Bytes that are JSON, too, so that they are checked like any answer. */
    private static RequestSpecification bytes(String json) {
        return given().contentType("application/octet-stream").body(json.getBytes(UTF_8));
    }

    private static JsonNode json(Response answer) throws JsonProcessingException {
        return JSON.readTree(answer.asString());
    }
}
