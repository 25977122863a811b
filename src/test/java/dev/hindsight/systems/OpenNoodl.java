package dev.hindsight.systems;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** OpenNoodl's {@code ExecutionStore}, kept by the service: its rows are objects of its own names. */
final class OpenNoodl {

    private static final String EXECUTIONS = "/api/v1/executions";
    private static final String RETENTION = "/api/v1/retention";

    private static final Map<String, String> TO_OURS =
            Map.of("success", "completed", "error", "failed");
    private static final Map<String, String> TO_THEIRS =
            Map.of("completed", "success", "failed", "error");

    /** The columns of an execution that keep their names. */
    private static final List<String> SAME =
            List.of(
                    "workflowId",
                    "workflowName",
                    "startedAt",
                    "completedAt",
                    "durationMs",
                    "metadata");

    /** The columns of a step that keep their names. */
    private static final List<String> SAME_OF_STEP =
            List.of(
                    "nodeId",
                    "nodeType",
                    "nodeName",
                    "stepIndex",
                    "startedAt",
                    "completedAt",
                    "durationMs");

    /** What {@code queryExecutions} can be narrowed by. */
    record Query(
            @Nullable String workflowId,
            @Nullable String status,
            @Nullable String triggerType,
            @Nullable Long startedAfter,
            @Nullable Long startedBefore,
            @Nullable Integer limit,
            @Nullable Integer offset,
            @Nullable String orderBy,
            @Nullable String orderDir) {

        String parameters() {
            return Stream.of(
                            parameter("workflowId", workflowId),
                            parameter("status", status),
                            parameter("triggerType", triggerType),
                            parameter("startedAfter", startedAfter),
                            parameter("startedBefore", startedBefore),
                            parameter("limit", limit),
                            parameter("offset", offset),
                            parameter(
                                    "orderBy",
                                    orderBy == null
                                            ? null
                                            : orderBy.equals("started_at")
                                                    ? "startedAt"
                                                    : "durationMs"),
                            parameter("orderDir", orderDir))
                    .filter(it -> !it.isEmpty())
                    .collect(Collectors.joining("&", "?", ""));
        }

        private static String parameter(String name, @Nullable Object value) {
            return value == null ? "" : name + "=" + Api.segment(value.toString());
        }
    }

    private final String[] headers;

    /** A store whose requests have these headers, too. */
    OpenNoodl(String... headers) {
        this.headers = headers.clone();
    }

    /** Creates an execution; the id is the service's. */
    String createExecution(ObjectNode execution) {
        Answer answer = Api.postRaw(EXECUTIONS, report(execution).toString(), headers);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.text("/id");
    }

    boolean updateExecution(String id, ObjectNode updates) {
        Answer answer = send("PATCH", EXECUTIONS + "/" + id, report(updates));
        assertThat(answer.status()).as(answer.body().toString()).isIn(200, 404);
        return answer.status() == 200;
    }

    Optional<ObjectNode> getExecution(String id) {
        Answer answer = get(EXECUTIONS + "/" + id);
        return answer.status() == 200 ? Optional.of(execution(answer.body())) : Optional.empty();
    }

    Optional<ObjectNode> getExecutionWithSteps(String id) {
        Answer answer = get(EXECUTIONS + "/" + id + "?include=steps");
        if (answer.status() != 200) {
            return Optional.empty();
        }
        ObjectNode execution = execution(answer.body());
        execution.putArray("steps").addAll(steps(answer.at("/steps")));
        return Optional.of(execution);
    }

    List<ObjectNode> queryExecutions(Query query) {
        Answer answer = get(EXECUTIONS + query.parameters());
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        List<ObjectNode> found = new ArrayList<>();
        answer.at("/items").forEach(item -> found.add(execution(item)));
        return found;
    }

    /**
     * OpenNoodl's statistics, of one workflow or of all.
     *
     * @param avgDurationMs of those that ended; {@code null} if none did
     */
    record ExecutionStats(
            long total,
            long running,
            long success,
            long error,
            @Nullable Double successRate,
            @Nullable Double avgDurationMs) {}

    ExecutionStats getExecutionStats(@Nullable String workflowId) {
        Answer answer =
                get(
                        "/api/v1/stats"
                                + (workflowId == null
                                        ? ""
                                        : "?workflowId=" + Api.segment(workflowId)));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return new ExecutionStats(
                answer.at("/total").asLong(),
                answer.at("/running").asLong(),
                answer.at("/completed").asLong(),
                answer.at("/failed").asLong(),
                number(answer.at("/successRate")),
                number(answer.at("/avgDurationMs")));
    }

    private static @Nullable Double number(JsonNode value) {
        return value.isNull() ? null : Double.valueOf(value.asDouble());
    }

    /** Deletes an execution and its steps. */
    void deleteExecution(String id) {
        assertThat(send("DELETE", EXECUTIONS + "/" + id + "?purge=true", null).status())
                .isIn(204, 404);
    }

    /** Adds a step; its id names its execution, too. */
    String addStep(String executionId, ObjectNode step) {
        Answer answer =
                Api.postRaw(
                        EXECUTIONS + "/" + executionId + "/steps",
                        reportStep(step).toString(),
                        headers);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return executionId + "/" + answer.text("/items/0/key");
    }

    void updateStep(String stepId, ObjectNode updates) {
        String[] parts = stepId.split("/", 2);
        Answer answer =
                send(
                        "PATCH",
                        EXECUTIONS + "/" + parts[0] + "/steps/" + parts[1],
                        reportStep(updates));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    }

    List<ObjectNode> getStepsForExecution(String executionId) {
        Answer answer = get(EXECUTIONS + "/" + executionId + "/steps?limit=1000");
        return answer.status() == 200 ? steps(answer.at("/items")) : List.of();
    }

    /** Deletes executions that started longer ago than a moment, in milliseconds since 1970. */
    long cleanupOldExecutions(long startedBefore) {
        Answer answer =
                Api.post(
                        EXECUTIONS + "/delete",
                        "{'filter': {'startedBefore': %d}, 'purge': true}".formatted(startedBefore),
                        headers);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.at("/deleted").asLong();
    }

    /**
     * Keeps the newest executions of a workflow, or of all together: what was one statement is a policy
     * that stays as long as the sweep.
     */
    long cleanupByCount(int maxCount, @Nullable String workflowId) {
        ObjectNode policy = JsonNodeFactory.instance.objectNode();
        policy.put("priority", 1);
        policy.put("maxCount", maxCount);
        policy.put("countPer", workflowId == null ? "policy" : "workflow");
        if (workflowId != null) {
            policy.put("workflowId", workflowId);
        }
        assertThat(send("PUT", RETENTION + "/policies/cleanup", policy).status()).isIn(200, 201);
        Answer run = send("POST", RETENTION + "/runs?wait=true", null);
        assertThat(run.status()).as(run.body().toString()).isEqualTo(200);
        assertThat(send("DELETE", RETENTION + "/policies/cleanup", null).status()).isEqualTo(204);
        return run.at("/items/0/executions").asLong();
    }

    private static ObjectNode report(ObjectNode execution) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        SAME.forEach(name -> copy(execution, name, report, name));
        status(execution, report, TO_OURS);
        if (execution.has("triggerType") || execution.has("triggerData")) {
            ObjectNode trigger = report.putObject("trigger");
            copy(execution, "triggerType", trigger, "type");
            copy(execution, "triggerData", trigger, "data");
        }
        if (execution.has("errorMessage") || execution.has("errorStack")) {
            ObjectNode error = report.putObject("error");
            copy(execution, "errorMessage", error, "message");
            copy(execution, "errorStack", error, "stack");
        }
        return report;
    }

    private static ObjectNode execution(JsonNode told) {
        ObjectNode execution = JsonNodeFactory.instance.objectNode();
        execution.set("id", told.get("id"));
        SAME.forEach(name -> copy(told, name, execution, name));
        status(told, execution, TO_THEIRS);
        copy(told.path("trigger"), "type", execution, "triggerType");
        copy(told.path("trigger"), "data", execution, "triggerData");
        copy(told.path("error"), "message", execution, "errorMessage");
        copy(told.path("error"), "stack", execution, "errorStack");
        copy(told, "notices", execution, "notices");
        return execution;
    }

    private static ObjectNode reportStep(ObjectNode step) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        SAME_OF_STEP.forEach(name -> copy(step, name, report, name));
        status(step, report, TO_OURS);
        copy(step, "inputData", report, "input");
        copy(step, "outputData", report, "output");
        copy(step, "errorMessage", report, "error");
        return report;
    }

    private static List<ObjectNode> steps(JsonNode told) {
        List<ObjectNode> steps = new ArrayList<>();
        for (JsonNode it : told) {
            ObjectNode step = JsonNodeFactory.instance.objectNode();
            SAME_OF_STEP.forEach(name -> copy(it, name, step, name));
            status(it, step, TO_THEIRS);
            copy(it, "input", step, "inputData");
            copy(it, "output", step, "outputData");
            copy(it.path("error"), "message", step, "errorMessage");
            copy(it, "notices", step, "notices");
            steps.add(step);
        }
        return steps;
    }

    private static void status(JsonNode from, ObjectNode to, Map<String, String> words) {
        if (from.has("status")) {
            String word = from.get("status").asText();
            to.put("status", words.getOrDefault(word, word));
        }
    }

    /** Copies what is there; times are theirs in milliseconds and ours in words. */
    private static void copy(JsonNode from, String name, ObjectNode to, String as) {
        JsonNode value = from.path(name);
        if (value.isMissingNode() || value.isNull() || (value.isArray() && value.isEmpty())) {
            return;
        }
        boolean moment = name.endsWith("At") && value.isTextual();
        to.set(
                as,
                moment
                        ? JsonNodeFactory.instance.numberNode(
                                Instant.parse(value.asText()).toEpochMilli())
                        : value);
    }

    private Answer get(String path) {
        return Api.send("GET", path, null, headers);
    }

    private Answer send(String method, String path, @Nullable ObjectNode body) {
        return Api.send(
                method, path, body == null ? null : body.toString().getBytes(UTF_8), headers);
    }
}
