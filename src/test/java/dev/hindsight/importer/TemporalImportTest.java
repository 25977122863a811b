package dev.hindsight.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories of Temporal taken over. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TemporalImportTest extends ForeignImporting {

    @Test
    void activities_areVisitsWithTheirTries() {
        JsonNode execution = first("temporal/success.json");

        JsonNode charge = step(execution, "activity:5", 2);
        assertThat(charge.get("nodeId").asText()).isEqualTo("Charge");
        assertThat(charge.get("nodeType").asText()).isEqualTo("activity");
        assertThat(charge.at("/input/amount").decimalValue()).isEqualByComparingTo("12.5");
        assertThat(charge.at("/output/receipt").asText()).isEqualTo("r-1");
        assertThat(charge.get("queuedAt").asText()).isEqualTo("2026-01-01T10:00:01.000Z");
        assertThat(charge.get("durationMs").asLong()).isEqualTo(1000);
        JsonNode busy = step(execution, "activity:5", 1);
        assertThat(busy.get("status").asText()).isEqualTo("failed");
        assertThat(busy.at("/error/type").asText()).isEqualTo("BankBusy");
        assertThat(execution.get("activitiesExecuted").asInt()).isEqualTo(2);
    }

    @Test
    void timersAndChildren_areStepsToo() {
        JsonNode execution = first("temporal/success.json");

        assertThat(step(execution, "timer:11", 1).get("durationMs").asLong()).isEqualTo(30_000);
        JsonNode child = step(execution, "workflow:18", 1);
        assertThat(child.get("nodeId").asText()).isEqualTo("ShipWorkflow");
        assertThat(child.at("/output/parcel").asText()).isEqualTo("p-1");
    }

    @Test
    void payloads_areDecoded() {
        JsonNode execution = first("temporal/success.json");
        JsonNode child = first("temporal/child.json");
        JsonNode old = first("temporal/timed-out-old.json");

        assertThat(execution.at("/input/order").asText()).isEqualTo("o-1");
        assertThat(execution.at("/output/state").asText()).isEqualTo("shipped");
        assertThat(execution.at("/metadata/memo/customer").asText()).isEqualTo("c-1");
        assertThat(child.at("/output/encoding").asText()).isEqualTo("binary/encrypted");
        assertThat(child.at("/output/data").asText()).isEqualTo("eHl6");
        assertThat(old.get("input")).hasSize(2);
    }

    @Test
    void signalsAndMarkers_areLines() {
        JsonNode lines = first("temporal/success.json").get("logs");

        assertThat(lines.findValuesAsText("message"))
                .containsExactly("Signal address-changed", "Marker Version");
        assertThat(lines.at("/0/sequence").asInt()).isEqualTo(12);
        assertThat(lines.at("/0/level").asText()).isEqualTo("info");
        assertThat(lines.at("/0/data/city").asText()).isEqualTo("Berlin");
        assertThat(lines.at("/1/data/change-id").asText()).isEqualTo("ship-v2");
    }

    @Test
    void failure_hasTheTypeOfItsCause() {
        JsonNode execution = first("temporal/failure.json");

        assertThat(execution.at("/error/type").asText()).isEqualTo("CardDeclined");
        assertThat(execution.at("/error/stack").asText()).contains("charge.go:17");
        assertThat(step(execution, "activity:5", 3).at("/error/message").asText())
                .isEqualTo("card declined");
        assertThat(execution.at("/logs/0/level").asText()).isEqualTo("warn");
    }

    @Test
    void executions_endInManyWays() {
        List<String> ends = new ArrayList<>();
        for (JsonNode imported : taken("temporal/ends.ndjson").get("executions")) {
            JsonNode end = whole(imported);
            ends.add(end.get("status").asText() + " " + end.get("statusReason").asText());
        }

        assertThat(ends.get(0)).isEqualTo("cancelled Terminated: wrong order");
        assertThat(ends.get(1)).isEqualTo("cancelled null");
        assertThat(ends.get(2)).startsWith("completed Continued as new, in the run 0f6f1f3a");
    }

    @Test
    void child_belongsToItsParent() {
        JsonNode parent = first("temporal/success.json");
        JsonNode child = first("temporal/child.json");

        assertThat(child.get("parentExecutionId")).isEqualTo(parent.get("id"));
        assertThat(child.get("rootExecutionId")).isEqualTo(parent.get("id"));
    }

    @Test
    void execution_thatWentOnMovesOn() {
        JsonNode running = first("temporal/running.json");
        JsonNode failed = first("temporal/failure.json");

        assertThat(status(running, "activity:5", 1)).isEqualTo("pending");
        assertThat(status(failed, "activity:5", 1)).isEqualTo("failed");
        assertThat(failed.get("status").asText()).isEqualTo("failed");
    }
}
