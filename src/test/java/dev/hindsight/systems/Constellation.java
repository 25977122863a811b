package dev.hindsight.systems;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Constellation's {@code ExecutionStorage}, kept by the service. */
final class Constellation {

    private static final String EXECUTIONS = "/api/v1/executions";

    /** What an update does that comes too late, so often at most. */
    private static final int MAX_RETRIES = 1_000;

    /**
     * Constellation's record of an execution.
     *
     * @param startTime in milliseconds since 1970
     * @param nodeResults by node: status, and what it made
     */
    record StoredExecution(
            String executionId,
            String dagName,
            @Nullable String scriptPath,
            long startTime,
            @Nullable Long endTime,
            ObjectNode inputs,
            @Nullable ObjectNode outputs,
            String status,
            ObjectNode nodeResults,
            @Nullable JsonNode dagVizIR,
            double sampleRate,
            String source) {

        StoredExecution with(
                String newStatus,
                @Nullable Long newEndTime,
                ObjectNode newOutputs,
                ObjectNode newResults) {
            return new StoredExecution(
                    executionId,
                    dagName,
                    scriptPath,
                    startTime,
                    newEndTime,
                    inputs,
                    newOutputs,
                    newStatus,
                    newResults,
                    dagVizIR,
                    sampleRate,
                    source);
        }
    }

    /** What Constellation's lists show. */
    record Summary(
            String executionId,
            String dagName,
            String status,
            long startTime,
            @Nullable Long endTime,
            String source) {}

    private final String[] headers;

    /** A storage whose requests have these headers, too. */
    Constellation(String... headers) {
        this.headers = headers.clone();
    }

    /**
     * A storage of a bounded size: the least recent executions leave it.
     *
     * @param maxExecutions how many it keeps
     */
    static Constellation bounded(int maxExecutions, String... headers) {
        Answer answer =
                Api.put(
                        "/api/v1/retention/policies/default",
                        "{'maxCount': %d, 'countPer': 'policy'}".formatted(maxExecutions),
                        headers);
        assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
        return new Constellation(headers);
    }

    /**
     * What Constellation tells of its storage.
     *
     * @param totalExecutions that are stored
     * @param everExecuted that were ever stored, those that have left it included
     * @param succeeded of these
     */
    record StorageStats(long totalExecutions, long everExecuted, long succeeded) {}

    StorageStats stats() {
        Answer stored = read(EXECUTIONS + "/counts");
        Answer ever = read("/api/v1/stats");
        assertThat(ever.status()).as(ever.http().body()).isEqualTo(200);
        return new StorageStats(
                stored.at("/total").asLong(),
                ever.at("/total").asLong(),
                ever.at("/completed").asLong());
    }

    String store(StoredExecution execution) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("externalId", execution.executionId());
        report.put("workflowId", execution.dagName());
        report.put("scriptPath", execution.scriptPath());
        report.put("startedAt", execution.startTime());
        report.put("sampleRate", execution.sampleRate());
        report.put("source", execution.source());
        report.set("input", execution.inputs());
        report.set("dag", execution.dagVizIR());
        change(report, execution);
        Answer answer = Api.postRaw(EXECUTIONS, report.toString(), headers);
        assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
        return execution.executionId();
    }

    Optional<StoredExecution> get(String executionId) {
        Answer answer = read(Api.ext(executionId) + "?include=steps,dag");
        return answer.status() == 200 ? Optional.of(stored(answer.body())) : Optional.empty();
    }

    List<Summary> list(int limit, int offset) {
        return summaries("?limit=" + limit + "&offset=" + offset);
    }

    List<Summary> listByScript(String scriptPath, int limit) {
        return summaries("?limit=" + limit + "&scriptPath=" + Api.segment(scriptPath));
    }

    /** Changes a record by a function, which may be called again when another writer was faster. */
    Optional<StoredExecution> update(String executionId, UnaryOperator<StoredExecution> change) {
        for (int i = 0; i < MAX_RETRIES; i++) {
            Answer found = read(Api.ext(executionId) + "?include=steps,dag");
            if (found.status() != 200) {
                return Optional.empty();
            }
            StoredExecution updated = change.apply(stored(found.body()));
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            change(patch, updated);
            Answer answer =
                    Api.patch(
                            Api.ext(executionId),
                            patch.toString(),
                            with("If-Match", found.header("ETag")));
            if (answer.status() == 200) {
                return Optional.of(updated);
            }
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(412);
        }
        throw new AssertionError("others were always faster");
    }

    boolean delete(String executionId) {
        int status =
                Api.send("DELETE", Api.ext(executionId) + "?purge=true", null, headers).status();
        assertThat(status).isIn(204, 404);
        return status == 204;
    }

    void clear() {
        Answer answer =
                Api.post(
                        EXECUTIONS + "/delete",
                        "{'filter': {}, 'all': true, 'purge': true}",
                        headers);
        assertThat(answer.status()).isEqualTo(200);
    }

    private Answer read(String path) {
        return Api.send("GET", path, null, headers);
    }

    private String[] with(String name, String value) {
        return Stream.concat(Stream.of(headers), Stream.of(name, value)).toArray(String[]::new);
    }

    /** The members that an update changes. */
    private static void change(ObjectNode report, StoredExecution execution) {
        report.put("status", execution.status());
        report.put("completedAt", execution.endTime());
        report.set("output", execution.outputs());
        List<JsonNode> steps = new ArrayList<>();
        execution
                .nodeResults()
                .properties()
                .forEach(
                        result -> {
                            ObjectNode step = JsonNodeFactory.instance.objectNode();
                            step.put("key", result.getKey());
                            step.put("nodeId", result.getKey());
                            step.set("status", result.getValue().get("status"));
                            step.set("output", result.getValue().get("value"));
                            steps.add(step);
                        });
        report.putArray("steps").addAll(steps);
    }

    private List<Summary> summaries(String query) {
        Answer answer = read(EXECUTIONS + query);
        assertThat(answer.status()).isEqualTo(200);
        List<Summary> summaries = new ArrayList<>();
        answer.at("/items")
                .forEach(
                        item ->
                                summaries.add(
                                        new Summary(
                                                item.get("externalId").asText(),
                                                item.get("workflowId").asText(),
                                                capitalized(item.get("status").asText()),
                                                millis(item.get("startedAt")),
                                                millis(item.get("completedAt")),
                                                item.get("source").asText())));
        return summaries;
    }

    private static StoredExecution stored(JsonNode told) {
        ObjectNode results = JsonNodeFactory.instance.objectNode();
        told.get("steps")
                .forEach(
                        step -> {
                            ObjectNode result = results.putObject(step.get("key").asText());
                            result.put("status", capitalized(step.get("status").asText()));
                            result.set("value", step.get("output"));
                        });
        Long started = millis(told.get("startedAt"));
        assertThat(started).isNotNull();
        return new StoredExecution(
                told.get("externalId").asText(),
                told.get("workflowId").asText(),
                text(told.get("scriptPath")),
                started,
                millis(told.get("completedAt")),
                (ObjectNode) told.get("input"),
                told.get("output").isNull() ? null : (ObjectNode) told.get("output"),
                capitalized(told.get("status").asText()),
                results,
                told.get("dag").isNull() ? null : told.get("dag"),
                told.get("sampleRate").asDouble(),
                told.get("source").asText());
    }

    private static @Nullable String text(JsonNode value) {
        return value.isNull() ? null : value.asText();
    }

    private static @Nullable Long millis(JsonNode moment) {
        return moment.isNull() ? null : Instant.parse(moment.asText()).toEpochMilli();
    }

    private static String capitalized(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
