package dev.hindsight.systems;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What workflow-manager's runtime and its clean-up screen ask of its {@code Database}. */
final class WorkflowManager {

    private static final String EXECUTIONS = "/api/v1/executions";
    private static final String RETENTION = "/api/v1/retention";

    /** Its statuses in our words. */
    private static final Map<String, String> STATUSES =
            Map.of(
                    "NotStarted", "pending",
                    "Running", "running",
                    "Completed", "completed",
                    "Failed", "failed");

    private final String instance;
    private final String[] headers;

    /**
     * A runtime.
     *
     * @param instance which of all that share the history: the same after a restart
     */
    WorkflowManager(String instance, String... headers) {
        this.instance = instance;
        this.headers = headers.clone();
    }

    /** What the screen shows before it deletes. */
    record Cleanup(long executions, long logs, long bytes) {}

    /** How often a workflow ran, and how many of a hundred that ended completed. */
    record Usage(String workflow, long total, double successRate) {}

    void insertExecution(UUID handle, String workflow, ObjectNode params, Instant start) {
        ObjectNode execution = JsonNodeFactory.instance.objectNode();
        execution.put("externalId", handle.toString());
        execution.put("workflowId", workflow);
        execution.put("workflowName", "The " + workflow);
        execution.put("engineInstance", instance);
        execution.put("binaryPath", "/opt/workflows/" + workflow);
        execution.put("status", "running");
        execution.put("startedAt", start.toString());
        execution.set("input", params);
        assertThat(send("POST", EXECUTIONS, execution).status()).isEqualTo(201);
    }

    void updateExecution(UUID handle, String status, Instant end, int exitCode) {
        ObjectNode execution = JsonNodeFactory.instance.objectNode();
        execution.put("status", STATUSES.get(status));
        execution.put("completedAt", end.toString());
        execution.put("exitCode", exitCode);
        assertThat(send("PATCH", path(handle), execution).status()).isEqualTo(200);
    }

    /** Appends to the log; a log type is a member that holds the rest. */
    void batchInsertLogs(UUID handle, int from, List<String> types) {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < types.size(); i++) {
            ObjectNode line = lines.addObject();
            line.put("sequence", from + i);
            line.put("type", types.get(i));
            line.putObject("data").putObject(types.get(i)).put("phase", i);
        }
        assertThat(send("POST", path(handle) + "/logs", lines).status()).isLessThan(300);
    }

    /** A line of what a workflow writes on its own: the engine keeps it as text in the line's JSON. */
    void insertRawOutput(UUID handle, int sequence, String text) {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        ObjectNode line = lines.addObject().put("sequence", sequence).put("type", "RawOutput");
        line.putObject("data").put("stream", "stdout").put("line", text);
        assertThat(send("POST", path(handle) + "/logs", lines).status()).isEqualTo(200);
    }

    Optional<String> getStatus(UUID handle) {
        Answer answer = send("GET", path(handle), null);
        return answer.status() == 200 ? Optional.of(answer.text("/status")) : Optional.empty();
    }

    /** The types of the last lines. */
    List<String> getLogs(UUID handle, int limit) {
        Answer answer = send("GET", path(handle) + "/logs?tail=" + limit, null);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        List<String> types = new ArrayList<>();
        answer.at("/items").forEach(line -> types.add(line.get("type").asText()));
        return types;
    }

    /** Handles, the newest first. */
    List<UUID> listExecutions(int limit, int offset) {
        return handles(EXECUTIONS + "?limit=" + limit + "&offset=" + offset);
    }

    private List<UUID> handles(String path) {
        Answer answer = send("GET", path, null);
        List<UUID> handles = new ArrayList<>();
        answer.at("/items")
                .forEach(it -> handles.add(UUID.fromString(it.get("externalId").asText())));
        return handles;
    }

    /** Handles of executions that match filters, the newest first. */
    List<UUID> filterExecutions(String filters) {
        return handles(EXECUTIONS + "?" + filters);
    }

    /** Handles of executions in whose logs words stand, the newest first. */
    List<UUID> searchLogs(String words, @Nullable String workflow) {
        String path =
                "/api/v1/logs/search?q="
                        + URLEncoder.encode(words, UTF_8)
                        + (workflow == null ? "" : "&workflowId=" + workflow);
        Answer answer = send("GET", path, null);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        Set<String> ids = new LinkedHashSet<>();
        answer.at("/items").forEach(it -> ids.add(it.get("executionId").asText()));
        return ids.stream()
                .map(id -> send("GET", EXECUTIONS + "/" + id, null).text("/externalId"))
                .map(UUID::fromString)
                .toList();
    }

    /** Workflows, the most used first. */
    List<Usage> mostUsedWorkflows() {
        List<Usage> used = new ArrayList<>();
        send("GET", "/api/v1/workflows?orderBy=total", null)
                .at("/items")
                .forEach(
                        it ->
                                used.add(
                                        new Usage(
                                                it.get("workflowId").asText(),
                                                it.at("/counts/total").asLong(),
                                                it.get("successRate").asDouble())));
        return used;
    }

    /** What an execution weighs. */
    long bytes(UUID handle) {
        long bytes = 0;
        for (JsonNode item : send("GET", path(handle) + "/storage", null).at("/items")) {
            bytes += item.get("bytes").asLong();
        }
        return bytes;
    }

    /** What a start does before anything else: what this runtime left running runs no more. */
    void restoreFromDatabase() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("engineInstance", instance);
        assertThat(send("POST", EXECUTIONS + "/crashed", body).status()).isEqualTo(200);
    }

    /** What would be deleted if only so many days were kept. */
    Cleanup previewCleanup(int days) {
        Answer answer = send("POST", RETENTION + "/preview", keepDays(days));
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        JsonNode item = answer.at("/items/0");
        return new Cleanup(
                item.path("executions").asLong(),
                item.path("logs").asLong(),
                item.path("bytes").asLong());
    }

    /** Keeps only so many days, from now on. */
    void cleanupOldExecutions(int days) {
        policy(keepDays(days));
    }

    /** Writes to a file what is older than so many days. */
    void archiveOldExecutions(int days) {
        policy(keepDays(days).put("archive", true));
    }

    private void policy(ObjectNode policy) {
        assertThat(send("PUT", RETENTION + "/policies/default", policy).status()).isEqualTo(200);
    }

    private static ObjectNode keepDays(int days) {
        return JsonNodeFactory.instance.objectNode().put("maxAge", "P" + days + "D");
    }

    /** What clean-ups there were, and how many executions each of them deleted; the newest first. */
    List<Long> pastCleanups() {
        List<Long> counts = new ArrayList<>();
        send("GET", RETENTION + "/runs", null)
                .at("/items")
                .forEach(
                        run -> {
                            if (!run.path("items").isEmpty()) {
                                counts.add(run.at("/items/0/executions").asLong());
                            }
                        });
        return counts;
    }

    /** An execution as one JSON file. */
    String export(UUID handle) {
        Answer answer = send("GET", path(handle) + "/export?format=json", null);
        assertThat(answer.status()).isEqualTo(200);
        return answer.http().body();
    }

    /** Takes a file of somebody else. */
    void share(String file) {
        Answer answer = Api.send("POST", EXECUTIONS + "/import", file.getBytes(UTF_8), headers);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    }

    /** All that is told of an execution. */
    JsonNode get(UUID handle) {
        return send("GET", path(handle) + "?include=logs", null).body();
    }

    /** What a tool of its MCP server answers. */
    JsonNode tool(String name, String arguments) {
        ObjectNode call = JsonNodeFactory.instance.objectNode();
        call.put("jsonrpc", "2.0").put("id", 1).put("method", "tools/call");
        call.putObject("params")
                .put("name", name)
                .putRawValue("arguments", new RawValue(arguments));
        Answer answer = send("POST", "/mcp", call);
        assertThat(answer.at("/result/isError").asBoolean()).as(answer.http().body()).isFalse();
        return answer.at("/result/structuredContent");
    }

    private static String path(UUID handle) {
        return Api.ext(handle.toString());
    }

    private Answer send(String method, String path, @Nullable JsonNode body) {
        return Api.send(
                method, path, body == null ? null : body.toString().getBytes(UTF_8), headers);
    }
}
