package dev.hindsight.edge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(EdgeProfile.class)
class QueryCheckTest {

    private static final String TRIAL = "/api/v1/trial";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?limit=10&status=failed&minDurationMs=5&pinned=true",
                "?workflowId=a&label=a:b&label=c:d",
                "?tag=a&tag=b",
                "?workflowId=%F0%9F%98%80%20%2B+x"
            })
    void declaredParameters_pass(String query) {
        get(query).statusCode(200);
    }

    @Test
    void unknownParameters_areAllNamed() {
        refused("?limt=1&statsu=x&colour=red&workflowid=a")
                .body(
                        "errors.pointer",
                        containsInAnyOrder("limt", "statsu", "colour", "workflowid"))
                .body(
                        "errors.detail",
                        containsInAnyOrder(
                                "The query parameter `limt` is not known here: did you mean `limit`?",
                                "The query parameter `statsu` is not known here: did you mean `status`?",
                                "The query parameter `colour` is not known here.",
                                "The query parameter `workflowid` is not known here: did you mean"
                                        + " `workflowId`?"));
    }

    @Test
    void singleOffender_isTheDetail() {
        refused("?limt=1")
                .body(
                        "detail",
                        is("The query parameter `limt` is not known here: did you mean `limit`?"));
    }

    @Test
    void parameterOfAnotherMethod_isUnknown() {
        given().get(TRIAL + "/x?limit=1")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("limit"));
    }

    @Test
    void parameter_isCheckedOnEveryMethod() {
        given().contentType("application/json")
                .body("{}")
                .post(TRIAL + "?dryRun=true")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("dryRun"));
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=1&limit=2, limit",
        "?status=a&status=b, status",
        "?workflowId=a&workflowId=b, workflowId",
        "?pinned=yes, pinned",
        "?pinned, pinned",
        "?minDurationMs=ten, minDurationMs",
        "?minDurationMs=, minDurationMs",
        "?limit=0, limit",
        "?limit=1001, limit",
        "?limit=ten, limit"
    })
    void misshapenParameter_isNamed(String query, String name) {
        refused(query).body("errors.pointer", contains(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?parent=no-uuid", "?minDurationMs=99999999999"})
    void unreadableParameter_isInvalidAndNotMissing(String query) {
        refused(query);
    }

    @Test
    void longNames_areCut() {
        refused("?" + "x".repeat(5_000) + "=1")
                .body("errors.pointer", contains("x".repeat(64) + "…"));
    }

    private static ValidatableResponse get(String query) {
        return given().urlEncodingEnabled(false).get(TRIAL + query).then();
    }

    private static ValidatableResponse refused(String query) {
        return ProblemMapperTest.assertProblem(get(query), 400, "invalid-request", TRIAL);
    }
}
