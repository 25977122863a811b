package dev.hindsight.systems;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Transcripts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ExecutionService, kept by this service instead of Supabase: its methods, in its words. */
final class ExecutionService {

    /** Its names of columns in ours. */
    private static final Map<String, String> COLUMNS =
            Map.of(
                    "started_at", "startedAt",
                    "duration_ms", "durationMs",
                    "created_at", "startedAt");

    /** What an execution is begun with. */
    record CreateExecutionInput(
            String workflowId,
            String temporalWorkflowId,
            String temporalRunId,
            String userId,
            @Nullable String input) {}

    /** What is changed; what is absent stays. */
    record UpdateExecutionInput(
            @Nullable String status,
            @Nullable String output,
            @Nullable String error,
            @Nullable String completedAt,
            @Nullable Long durationMs,
            @Nullable Integer activitiesExecuted) {}

    /** How a list is narrowed and ordered. */
    record ListOptions(
            @Nullable Integer limit,
            @Nullable Integer offset,
            @Nullable String status,
            @Nullable String orderBy,
            @Nullable String orderDirection) {

        static final ListOptions NONE = new ListOptions(null, null, null, null, null);
    }

    /** Its errors say what failed, and why. */
    static final class ServiceException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ServiceException(String what, Answer answer) {
            super("Failed to %s: %s".formatted(what, answer.text("/detail")));
        }
    }

    JsonNode createExecution(CreateExecutionInput data) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("workflowId", data.workflowId());
        body.put("externalId", data.temporalWorkflowId());
        body.put("runId", data.temporalRunId());
        body.put("createdBy", data.userId());
        if (data.input() != null) {
            body.set("input", Transcripts.json(data.input()));
        }
        return checked("create execution", send("POST", Api.EXECUTIONS, body));
    }

    JsonNode updateExecution(String temporalWorkflowId, UpdateExecutionInput data) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (data.status() != null) {
            body.put("status", data.status());
        }
        if (data.output() != null) {
            body.set("output", Transcripts.json(data.output()));
        }
        if (data.error() != null) {
            body.put("error", data.error());
        }
        if (data.completedAt() != null) {
            body.put("completedAt", data.completedAt());
        }
        if (data.durationMs() != null) {
            body.put("durationMs", data.durationMs());
        }
        if (data.activitiesExecuted() != null) {
            body.put("activitiesExecuted", data.activitiesExecuted());
        }
        return checked("update execution", send("PATCH", Api.ext(temporalWorkflowId), body));
    }

    JsonNode markCompleted(String id, @Nullable String output, long durationMs) {
        return mark(id, "completed", output, null, durationMs);
    }

    JsonNode markFailed(String id, String error, long durationMs) {
        return mark(id, "failed", null, error, durationMs);
    }

    JsonNode markCancelled(String id, long durationMs) {
        return mark(id, "cancelled", null, null, durationMs);
    }

    JsonNode markTimedOut(String id, long durationMs) {
        return mark(id, "timed_out", null, null, durationMs);
    }

    private JsonNode mark(
            String id,
            String status,
            @Nullable String output,
            @Nullable String error,
            long durationMs) {
        return updateExecution(
                id, new UpdateExecutionInput(status, output, error, null, durationMs, null));
    }

    /** With its workflow. */
    Optional<JsonNode> getExecution(String temporalWorkflowId) {
        Answer answer = send("GET", Api.ext(temporalWorkflowId) + "?include=workflow", null);
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(checked("get execution", answer));
    }

    /** Temporal ids. */
    List<String> listExecutions(String workflowId, ListOptions options) {
        return list("workflowId=" + workflowId, options);
    }

    /** Temporal ids. */
    List<String> listExecutionsByUser(String userId, ListOptions options) {
        return list("createdBy=" + userId, options);
    }

    private List<String> list(String filter, ListOptions options) {
        StringBuilder path = new StringBuilder(Api.EXECUTIONS + "?" + filter);
        add(path, "limit", options.limit());
        add(path, "offset", options.offset());
        add(path, "status", options.status());
        String column = options.orderBy();
        add(path, "orderBy", column == null ? null : COLUMNS.get(column));
        add(path, "orderDir", options.orderDirection());
        List<String> ids = new ArrayList<>();
        checked("list executions", send("GET", path.toString(), null))
                .at("/items")
                .forEach(item -> ids.add(item.get("externalId").asText()));
        return ids;
    }

    private static void add(StringBuilder path, String name, @Nullable Object value) {
        if (value != null) {
            path.append('&').append(name).append('=').append(value);
        }
    }

    void deleteExecution(String temporalWorkflowId) {
        Answer answer = send("DELETE", Api.ext(temporalWorkflowId), null);
        if (answer.status() != 204) {
            throw new ServiceException("delete execution", answer);
        }
    }

    /** Asks for an execution to be run again, under another temporal id. */
    JsonNode replay(String temporalWorkflowId, String newTemporalWorkflowId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("externalId", newTemporalWorkflowId);
        return checked(
                "replay execution", send("POST", Api.ext(temporalWorkflowId) + "/replay", body));
    }

    private static JsonNode checked(String what, Answer answer) {
        if (answer.status() >= 300) {
            throw new ServiceException(what, answer);
        }
        return answer.body();
    }

    private static Answer send(String method, String path, @Nullable JsonNode body) {
        return Api.send(method, path, body == null ? null : body.toString().getBytes(UTF_8));
    }
}
