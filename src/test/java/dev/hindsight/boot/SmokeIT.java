package dev.hindsight.boot;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The artifact as it is shipped, the JVM application or the native binary, on an empty database:
 * one pass through every mechanism that works differently when compiled ahead of time.
 */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class SmokeIT {

    private static final String PROBLEM = "application/problem+json";

    @Test
    void execution_isFoundAgainWithItsStepsAndLines() {
        String id =
                given().contentType("application/json")
                        .body(
                                """
                                {"externalId": "smoke-1", "workflowId": "smoke", "status": "running",
                                 "labels": {"team": "ops"}, "input": {"amount": 12.50, "password": "x"},
                                 "steps": [{"key": "a", "nodeId": "n1", "status": "running"}]}
                                """)
                        .post("/api/v1/executions")
                        .then()
                        .statusCode(201)
                        .header("Location", containsString("/api/v1/executions/"))
                        .extract()
                        .path("id");
        given().contentType("application/json")
                .body(
                        """
                        [{"key": "a", "nodeId": "n1", "status": "success", "output": {"ok": true}}]
                        """)
                .post("/api/v1/executions/{id}/steps", id)
                .then()
                .statusCode(201);
        given().contentType("application/x-ndjson")
                .body(
                        """
                        {"message": "one"}
                        {"message": "two", "level": "warn"}
                        """
                                .getBytes(UTF_8))
                .post("/api/v1/executions/{id}/logs", id)
                .then()
                .statusCode(200);
        given().contentType("application/merge-patch+json")
                .body("{\"status\": \"success\", \"output\": [1, 2]}")
                .patch("/api/v1/executions/{id}", id)
                .then()
                .statusCode(200)
                .body("status", equalTo("completed"));

        given().get("/api/v1/executions/{id}?include=steps,logs", id)
                .then()
                .statusCode(200)
                .body("workflowId", equalTo("smoke"))
                .body("labels.team", equalTo("ops"))
                .body("input.amount", equalTo(12.5f))
                .body("input.password", equalTo("[redacted]"))
                .body("output", hasSize(2))
                .body("steps", hasSize(1))
                .body("steps[0].status", equalTo("completed"))
                .body("steps[0].output.ok", equalTo(true))
                .body("logs.message", equalTo(List.of("one", "two")));
        given().get("/api/v1/executions/{id}/steps/a", id)
                .then()
                .statusCode(200)
                .header("ETag", startsWith("\""))
                .body("key", equalTo("a"));
        given().get("/api/v1/executions/{id}/logs", id)
                .then()
                .statusCode(200)
                .body("items", hasSize(2));
    }

    @Test
    void list_pagesByCursor() {
        for (String key : new String[] {"page-1", "page-2", "page-3"}) {
            given().contentType("application/json")
                    .body("{\"externalId\": \"%s\", \"workflowId\": \"paged\"}".formatted(key))
                    .post("/api/v1/executions")
                    .then()
                    .statusCode(201);
        }

        JsonPath first =
                given().get("/api/v1/executions?workflowId=paged&limit=2")
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(2))
                        .extract()
                        .jsonPath();
        given().queryParam("cursor", first.getString("nextCursor"))
                .get("/api/v1/executions?workflowId=paged&limit=2")
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
    }

    @Test
    void failures_areProblems() {
        problem(given().get("/api/v1/nowhere").then(), 404, "not-found");
        problem(
                given().get("/api/v1/executions/00000000-0000-7000-8000-000000000000").then(),
                404,
                "not-found");
        problem(given().delete("/api/v1/executions").then(), 405, "method-not-allowed");
        problem(
                given().contentType("text/plain").body("x").post("/api/v1/executions").then(),
                415,
                "unsupported-media-type");
        problem(
                given().contentType("application/json").body("{").post("/api/v1/executions").then(),
                400,
                "invalid-request");
    }

    /** Found by reflection on the resource methods. */
    @Test
    void queryParameters_areCheckedAgainstTheMethodThatDeclaresThem() {
        for (String list : new String[] {"/api/v1/executions", "/api/v1/executions/ext:x/steps"}) {
            problem(given().get(list + "?limitt=5").then(), 400, "invalid-request")
                    .body("detail", containsString("did you mean `limit`?"));
        }
        given().get("/api/v1/executions?status=failed&workflowId=none&orderDir=asc&limit=5")
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    @Test
    void health_isUp() {
        for (String probe : new String[] {"started", "live", "ready"}) {
            given().get("/q/health/" + probe).then().statusCode(200).body("status", equalTo("UP"));
        }
    }

    @Test
    void documentation_isServed() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"))
                .body("paths", hasKey("/api/v1/executions"));
        assertThat(given().get("/q/openapi").then().statusCode(200).extract().asString())
                .contains("/api/v1/executions:");
        given().get("/q/swagger-ui/")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("swagger-ui"));
    }

    @Test
    void metrics_areServed() {
        assertThat(given().get("/q/metrics").then().statusCode(200).extract().asString())
                .contains("http_server_active_requests");
    }

    private static ValidatableResponse problem(
            ValidatableResponse answer, int status, String slug) {
        return answer.statusCode(status)
                .contentType(PROBLEM)
                .body("type", equalTo("/problems/" + slug))
                .body("status", equalTo(status));
    }
}
