package dev.hindsight.search;

import static io.restassured.RestAssured.given;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports executions, and lists them over HTTP. */
final class Listing {

    static final String PATH = "/api/v1/executions";

    private Listing() {}

    /** Reports an execution and tells its id. */
    static String report(String body) {
        return given().contentType("application/json")
                .body(body)
                .post(PATH)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** The answer to a list with these parameters: names and values in turn. */
    static ValidatableResponse ask(Object... parameters) {
        return with(parameters).get(PATH).then();
    }

    /** A page that is there. */
    static JsonPath page(Object... parameters) {
        return ask(parameters).statusCode(200).extract().jsonPath();
    }

    /** The ids of one page. */
    static List<String> ids(Object... parameters) {
        return page(parameters).getList("items.id", String.class);
    }

    /** The ids of all pages, walked by cursor. */
    static List<String> allIds(int limit, Object... parameters) {
        List<String> all = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = next(limit, cursor, parameters);
            all.addAll(page.getList("items.id", String.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        return all;
    }

    /** The page behind a cursor; the first one without. */
    static JsonPath next(int limit, @Nullable String cursor, Object... parameters) {
        List<Object> all = new ArrayList<>(List.of(parameters));
        all.addAll(List.of("limit", limit));
        if (cursor != null) {
            all.addAll(List.of("cursor", cursor));
        }
        return page(all.toArray());
    }

    /** The names of the parameters that an answer of 400 complains about. */
    static List<String> rejected(Object... parameters) {
        return ask(parameters)
                .statusCode(400)
                .contentType("application/problem+json")
                .extract()
                .jsonPath()
                .getList("errors.pointer", String.class);
    }

    /** Counts by status. */
    static Map<String, Integer> counts(Object... parameters) {
        return with(parameters)
                .get(PATH + "/counts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("");
    }

    private static RequestSpecification with(Object... parameters) {
        RequestSpecification request = given();
        for (int i = 0; i < parameters.length; i += 2) {
            String name = parameters[i].toString();
            if (parameters[i + 1] instanceof Collection<?> values) {
                request.queryParam(name, values);
            } else {
                request.queryParam(name, parameters[i + 1]);
            }
        }
        return request;
    }

    /** Sets what no report sets: an assignment such as {@code pinned = true}. */
    static void set(Database database, String id, String assignment) {
        database.ask(
                        "UPDATE execution SET "
                                + assignment
                                + " WHERE namespace_id = 1 AND id = $1",
                        Args.of(UUID.fromString(id)).tuple())
                .await()
                .indefinitely();
    }
}
