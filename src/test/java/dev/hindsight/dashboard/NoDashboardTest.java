package dev.hindsight.dashboard;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.hindsight.fixture.Little;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service whose dashboard is switched off: nothing of it is there. */
@QuarkusTest
@TestProfile(Little.class)
class NoDashboardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/ui",
                "/ui/",
                "/ui/executions/ext:a",
                "/ui.html",
                "/ui/sign-in",
                "/ui/sign-in/offer",
                "/ui/sign-in/token"
            })
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
