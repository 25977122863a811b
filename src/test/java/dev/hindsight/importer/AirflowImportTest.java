package dev.hindsight.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs of Airflow taken over. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class AirflowImportTest extends ForeignImporting {

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
}
