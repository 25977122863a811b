package dev.hindsight.ingest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NewestPostgres.class)
class ReportResourceTest {

    @Test
    void create_storesAFinishedExecutionWhole() {
        given().contentType("application/json")
                .body(
                        """
                        {"externalId": "whole-1", "workflowId": "w", "status": "success",
                         "startedAt": 1000, "completedAt": 3500,
                         "steps": [{"key": "a", "nodeId": "n"}], "logs": [{"message": "hi"}]}
                        """)
                .post("/api/v1/executions")
                .then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("status", equalTo("completed"))
                .body("durationMs", equalTo(2500));

        given().get("/api/v1/executions/ext:whole-1?include=steps,logs")
                .then()
                .statusCode(200)
                .body("steps", hasSize(1))
                .body("logs[0].sequence", equalTo(0));
    }
}
