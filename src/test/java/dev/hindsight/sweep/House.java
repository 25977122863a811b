package dev.hindsight.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A namespace of its own, in which a test keeps executions and sets policies. Sweeps are of all
 * namespaces; what they did is told of this one.
 */
public final class House {

    static final String POLICIES = "/api/v1/retention/policies";
    static final String RUNS = "/api/v1/retention/runs";
    static final String PREVIEW = "/api/v1/retention/preview";

    public final String name = "house-" + UUID.randomUUID();

    public House() {
        assertThat(Api.put("/api/v1/namespaces/" + name, "{}").status()).isEqualTo(201);
    }

    public String[] here() {
        return new String[] {"Hindsight-Namespace", name};
    }

    public Answer get(String path) {
        return Api.send("GET", path, null, here());
    }

    public Answer delete(String path) {
        return Api.send("DELETE", path, null, here());
    }

    public Answer post(String path, String json) {
        return Api.post(path, json, here());
    }

    public Answer patch(String path, String json) {
        return Api.patch(path, json, here());
    }

    public void policy(String called, String json) {
        assertThat(Api.put(POLICIES + "/" + called, json, here()).status()).isIn(200, 201);
    }

    public void noPolicy(String called) {
        assertThat(delete(POLICIES + "/" + called).status()).isEqualTo(204);
    }

    /** Reports an execution; tells its id. */
    public String execution(String members) {
        Answer told =
                post(
                        Api.EXECUTIONS,
                        "{%s%s}"
                                .formatted(
                                        members.contains("'workflowId'")
                                                ? ""
                                                : "'workflowId': 'w', ",
                                        members));
        assertThat(told.status()).as(told.http().body()).isEqualTo(201);
        return told.text("/id");
    }

    /** An execution that completed so long ago. */
    public String completed(Duration ago, String... more) {
        Instant end = Instant.now().minus(ago);
        return execution(
                "'status': 'completed', 'startedAt': '%s', 'completedAt': '%s'%s"
                        .formatted(
                                end.minusSeconds(1),
                                end,
                                more.length == 0 ? "" : ", " + String.join(", ", more)));
    }

    public Answer of(String id) {
        return get(Api.EXECUTIONS + "/" + id);
    }

    /** Ids of all that are listed, the newest first. */
    public List<String> listed() {
        List<String> ids = new ArrayList<>();
        get(Api.EXECUTIONS + "?limit=1000")
                .at("/items")
                .forEach(it -> ids.add(it.path("id").asText()));
        return ids;
    }

    /** Sweeps; tells what was done here. */
    public Answer sweep() {
        Answer run = Api.send("POST", RUNS + "?wait=true", null, here());
        assertThat(run.status()).as(run.http().body()).isEqualTo(200);
        assertThat(run.at("/problem").isNull()).as(run.http().body()).isTrue();
        return run;
    }

    /** What is told of a policy by a preview or a run. */
    static JsonNode item(Answer told, String policy) {
        for (JsonNode item : told.at("/items")) {
            if (item.path("policy").asText().equals(policy)) {
                return item;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    public Answer preview() {
        Answer told = Api.send("POST", PREVIEW, null, here());
        assertThat(told.status()).as(told.http().body()).isEqualTo(200);
        return told;
    }

    public Answer preview(String policy) {
        Answer told = post(PREVIEW, policy);
        assertThat(told.status()).as(told.http().body()).isEqualTo(200);
        return told;
    }
}
