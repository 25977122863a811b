package dev.hindsight.importer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Transcripts;
import dev.hindsight.fixture.WfInstances;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NewestPostgres.class)
class ImportResourceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void import_holdsTheStepsAndEdgesOfEveryRealExecution() throws IOException {
        List<Path> files = WfInstances.files();
        assumeFalse(files.isEmpty(), "No real executions beside the project");

        for (Path file : files) {
            JsonNode tasks =
                    JSON.readTree(file.toFile())
                            .path("workflow")
                            .path("specification")
                            .path("tasks");
            String id = take(Files.readAllBytes(file)).getString("executions[0].id");

            assertThat(edges(id)).as(file.toString()).isEqualTo(edges(tasks));
            assertThat(graph(id)).as(file.toString()).isEqualTo(edges(tasks));
            assertThat(keys(id)).as(file.toString()).isEqualTo(keys(tasks));
        }
    }

    @Test
    void import_ofTheSameFileChangesNothing() throws IOException {
        byte[] file =
                """
                {"name": "twice", "schemaVersion": "1.5", "workflow": {
                  "specification": {"tasks": [
                    {"id": "a", "name": "a", "parents": [], "children": ["b"]},
                    {"id": "b", "name": "b", "parents": ["a"], "children": []}]},
                  "execution": {"makespanInSeconds": 3, "executedAt": "2026-01-01T00:00:00Z",
                    "tasks": [{"id": "a", "runtimeInSeconds": 1}, {"id": "b", "runtimeInSeconds": 2}]}}}
                """
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);

        JsonPath first = take(file);
        JsonPath second = take(file);

        assertThat(second.getMap("executions[0]")).isEqualTo(first.getMap("executions[0]"));
        assertThat(second.getInt("steps")).isEqualTo(2);
        given().get("/api/v1/executions/" + first.getString("executions[0].id") + "?include=steps")
                .then()
                .statusCode(200)
                .body("version", equalTo(1))
                .body("durationMs", equalTo(3000))
                .body("steps.version", equalTo(List.of(1, 1)))
                .body("steps[1].startedAt", equalTo("2026-01-01T00:00:01.000Z"))
                .body("steps[1].dependsOn", equalTo(List.of("a")));
    }

    @Test
    void import_ofWhatIsNotUnderstoodSaysWhy() {
        given().contentType("application/json")
                .body("{\"name\": \"x\"}")
                .post("/api/v1/executions/import?format=wfformat")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/invalid-request"));
        given().contentType("application/json")
                .body("{}")
                .post("/api/v1/executions/import?format=csv")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("format"));
        given().contentType("application/json")
                .body("{\"name\": ")
                .post("/api/v1/executions/import?format=wfformat")
                .then()
                .statusCode(400);
    }

    private static JsonPath take(byte[] file) {
        return given().contentType("application/json")
                .body(file)
                .post("/api/v1/executions/import?format=wfformat")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Set<String> keys(JsonNode tasks) {
        Set<String> keys = new HashSet<>();
        tasks.forEach(task -> keys.add(task.path("id").asText()));
        return keys;
    }

    private static Set<List<String>> edges(JsonNode tasks) {
        Set<List<String>> edges = new HashSet<>();
        for (JsonNode task : tasks) {
            String id = task.path("id").asText();
            task.path("parents").forEach(parent -> edges.add(List.of(parent.asText(), id)));
        }
        return edges;
    }

    private static Set<String> keys(String execution) {
        Set<String> keys = new HashSet<>();
        steps(execution).forEach(step -> keys.add((String) step.get("key")));
        return keys;
    }

    private static Set<List<String>> edges(String execution) {
        Set<List<String>> edges = new HashSet<>();
        for (Map<String, Object> step : steps(execution)) {
            for (Object parent : (List<?>) step.get("dependsOn")) {
                edges.add(List.of((String) parent, (String) step.get("key")));
            }
        }
        return edges;
    }

    private static Set<List<String>> graph(String execution) {
        JsonPath whole = given().get("/api/v1/executions/" + execution + "?include=dag").jsonPath();
        List<Map<String, String>> told = whole.getList("dag.edges");
        Set<List<String>> edges = new HashSet<>();
        told.forEach(edge -> edges.add(List.of(edge.get("from"), edge.get("to"))));
        assertThat(edges).hasSameSizeAs(told);
        return edges;
    }

    /** All steps, page by page. */
    private static List<Map<String, Object>> steps(String execution) {
        List<Map<String, Object>> steps = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page =
                    given().queryParam("limit", 50)
                            .queryParam("fields", "summary")
                            .queryParams(cursor.isEmpty() ? Map.of() : Map.of("cursor", cursor))
                            .get("/api/v1/executions/" + execution + "/steps")
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath();
            steps.addAll(page.getList("items"));
            cursor = page.getString("nextCursor");
        }
        return steps;
    }

    @Test
    void documentThatIsNoExport_isToldWhatItLacks() {
        Answer nothing = Api.post(Transcripts.IMPORT, "{}");
        Answer other = Api.post(Transcripts.IMPORT, "{'name': 'x', 'workflow': {}, 'whole': {}}");

        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nothing.text("/detail"))
                .contains("no member hindsight and no execution and no whole");
        assertThat(nothing.at("/errors").findValuesAsText("pointer"))
                .containsExactly("/hindsight", "/execution", "/whole");
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.text("/detail"))
                .contains(
                        "hindsight and no execution",
                        "wfformat, n8n, temporal, argo and airflow",
                        "?format=wfformat");
    }
}
