package dev.hindsight.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.access.Key;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * A namespace of its own in which executions fail.
 *
 * @param name of the namespace
 * @param admin who may do everything there
 */
record Failures(String name, Key admin) {

    static final String ERRORS = "/api/v1/stats/errors";

    static Failures somewhere() {
        String name = "n-" + UUID.randomUUID();
        return new Failures(name, Key.of(name, "admin"));
    }

    /** Reports an execution of the workflow w; tells its id. */
    String report(String externalId, String members) {
        Answer answer =
                admin.post(
                        Api.EXECUTIONS,
                        "{'externalId': '%s', 'workflowId': 'w', %s}"
                                .formatted(externalId, members));
        assertThat(answer.status()).as(answer.http().body()).isBetween(200, 201);
        return answer.text("/id");
    }

    /** Reports one that failed with a message. */
    String fail(String message) {
        return report(Api.fresh(), "'status': 'failed', 'error': '%s'".formatted(message));
    }

    /** Reports one that failed with a message, at a moment. */
    String failAt(String startedAt, String message) {
        return report(
                Api.fresh(),
                "'status': 'failed', 'error': '%s', 'startedAt': '%s', 'completedAt': '%s'"
                        .formatted(message, startedAt, startedAt));
    }

    Answer patch(String path, String json) {
        return admin.send("PATCH", path, Api.json(json));
    }

    /** Changes an execution, whatever it was. */
    void correct(String id, String members) {
        Answer answer = patch(Api.EXECUTIONS + "/" + id + "?force=true", "{%s}".formatted(members));
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    }

    /** What is told with these parameters. */
    Answer told(String query) {
        Answer answer = admin.get(ERRORS + query);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return answer;
    }

    List<JsonNode> groups(String query) {
        return StreamSupport.stream(told(query).at("/items").spliterator(), false).toList();
    }

    /** The only group there is. */
    JsonNode group(String query) {
        List<JsonNode> groups = groups(query);
        assertThat(groups).hasSize(1);
        return groups.get(0);
    }

    /** Messages and counts, in their order. */
    List<String> counts(String query) {
        return groups(query).stream()
                .map(group -> group.get("message").asText() + " " + group.get("count"))
                .toList();
    }

    static List<Long> trend(JsonNode group) {
        List<Long> trend = new ArrayList<>();
        group.get("trend").forEach(part -> trend.add(part.asLong()));
        return trend;
    }

    /** Decides about the only group there is. */
    JsonNode decide(String state) {
        String fingerprint = group("").get("fingerprint").asText();
        Answer answer = patch(ERRORS + "/" + fingerprint, "{'state': '%s'}".formatted(state));
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return answer.body();
    }

    String state() {
        return group("").get("state").asText();
    }
}
