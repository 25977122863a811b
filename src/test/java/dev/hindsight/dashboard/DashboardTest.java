package dev.hindsight.dashboard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served below {@code /ui}, and with which headers. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class DashboardTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ui"})
    void roots_leadToThePage(String path) {
        given().redirects()
                .follow(false)
                .get(path)
                .then()
                .statusCode(302)
                .header("Location", "/ui/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/", "/ui/executions/ext:a%20b", "/ui/compare", "/ui/nowhere"})
    void everyAddress_isThePage(String path) {
        given().get(path)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", PageHeaders.POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .body(containsString("/ui/static/"));
    }

    @Test
    void bundle_isKeptForEver() {
        String page = given().get("/ui/").body().asString();
        Matcher script = Pattern.compile("src=\"([^\"]+\\.js)\"").matcher(page);

        assertThat(script.find()).isTrue();

        given().get(script.group(1))
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=31536000, immutable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/static/nothing.js", "/ui.html", "/api/nowhere", "/uix"})
    void elsewhere_isNothing(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/not-found"));
    }

    @Test
    void page_isOnlyRead() {
        given().post("/ui/").then().statusCode(404);
    }
}
