package dev.hindsight.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.ForeignSamples;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of Airflow taken over. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class AirflowImportTest extends ForeignImporting {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void mappedTasks_areVisits() {
        JsonNode execution = first("airflow/success-v1.json");

        JsonNode load = step(execution, "load[1]", 1);
        assertThat(load.get("nodeId").asText()).isEqualTo("load");
        assertThat(load.get("iteration").asInt()).isOne();
        assertThat(load.get("durationMs").asLong()).isEqualTo(10_500);
        assertThat(texts(load.get("dependsOn"))).containsExactly("extract");
        JsonNode check = step(execution, "check", 1);
        assertThat(texts(check.get("dependsOn"))).containsExactly("load[0]", "load[1]");
        assertThat(check.at("/input/bash_command").asText()).isEqualTo("check.sh");
        assertThat(execution.at("/trigger/type").asText()).isEqualTo("schedule");
        assertThat(execution.at("/dag/edges")).hasSize(3);
    }

    @Test
    void states_areStatuses() {
        JsonNode execution = first("airflow/success-v1.json");

        assertThat(status(execution, "skip", 1)).isEqualTo("skipped");
        assertThat(status(execution, "extract", 1)).isEqualTo("failed");
        assertThat(status(execution, "extract", 2)).isEqualTo("completed");
    }

    @Test
    void triesThatAreTold_areAttempts() {
        JsonNode execution = first("airflow/failure-v2.json");

        assertThat(step(execution, "extract", 1).get("startedAt").asText())
                .isEqualTo("2026-01-01T12:00:00.250Z");
        assertThat(step(execution, "extract", 2).get("completedAt").asText())
                .isEqualTo("2026-01-01T12:00:15.750Z");
        assertThat(execution.get("statusReason").asText()).isEqualTo("Failed tasks: extract.");
        assertThat(execution.get("createdBy").asText()).isEqualTo("ada");
        assertThat(execution.get("workflowVersion").asText()).isEqualTo("3");
        assertThat(step(execution, "load", 1).at("/metadata/state").asText())
                .isEqualTo("upstream_failed");
    }

    @Test
    void execution_thatWentOnMovesOn() {
        JsonNode running = first("airflow/running.json");
        JsonNode later = first("airflow/running-later.json");

        assertThat(status(running, "extract", 1)).isEqualTo("failed");
        assertThat(later.get("status").asText()).isEqualTo("completed");
        assertThat(step(later, "extract", 1).get("completedAt").asText())
                .as("what is known of a try is not undone by what is supposed of it")
                .isEqualTo("2026-01-01T12:00:05.750Z");
        assertThat(status(later, "extract", 2)).isEqualTo("completed");
    }

    @Test
    void lines_areRunsOfTheirOwn() {
        List<String> statuses = new ArrayList<>();
        for (JsonNode imported : taken("airflow/list.ndjson").get("executions")) {
            statuses.add(whole(imported).get("status").asText());
        }

        assertThat(statuses).containsExactly("pending", "completed", "running");
    }

    /** The run of a document and its instances, as two calls of the API answer them, and others. */
    private String[] lists() throws JsonProcessingException {
        JsonNode sample = JSON.readTree(ForeignSamples.text("airflow/success-v1.json", mark));
        ObjectNode runs = JSON.createObjectNode();
        ObjectNode other = sample.get("dag_run").deepCopy();
        other.put("dag_run_id", "other-" + mark).put("state", "queued");
        runs.putArray("dag_runs").add(sample.get("dag_run")).add(other);
        ObjectNode instances = JSON.createObjectNode();
        ArrayNode all = instances.putArray("task_instances");
        all.addAll((ArrayNode) sample.at("/task_instances/task_instances"));
        ObjectNode lost = all.get(0).deepCopy();
        all.add(lost.put("dag_run_id", "lost-" + mark));
        all.add(lost.deepCopy());
        runs.put("total_entries", 2);
        return new String[] {runs.toString(), instances.toString()};
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\n%s", "%2$s %1$s", "[%s, %s]"})
    void listsOfTheApi_areJoined(String file) throws JsonProcessingException {
        String[] lists = lists();

        Answer answer = Api.postRaw(Transcripts.IMPORT, file.formatted(lists[0], lists[1]));

        assertJoined(answer);
    }

    @Test
    void listsInOneObject_areJoined() throws JsonProcessingException {
        String[] lists = lists();
        ObjectNode both = (ObjectNode) JSON.readTree(lists[0]);
        both.setAll((ObjectNode) JSON.readTree(lists[1]));

        assertJoined(Api.postRaw(Transcripts.IMPORT, both.toString()));
    }

    private void assertJoined(Answer answer) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        JsonNode joined = whole(answer.at("/executions/0"));
        assertThat(joined.get("status").asText()).isEqualTo("completed");
        assertThat(joined.get("externalId").asText())
                .isEqualTo("airflow:etl/scheduled__2026-01-01T00:00:00+00:00-" + mark);
        assertThat(status(joined, "extract", 2)).isEqualTo("completed");
        assertThat(joined.get("steps").size()).isEqualTo(answer.at("/steps").asInt());
        assertThat(whole(answer.at("/executions/1")).get("steps")).isEmpty();
        assertThat(answer.at("/rejected")).hasSize(1);
        assertThat(answer.text("/rejected/0/detail"))
                .isEqualTo("Task instances of a run that is not in the file: 2.");
        assertThat(answer.text("/rejected/0/pointer")).contains("/task_instances/");
    }
}
