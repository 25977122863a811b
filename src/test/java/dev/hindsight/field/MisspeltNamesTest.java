package dev.hindsight.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Misspelt members of the bodies that the document of the contract knows: each is guessed at. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class MisspeltNamesTest {

    /** A request whose body is an object of some members. */
    record Request(String method, String path, List<String> members) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static JsonNode document() throws IOException {
        return new ObjectMapper().readTree(Path.of("src/main/resources/openapi.json").toFile());
    }

    private static List<String> members(JsonNode document, String form) {
        List<String> members = new ArrayList<>();
        document.at("/components/schemas/" + form + "/properties")
                .fieldNames()
                .forEachRemaining(members::add);
        return members;
    }

    static Stream<Request> requests() throws IOException {
        JsonNode document = document();
        List<Request> requests = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String form =
                        operation
                                .getValue()
                                .at("/requestBody/content/application~1json/schema/$ref")
                                .asText();
                List<String> members = members(document, form.substring(form.lastIndexOf('/') + 1));
                if (!members.isEmpty()) {
                    requests.add(
                            new Request(
                                    operation.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey().replaceAll("\\{\\w+}", "misspelt"),
                                    members));
                }
            }
        }
        // Below an execution it must be there first; the others are all that have their own
        // readers.
        return requests.stream()
                .filter(it -> it.path().startsWith("/api/v1/"))
                .filter(it -> !it.path().startsWith("/api/v1/executions/misspelt"));
    }

    @Test
    void bodies_areAllThereAre() throws IOException {
        assertThat(requests())
                .extracting(Request::toString)
                .contains(
                        "POST /api/v1/keys",
                        "PUT /api/v1/namespaces/misspelt",
                        "PUT /api/v1/webhooks/misspelt",
                        "PUT /api/v1/slas/misspelt",
                        "PUT /api/v1/retention/policies/misspelt",
                        "POST /api/v1/retention/preview",
                        "POST /api/v1/executions/crashed",
                        "POST /api/v1/executions/delete");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void misspeltMembers_areGuessedAt(Request request) {
        Answer told =
                Api.send(
                        request.method(),
                        request.path(),
                        Api.json(misspelt(request.members(), "%s")));

        assertThat(told.status()).isEqualTo(400);
        assertThat(details(told)).containsAllEntriesOf(guesses("/", request.members()));
    }

    @Test
    void misspeltMembersOfAFilter_areGuessedAt() throws IOException {
        List<String> members = members(document(), "ExecutionFilter");

        Answer told = Api.put("/api/v1/webhooks/misspelt", misspelt(members, "{\"filter\": %s}"));

        assertThat(members).contains("workflowId", "minDurationMs");
        assertThat(details(told)).containsAllEntriesOf(guesses("/filter/", members));
    }

    @Test
    void whatIsNear_isNotGuessedAt_ifTheServiceSetsIt_orThereIsNothing() {
        Answer told =
                Api.post("/api/v1/keys", "{'createdBy': 'x', 'colour': 1, '': 2, 'roles': 3}");

        assertThat(details(told))
                .containsEntry("/createdBy", "It is set by the service and cannot be sent.")
                .containsEntry("/colour", "There is no such field.")
                .containsEntry("/", "There is no such field.")
                .containsEntry("/roles", "There is no such field: did you mean `role`?");
    }

    private static String misspelt(Collection<String> members, String body) {
        return body.formatted(
                members.stream()
                        .map("\"%sx\": null"::formatted)
                        .collect(Collectors.joining(", ", "{", "}")));
    }

    private static Map<String, String> guesses(String at, Collection<String> members) {
        Map<String, String> guesses = new TreeMap<>();
        members.forEach(
                it ->
                        guesses.put(
                                at + it + "x",
                                "There is no such field: did you mean `%s`?".formatted(it)));
        return guesses;
    }

    private static Map<String, String> details(Answer told) {
        Map<String, String> details = new TreeMap<>();
        told.at("/errors")
                .forEach(it -> details.put(it.get("pointer").asText(), it.get("detail").asText()));
        return details;
    }
}
