package dev.hindsight.dashboard;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service whose dashboard is switched off: nothing of it is there. */
@QuarkusTest
@TestProfile(NoDashboardTest.Off.class)
class NoDashboardTest {

    public static class Off extends NewestPostgres {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.scheduler.enabled", "false", "hindsight.dashboard.enabled", "false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ui", "/ui/", "/ui/executions/ext:a", "/ui.html"})
    void pages_areNotThere(String path) {
        given().redirects()
                .follow(false)
                .get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/not-found"));
    }

    @Test
    void api_isThereAllTheSame() {
        given().get("/api/v1/executions").then().statusCode(200);
    }
}
