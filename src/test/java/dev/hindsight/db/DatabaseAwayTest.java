package dev.hindsight.db;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.hindsight.fixture.OwnPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DatabaseAwayTest.OwnServer.class)
class DatabaseAwayTest {

    /** The application on a server of its own. */
    public static final class OwnServer implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(OwnPostgres.class));
        }
    }

    OwnPostgres server;

    @AfterEach
    void bringBack() {
        server.goDown();
        server.goUp();
    }

    @Test
    void requests_areAnsweredOverloadedWhileItIsAwayAndAgainWhenItIsBack() {
        report("before").statusCode(201);

        server.goDown();
        for (ValidatableResponse answer : List.of(report("during"), get("before"), list())) {
            answer.statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "2")
                    .body("type", equalTo("/problems/overloaded"));
        }

        server.goUp();
        report("after").statusCode(201);
        get("before").statusCode(200);
        get("during").statusCode(404);
        list().statusCode(200);
    }

    @Test
    void readiness_bearsAShortAbsence() {
        given().get("/q/health/ready").then().statusCode(200);

        server.goDown();
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'database' }.data.answers", equalTo(false));
        given().get("/q/health/live").then().statusCode(200);
    }

    private static ValidatableResponse report(String externalId) {
        return given().contentType("application/json")
                .body("{\"externalId\": \"%s\", \"workflowId\": \"w\"}".formatted(externalId))
                .post("/api/v1/executions")
                .then();
    }

    private static ValidatableResponse get(String externalId) {
        return given().get("/api/v1/executions/ext:" + externalId).then();
    }

    private static ValidatableResponse list() {
        return given().get("/api/v1/executions").then();
    }
}
