package dev.hindsight.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.ForeignSamples;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Workflows of Argo taken over. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ArgoImportTest extends ForeignImporting {

    private static final ObjectMapper JSON = new ObjectMapper();

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

    private static String packed(byte[] nodes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
            packing.write(nodes);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private Answer withNodes(String compressed) throws IOException {
        ObjectNode workflow =
                (ObjectNode) JSON.readTree(ForeignSamples.text("argo/failure.json", mark));
        ObjectNode status = (ObjectNode) workflow.get("status");
        status.remove("nodes");
        status.put("compressedNodes", compressed);
        return Api.postRaw(Transcripts.IMPORT, workflow.toString());
    }

    @Test
    void nodesThatAreCompressed_areInflated() throws IOException {
        JsonNode plain = first("argo/failure.json");
        JsonNode nodes =
                JSON.readTree(ForeignSamples.text("argo/failure.json", mark)).at("/status/nodes");

        Answer answer = withNodes(packed(JSON.writeValueAsBytes(nodes)));

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(whole(answer.at("/executions/0"))).isEqualTo(plain);
        assertThat(plain.get("steps")).isNotEmpty();
    }

    @Test
    void nodesThatAreNone_areRefusedInWords() throws IOException {
        assertThat(withNodes("no Base64!").text("/errors/0/detail"))
                .isEqualTo("It is not Base64 of what gzip has compressed.");
        assertThat(withNodes("AAAA").text("/errors/0/pointer"))
                .isEqualTo("/status/compressedNodes");
        assertThat(withNodes(packed("[]".getBytes(UTF_8))).text("/errors/0/detail"))
                .isEqualTo("Inflated, it is no JSON object.");
        assertThat(withNodes(packed(new byte[32 * 1024 * 1024 + 1])).text("/errors/0/detail"))
                .isEqualTo("Inflated, it is longer than the 33,554,432 bytes that are taken.");
    }
}
