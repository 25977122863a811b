package dev.hindsight.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** Workflows of Argo taken over. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ArgoImportTest extends ForeignImporting {

    @Test
    void retries_areAttemptsOfOneStep() {
        JsonNode execution = first("argo/success.json");

        JsonNode failed = step(execution, "build-x7k2p-2", 1);
        assertThat(failed.get("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/error/code").asText()).isEqualTo("1");
        JsonNode again = step(execution, "build-x7k2p-2", 2);
        assertThat(again.get("nodeId").asText()).isEqualTo("test");
        assertThat(again.get("nodeName").asText()).isEqualTo("test(0:linux)");
        assertThat(again.get("iteration").asInt()).isZero();
        assertThat(again.get("parentKey").asText()).isEqualTo("build-x7k2p");
        assertThat(texts(again.get("dependsOn"))).containsExactly("build-x7k2p-1");
        assertThat(again.at("/output/result").asText()).isEqualTo("ok");
    }

    @Test
    void nodes_dependOnThoseWhoseChildrenTheyAre() {
        JsonNode execution = first("argo/success.json");

        JsonNode push = step(execution, "build-x7k2p-6", 1);
        assertThat(texts(push.get("dependsOn")))
                .containsExactlyInAnyOrder("build-x7k2p-2", "build-x7k2p-3");
        assertThat(push.get("cached").asBoolean()).isTrue();
        assertThat(status(execution, "build-x7k2p-3", 1)).isEqualTo("skipped");
    }

    @Test
    void workflow_isToldWithItsLabelsAndGraph() {
        JsonNode execution = first("argo/success.json");

        assertThat(execution.at("/labels/team").asText()).isEqualTo("platform");
        assertThat(execution.at("/labels/namespace").asText()).isEqualTo("ci");
        assertThat(execution.at("/labels/workflows.argoproj.io.phase").asText())
                .isEqualTo("Succeeded");
        assertThat(execution.get("runId").asText()).isEqualTo("build-x7k2p");
        assertThat(execution.at("/input/parameters/0/value").asText()).isEqualTo("main");
        assertThat(execution.at("/dag/nodes").findValuesAsText("id"))
                .containsExactly("main", "checkout", "test", "push");
    }

    @Test
    void list_isTakenWithWhatWasStoppedAndWhatWaits() {
        JsonNode receipt = taken("argo/list.json");
        JsonNode stopped = whole(receipt.at("/executions/0"));
        JsonNode waiting = whole(receipt.at("/executions/1"));

        assertThat(stopped.get("status").asText()).isEqualTo("cancelled");
        assertThat(stopped.at("/trigger/type").asText()).isEqualTo("schedule");
        assertThat(stopped.get("statusReason").asText()).contains("Terminate");
        assertThat(waiting.get("status").asText()).isEqualTo("pending");
        assertThat(waiting.get("workflowId").asText()).isEqualTo("build-template");
    }

    @Test
    void execution_thatWentOnMovesOn() {
        JsonNode running = first("argo/running.json");
        JsonNode later = first("argo/running-later.json");

        assertThat(status(running, "build-run42-2", 1)).isEqualTo("running");
        assertThat(later.get("status").asText()).isEqualTo("completed");
        assertThat(status(later, "build-run42-2", 1)).isEqualTo("failed");
        assertThat(later.get("steps")).hasSize(6);
    }
}
