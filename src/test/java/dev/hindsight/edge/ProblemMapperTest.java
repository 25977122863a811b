package dev.hindsight.edge;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.hindsight.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(EdgeProfile.class)
class ProblemMapperTest {

    private static final String TRIAL = "/api/v1/trial";

    /** The promises that hold for every problem. */
    static ValidatableResponse assertProblem(
            ValidatableResponse answer, int status, String slug, String path) {
        return answer.statusCode(status)
                .contentType(equalTo(Problem.MEDIA_TYPE))
                .header(RequestId.HEADER, matchesPattern("[A-Za-z0-9._-]{1,128}"))
                .body("type", is("/problems/" + slug))
                .body("title", notNullValue())
                .body("status", is(status))
                .body("detail", notNullValue())
                .body("instance", is(path))
                .body(
                        not(
                                allOf(
                                        containsString("secret"),
                                        containsString("Exception"),
                                        containsString("dev.hindsight"))));
    }

    @Nested
    class Resources {

        @ParameterizedTest
        @CsvSource({
            "wrapped, 409, conflict",
            "overloaded, 429, overloaded",
            "unavailable, 503, overloaded",
            "unauthenticated, 401, unauthenticated",
            "unauthorized, 401, unauthenticated",
            "forbidden, 403, forbidden",
            "teapot, 400, invalid-request",
            "io, 500, internal",
            "error, 500, internal",
            "unwritable, 500, internal",
            "stored, 500, internal",
            "anything, 500, internal"
        })
        void failure_isAProblem(String how, int status, String slug) {
            String path = TRIAL + "/fail/" + how;

            assertProblem(given().accept("text/html, */*").get(path).then(), status, slug, path)
                    .body(not(containsString("secret")))
                    .body(not(containsString("inside")))
                    .body("errors", nullValue());
        }

        @Test
        void problem_tellsItsExtensions() {
            given().get(TRIAL + "/fail/problem")
                    .then()
                    .statusCode(410)
                    .body("policy", is("default"))
                    .body("rows", is(3));
        }

        @Test
        void problem_tellsItsViolations() {
            given().get(TRIAL + "/fail/invalid")
                    .then()
                    .statusCode(400)
                    .body("errors.pointer", contains("/a/0"))
                    .body("errors.detail", contains("Too long."));
        }

        @Test
        void overload_saysWhenToComeBack() {
            given().get(TRIAL + "/fail/overloaded").then().header("Retry-After", "7");
            given().get(TRIAL + "/fail/unavailable").then().header("Retry-After", "1");
        }

        @Test
        void missingCredential_namesTheScheme() {
            given().get(TRIAL + "/fail/unauthenticated")
                    .then()
                    .header("WWW-Authenticate", "Bearer");
        }

        @Test
        void redirection_isNoProblem() {
            given().redirects()
                    .follow(false)
                    .get(TRIAL + "/fail/redirect")
                    .then()
                    .statusCode(303)
                    .header("Location", containsString("/x"));
        }
    }

    @Nested
    class Bodies {

        @Test
        void malformedJson_isPlaced() {
            assertProblem(
                            post("{\"name\": \"a\",\n \"size\": oops}"),
                            400,
                            "invalid-request",
                            TRIAL)
                    .body("detail", is("The body is not valid JSON (line 2, column 10)."))
                    .body(not(containsString("oops")));
        }

        @Test
        void jsonCutShort_isInvalid() {
            assertProblem(post("{\"name\": "), 400, "invalid-request", TRIAL);
        }

        @Test
        void wrongType_isPointedAt() {
            assertProblem(post("{\"size\": {\"a\": 1}}"), 400, "invalid-request", TRIAL)
                    .body("errors.pointer", contains("/size"))
                    .body(not(containsString("Thing")));
        }

        @Test
        void jsonTooDeep_isInvalid() {
            assertProblem(post("[".repeat(5_000)), 400, "invalid-request", TRIAL);
        }

        @Test
        void otherMediaType_isUnsupported() {
            assertProblem(
                    given().contentType("text/csv").body("a,b").post(TRIAL).then(),
                    415,
                    "unsupported-media-type",
                    TRIAL);
        }

        @Test
        void nonsenseMediaType_isRefused() {
            assertThat(
                            given().header("Content-Type", "//;;")
                                    .body("a".getBytes(UTF_8))
                                    .post(TRIAL)
                                    .then()
                                    .contentType(equalTo(Problem.MEDIA_TYPE))
                                    .extract()
                                    .statusCode())
                    .isIn(400, 415);
        }

        private ValidatableResponse post(String body) {
            return given().contentType("application/json").body(body).post(TRIAL).then();
        }
    }

    @Nested
    class Routes {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/foo",
                    "/foo.html",
                    "/api",
                    "/api/v1",
                    "/api/v1/nothing",
                    "/q/nothing",
                    "/api/v1/trial/a/b/c",
                    "/.git/config"
                })
        void unknownPath_isNotFound(String path) {
            assertProblem(given().accept("text/html").get(path).then(), 404, "not-found", path);
            assertProblem(given().post(path).then(), 404, "not-found", path);
        }

        @Test
        void knownPath_namesItsMethods() {
            assertProblem(given().put(TRIAL).then(), 405, "method-not-allowed", TRIAL)
                    .header("Allow", "GET, HEAD, OPTIONS, POST");
            assertProblem(
                            given().delete(TRIAL + "/bytes").then(),
                            405,
                            "method-not-allowed",
                            TRIAL + "/bytes")
                    .header("Allow", "OPTIONS, POST");
            assertProblem(
                            given().get(TRIAL + "/by-uuid/1").then(),
                            405,
                            "method-not-allowed",
                            TRIAL + "/by-uuid/1")
                    .header("Allow", "DELETE, OPTIONS");
        }

        @Test
        void unacceptableRepresentation_isRefused() {
            assertProblem(
                    given().accept("text/html").get(TRIAL).then(), 406, "not-acceptable", TRIAL);
        }

        @Test
        void pathParameter_thatCannotBeAnId_isNotFound() {
            String path = TRIAL + "/by-uuid/no-uuid";

            assertProblem(given().delete(path).then(), 404, "not-found", path);
        }

        @Test
        void options_namesTheMethodsOfThePath() {
            given().options(TRIAL + "/by-uuid/1")
                    .then()
                    .statusCode(204)
                    .header("Allow", "DELETE, OPTIONS")
                    .header(RequestId.HEADER, notNullValue());
        }

        @Test
        void options_ofUnknownPath_isNotFound() {
            assertProblem(given().options("/foo").then(), 404, "not-found", "/foo");
        }

        @Test
        void head_hasNoBody() {
            String failing =
                    given().head(TRIAL + "/fail/error").then().statusCode(500).extract().asString();
            String unknown = given().head("/foo").then().statusCode(404).extract().asString();
            String fine = given().head(TRIAL).then().statusCode(200).extract().asString();

            assertThat(failing + unknown + fine).isEmpty();
        }
    }

    @Nested
    class Ids {

        @Test
        void requestId_ofTheClientIsTaken() {
            given().header(RequestId.HEADER, "a.B-1_")
                    .get(TRIAL)
                    .then()
                    .header(RequestId.HEADER, "a.B-1_");
            given().header(RequestId.HEADER, "x".repeat(128))
                    .get("/foo")
                    .then()
                    .header(RequestId.HEADER, "x".repeat(128));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a b", "<script>", "a;b", "ä"})
        void requestId_ofOtherFormIsReplaced(String sent) {
            given().header(RequestId.HEADER, sent)
                    .get(TRIAL)
                    .then()
                    .header(RequestId.HEADER, matchesPattern("[0-9a-f-]{36}"));
        }

        @Test
        void requestId_thatIsTooLongIsReplaced() {
            given().header(RequestId.HEADER, "x".repeat(129))
                    .get(TRIAL)
                    .then()
                    .header(RequestId.HEADER, matchesPattern("[0-9a-f-]{36}"));
        }
    }
}
