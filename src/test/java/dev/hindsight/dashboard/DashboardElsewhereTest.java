package dev.hindsight.dashboard;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard of a service that lies below another path, as behind a proxy that leaves it on. */
@QuarkusTest
@TestProfile(DashboardElsewhereTest.Below.class)
class DashboardElsewhereTest {

    public static class Below extends NewestPostgres {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.scheduler.enabled", "false", "quarkus.http.root-path", "/history");
        }
    }

    private String before = "";

    @BeforeEach
    void tellWholePaths() {
        before = RestAssured.basePath;
        RestAssured.basePath = "";
    }

    @AfterEach
    void asBefore() {
        RestAssured.basePath = before;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/history/", "/history/ui"})
    void roots_leadToThePage(String path) {
        given().redirects()
                .follow(false)
                .get(path)
                .then()
                .statusCode(302)
                .header("Location", "/history/ui/");
    }

    @Test
    void everyAddress_isThePage() {
        given().get("/history/ui/executions/ext:a")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Security-Policy", PageHeaders.POLICY)
                .body(containsString("/ui/static/"));
    }

    @Test
    void files_areThere() {
        given().get("/history/ui/static/app.js")
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("immutable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/", "/history/uix", "/history/ui/static/nothing.js"})
    void elsewhere_isNothing(String path) {
        given().get(path).then().statusCode(404);
    }
}
