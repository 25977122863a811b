package dev.hindsight.db;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.LogLines;
import dev.hindsight.fixture.OwnPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    /** The log must not hold the trouble of one test against the next. */
    @AfterEach
    @Timeout(60)
    void bringBack() {
        if (server.isUp()) {
            return;
        }
        try (LogLines log = LogLines.of("")) {
            server.goUp();
            awaitItsReturn(log);
        }
    }

    @Test
    void requests_areAnsweredOverloadedWhileItIsAwayAndAgainWhenItIsBack() {
        report("before").statusCode(201);

        server.goDown();
        for (ValidatableResponse answer :
                List.of(
                        report("during"),
                        get("before"),
                        list(),
                        given().get("/api/v1/executions/export").then(),
                        given().get("/api/v1/executions/ext:before/export").then(),
                        given().get("/api/v1/executions/ext:before/export?format=json").then())) {
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
    void log_tellsOnceThatItIsAwayAndOnceThatItIsBack() throws Exception {
        try (LogLines log = LogLines.of("")) {
            AtomicBoolean isDown = new AtomicBoolean();

            AtOnce.ask(17, number -> number == 0 ? goDown(isDown) : askUntil(isDown, number));
            server.goUp();
            awaitItsReturn(log);

            assertThat(log.complaints())
                    .singleElement()
                    .asString()
                    .startsWith("WARN The database does not answer: ");
            assertThat(log.all()).containsOnlyOnce("INFO The database answers again");
        }
    }

    /** A while after the last refusal, which is when the trouble counts as over. */
    private static void awaitItsReturn(LogLines log) {
        while (!log.all().contains("INFO The database answers again")) {
            list();
        }
    }

    private boolean goDown(AtomicBoolean isDown) {
        server.goDown();
        isDown.set(true);
        return true;
    }

    /** Asks on while it goes down, and a few times when it is. */
    private static boolean askUntil(AtomicBoolean isDown, int number) {
        for (int after = 0; after < 5; after += isDown.get() ? 1 : 0) {
            String body = "{'externalId': 'many-%d', 'workflowId': 'w'}".formatted(number);
            Api.send("POST", Api.EXECUTIONS, Api.json(body));
            Api.send("GET", Api.EXECUTIONS, null);
        }
        return true;
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
