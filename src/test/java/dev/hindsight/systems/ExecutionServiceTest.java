package dev.hindsight.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.live.LiveClient;
import dev.hindsight.sla.SlaCheck;
import dev.hindsight.systems.ExecutionService.CreateExecutionInput;
import dev.hindsight.systems.ExecutionService.ListOptions;
import dev.hindsight.systems.ExecutionService.ServiceException;
import dev.hindsight.systems.ExecutionService.UpdateExecutionInput;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** ExecutionService: its executions from creation to end, its lists, and its wish list. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ExecutionServiceTest {

    @Inject SlaCheck check;

    private final ExecutionService service = new ExecutionService();
    private final String workflow = Api.fresh();
    private final String user = Api.fresh();

    private String create() {
        return create("{\"param1\": \"value1\"}");
    }

    private String create(@Nullable String input) {
        String id = Api.fresh();
        service.createExecution(new CreateExecutionInput(workflow, id, "run-xyz-456", user, input));
        return id;
    }

    private static ListOptions options(
            @Nullable Integer limit, @Nullable Integer offset, @Nullable String status) {
        return new ListOptions(limit, offset, status, null, null);
    }

    @Test
    void execution_isCreatedAndFound() {
        String id = create();

        JsonNode execution = service.getExecution(id).orElseThrow();

        assertThat(execution.get("externalId").asText()).isEqualTo(id);
        assertThat(execution.get("runId").asText()).isEqualTo("run-xyz-456");
        assertThat(execution.get("workflowId").asText()).isEqualTo(workflow);
        assertThat(execution.get("createdBy").asText()).isEqualTo(user);
        assertThat(execution.get("status").asText()).isEqualTo("running");
        assertThat(execution.at("/input/param1").asText()).isEqualTo("value1");
        assertThat(execution.at("/workflow/workflowId").asText()).isEqualTo(workflow);
        assertThat(service.getExecution(Api.fresh())).isEmpty();
    }

    @Test
    void ends_areMarked() {
        String completed = create();
        String failed = create();
        String cancelled = create();
        String timedOut = create();
        service.markCompleted(completed, "{\"result\": \"success\"}", 5_000);
        service.markFailed(failed, "Activity timed out", 700);
        service.markCancelled(cancelled, 30);
        service.markTimedOut(timedOut, 60_000);

        JsonNode done = service.getExecution(completed).orElseThrow();
        assertThat(done.get("status").asText()).isEqualTo("completed");
        assertThat(done.at("/output/result").asText()).isEqualTo("success");
        assertThat(done.get("durationMs").asLong()).isEqualTo(5_000);
        assertThat(done.get("completedAt").asText()).isNotEmpty();
        assertThat(service.getExecution(failed).orElseThrow().at("/error/message").asText())
                .isEqualTo("Activity timed out");
        assertThat(service.listExecutions(workflow, options(null, null, "cancelled")))
                .containsExactly(cancelled);
        assertThat(service.listExecutions(workflow, options(null, null, "timed_out")))
                .containsExactly(timedOut);
    }

    @Test
    void updates_changeWhatTheyName() {
        String id = create();
        service.updateExecution(id, new UpdateExecutionInput(null, null, null, null, null, 3));
        service.updateExecution(
                id, new UpdateExecutionInput(null, "[1, 2]", null, null, null, null));

        JsonNode execution = service.getExecution(id).orElseThrow();

        assertThat(execution.get("activitiesExecuted").asInt()).isEqualTo(3);
        assertThat(execution.get("output")).hasSize(2);
        assertThat(execution.get("status").asText()).isEqualTo("running");
    }

    @Test
    void lists_arePagedOrderedAndNarrowed() {
        String first = create();
        String second = create();
        String third = create();
        service.markCompleted(second, null, 900);
        service.markCompleted(first, null, 1_800);

        assertThat(service.listExecutions(workflow, ListOptions.NONE))
                .containsExactly(third, second, first);
        assertThat(service.listExecutions(workflow, options(1, 1, null))).containsExactly(second);
        assertThat(service.listExecutions(workflow, options(null, null, "completed")))
                .containsExactly(second, first);
        assertThat(
                        service.listExecutions(
                                workflow,
                                new ListOptions(null, null, "completed", "duration_ms", "desc")))
                .containsExactly(first, second);
        assertThat(
                        service.listExecutions(
                                workflow, new ListOptions(2, null, null, "started_at", "asc")))
                .containsExactly(first, second);
        assertThat(service.listExecutionsByUser(user, ListOptions.NONE))
                .containsExactly(third, second, first);
        assertThat(service.listExecutionsByUser(user, options(null, null, "running")))
                .containsExactly(third);
        assertThat(service.listExecutionsByUser(Api.fresh(), ListOptions.NONE)).isEmpty();
    }

    @Test
    void deletedExecution_isListedNoMoreAndCanBeRead() {
        String id = create();

        service.deleteExecution(id);

        assertThat(service.listExecutions(workflow, ListOptions.NONE)).isEmpty();
        assertThat(service.getExecution(id).orElseThrow().get("deletedAt").asText()).isNotEmpty();
    }

    @Test
    void errors_sayWhatFailedAndWhy() {
        assertThatThrownBy(() -> service.markCompleted(Api.fresh(), null, 1))
                .isInstanceOf(ServiceException.class)
                .hasMessage("Failed to update execution: There is no such execution.");
        String id = create();
        service.markCompleted(id, null, 1);
        assertThatThrownBy(() -> service.markFailed(id, "too late", 2))
                .hasMessageStartingWith("Failed to update execution: ")
                .hasMessageContaining("completed");
        assertThatThrownBy(() -> service.listExecutions(workflow, options(null, null, "unknown")))
                .hasMessageStartingWith("Failed to list executions: ")
                .hasMessageContaining("status");
    }

    @Test
    void wish_realTimeUpdatesOverWebSockets() {
        try (LiveClient client = LiveClient.greeted()) {
            client.say(
                    "{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'filter': {'createdBy': '%s'}}"
                            .formatted(user));
            client.next("snapshot");

            String id = create();
            JsonNode created = client.next("events").at("/events/0");
            service.markCompleted(id, null, 12);
            List<JsonNode> until =
                    client.eventsUntil(
                            event -> event.path("kind").asText().equals("execution.completed"));

            assertThat(created.get("kind").asText()).isEqualTo("execution.created");
            assertThat(created.at("/item/externalId").asText()).isEqualTo(id);
            assertThat(until.get(until.size() - 1).at("/item/durationMs").asLong()).isEqualTo(12);
        }
    }

    @Test
    void wish_costOfEachExecution() {
        String id = create();
        Api.patch(Api.ext(id), "{'cost': {'amount': 0.0125, 'unit': 'USD'}}");
        service.markCompleted(id, null, 1);
        String other = create();
        Api.patch(Api.ext(other), "{'cost': {'amount': 2, 'unit': 'USD'}}");
        service.markFailed(other, "x", 1);

        assertThat(service.getExecution(id).orElseThrow().at("/cost/amount").asText())
                .isEqualTo("0.0125");
        assertThat(
                        Api.settled("/api/v1/stats?workflowId=" + workflow)
                                .at("/cost/USD")
                                .decimalValue())
                .isEqualByComparingTo("2.0125");
    }

    @Test
    void wish_replay() {
        String id = create();
        service.markFailed(id, "Activity timed out", 700);
        String again = Api.fresh();
        try (LiveClient client = LiveClient.greeted()) {
            client.say(
                    "{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'filter': {'workflowId': '%s'}}"
                            .formatted(workflow));
            client.next("snapshot");

            service.replay(id, again);

            JsonNode event = client.next("events").at("/events/0");
            assertThat(event.get("kind").asText()).isEqualTo("execution.replay_requested");
            assertThat(event.at("/item/externalId").asText()).isEqualTo(again);
        }
        JsonNode first = service.getExecution(id).orElseThrow();
        JsonNode second = service.getExecution(again).orElseThrow();
        assertThat(second.get("status").asText()).isEqualTo("pending");
        assertThat(second.get("replayOf")).isEqualTo(first.get("id"));
        assertThat(second.get("attempt").asInt()).isEqualTo(2);
        assertThat(second.get("input")).isEqualTo(first.get("input"));

        service.markCompleted(again, "1", 20);
        assertThat(Api.get(Api.ext(id) + "/diff/" + second.get("id").asText()).at("/changes"))
                .extracting(change -> change.get("pointer").asText())
                .contains("/status", "/output", "/error/message");
    }

    @Test
    void wish_monitoringAndAlerting() {
        assertThat(
                        Api.put(
                                        "/api/v1/slas/" + workflow,
                                        "{'workflowId': '%s', 'maxDurationMs': 1000, 'minSuccessRate': 90}"
                                                .formatted(workflow))
                                .status())
                .isEqualTo(201);
        try (LiveClient client = LiveClient.greeted()) {
            client.say(
                    "{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'snapshot': 0, 'filter': {'workflowId': ['%s'], 'status': ['pending']}}"
                            .formatted(workflow));
            client.next("snapshot");
            String slow = create();
            service.markCompleted(slow, null, 5_000);
            service.markFailed(create(), "x", 10);

            assertThat(check.check().await().atMost(Duration.ofSeconds(30))).isEqualTo(2);

            List<String> rules =
                    client
                            .eventsUntil(
                                    event -> event.path("rule").asText().equals("minSuccessRate"))
                            .stream()
                            .filter(event -> event.path("kind").asText().equals("sla.breached"))
                            .map(event -> event.path("rule").asText())
                            .toList();
            assertThat(rules).containsExactlyInAnyOrder("maxDuration", "minSuccessRate");
        }
        assertThat(Api.get("/api/v1/slas/" + workflow).at("/breaches")).hasSize(2);
    }
}
