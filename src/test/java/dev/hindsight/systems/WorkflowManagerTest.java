package dev.hindsight.systems;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.systems.WorkflowManager.Usage;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** workflow-manager's runtime, its restarts, and what its wish list asks of the history. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class WorkflowManagerTest {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private Realm realm;
    private WorkflowManager manager;

    @BeforeEach
    void begin() {
        realm = new Realm();
        manager = new WorkflowManager("laptop", realm.headers());
    }

    private UUID started(String workflow, Duration ago) {
        UUID handle = UUID.randomUUID();
        manager.insertExecution(
                handle,
                workflow,
                JsonNodeFactory.instance.objectNode().put("query", "find " + workflow),
                now.minus(ago));
        return handle;
    }

    private UUID ended(String workflow, Duration ago, String status) {
        UUID handle = started(workflow, ago);
        manager.updateExecution(
                handle, status, now.minus(ago).plusSeconds(5), status.equals("Failed") ? 1 : 0);
        return handle;
    }

    private void restart() {
        manager = new WorkflowManager("laptop", realm.headers());
        manager.restoreFromDatabase();
    }

    @Test
    void execution_keepsAllItsColumns() {
        UUID handle = ended("research", Duration.ofMinutes(2), "Failed");

        JsonNode execution = manager.get(handle);

        assertThat(execution.get("externalId").asText()).isEqualTo(handle.toString());
        assertThat(execution.get("workflowId").asText()).isEqualTo("research");
        assertThat(execution.get("workflowName").asText()).isEqualTo("The research");
        assertThat(execution.get("status").asText()).isEqualTo("failed");
        assertThat(Instant.parse(execution.get("startedAt").asText()))
                .isEqualTo(now.minus(Duration.ofMinutes(2)));
        assertThat(execution.get("durationMs").asLong()).isEqualTo(5_000);
        assertThat(execution.get("exitCode").asInt()).isEqualTo(1);
        assertThat(execution.get("binaryPath").asText()).isEqualTo("/opt/workflows/research");
        assertThat(execution.at("/input/query").asText()).isEqualTo("find research");
    }

    @Test
    void logs_areAppendedInBatchesAndReadFromTheEnd() {
        UUID handle = started("research", Duration.ZERO);
        List<String> types = IntStream.range(0, 250).mapToObj(i -> "Type" + i).toList();
        manager.batchInsertLogs(handle, 0, types.subList(0, 100));
        manager.batchInsertLogs(handle, 100, types.subList(100, 250));
        // One that was not sure whether its batch had arrived.
        manager.batchInsertLogs(handle, 100, types.subList(100, 250));

        assertThat(manager.getLogs(handle, 3)).containsExactly("Type247", "Type248", "Type249");
        assertThat(manager.getLogs(handle, 1_000)).isEqualTo(types);
    }

    @Test
    void history_outlivesARestart() {
        UUID done = ended("research", Duration.ofMinutes(10), "Completed");
        UUID lost = started("research", Duration.ofMinutes(1));
        manager.batchInsertLogs(lost, 0, List.of("PhaseStarted"));

        restart();

        assertThat(manager.listExecutions(10, 0)).containsExactly(lost, done);
        assertThat(manager.listExecutions(1, 1)).containsExactly(done);
        assertThat(manager.getStatus(done)).contains("completed");
        assertThat(manager.getStatus(lost)).contains("crashed");
        assertThat(manager.getLogs(lost, 10)).containsExactly("PhaseStarted");
        assertThat(manager.getStatus(UUID.randomUUID())).isEmpty();
    }

    @Test
    void tools_tellWhatItsOwnTold() {
        UUID done = ended("research", Duration.ofMinutes(10), "Completed");
        UUID failed = ended("research", Duration.ofMinutes(5), "Failed");
        UUID other = started("summarize", Duration.ofMinutes(1));
        manager.batchInsertLogs(failed, 0, List.of("PhaseStarted", "TaskFailed", "PhaseFailed"));

        JsonNode list = manager.tool("list_execution_history", "{\"limit\": 2}");
        JsonNode rest = manager.tool("list_execution_history", "{\"limit\": 2, \"offset\": 2}");
        JsonNode ofOne = manager.tool("list_execution_history", "{\"workflow_id\": \"summarize\"}");
        JsonNode status = manager.tool("get_status", "{\"handle_id\": \"%s\"}".formatted(failed));
        JsonNode logs =
                manager.tool("get_logs", "{\"handle_id\": \"%s\", \"limit\": 2}".formatted(failed));

        assertThat(list.at("/executions").findValuesAsText("external_id"))
                .containsExactly(other.toString(), failed.toString());
        assertThat(rest.at("/executions").findValuesAsText("external_id"))
                .containsExactly(done.toString());
        assertThat(ofOne.at("/executions").findValuesAsText("workflow_name"))
                .containsExactly("The summarize");
        assertThat(status.get("status").asText()).isEqualTo("failed");
        assertThat(status.get("exit_code").asInt()).isEqualTo(1);
        assertThat(logs.at("/logs").findValuesAsText("type"))
                .containsExactly("TaskFailed", "PhaseFailed");
    }

    @Test
    void text_isFoundInLogs() {
        UUID one = started("research", Duration.ofMinutes(3));
        UUID other = started("summarize", Duration.ofMinutes(2));
        manager.insertRawOutput(one, 0, "Downloading https://example.org/papers/17.pdf");
        manager.insertRawOutput(one, 1, "Rate limit exceeded, waiting 30 s");
        manager.insertRawOutput(other, 0, "rate-limit reached");

        assertThat(manager.searchLogs("rate limit", null)).containsExactly(other, one);
        assertThat(manager.searchLogs("rate limit", "research")).containsExactly(one);
        assertThat(manager.searchLogs("papers", null)).containsExactly(one);
        assertThat(manager.searchLogs("no such thing", null)).isEmpty();
    }

    @Test
    void executions_areFilteredByWorkflowStatusAndDate() {
        UUID a = ended("research", Duration.ofHours(30), "Completed");
        UUID b = ended("research", Duration.ofHours(2), "Failed");
        UUID c = ended("summarize", Duration.ofHours(1), "Completed");
        UUID d = started("summarize", Duration.ZERO);

        assertThat(manager.filterExecutions("workflowId=research")).containsExactly(b, a);
        assertThat(manager.filterExecutions("status=completed")).containsExactly(c, a);
        assertThat(manager.filterExecutions("status=running,failed")).containsExactly(d, b);
        assertThat(
                        manager.filterExecutions(
                                "startedAfter=" + now.minus(Duration.ofDays(1)).toEpochMilli()))
                .containsExactly(d, c, b);
    }

    @Test
    void successRates_andTheMostUsedWorkflows() {
        for (int i = 0; i < 4; i++) {
            ended("research", Duration.ofMinutes(i), i == 0 ? "Failed" : "Completed");
        }
        ended("summarize", Duration.ofMinutes(1), "Completed");
        started("summarize", Duration.ZERO);

        assertThat(manager.mostUsedWorkflows())
                .containsExactly(new Usage("research", 4, 75.0), new Usage("summarize", 2, 100.0));
    }

    @Test
    void aThousandExecutions_takeLessThan100MB() {
        List<String> types = IntStream.range(0, 20).mapToObj(i -> "TaskProgress").toList();
        for (int i = 0; i < 1_000; i++) {
            UUID handle = started("research", Duration.ofSeconds(i));
            manager.batchInsertLogs(handle, 0, types);
        }

        List<UUID> handles = manager.listExecutions(1_000, 0);
        assertThat(handles).hasSize(1_000);
        assertThat(handles.stream().mapToLong(manager::bytes).sum())
                .isBetween(100_000L, 100_000_000L);
    }
}
