package dev.hindsight.systems;

import static dev.hindsight.fixture.Api.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.systems.OpenNoodl.Query;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenNoodl keeps its executions and steps here: its store, but for cleaning up and the statistics that outlive that. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class OpenNoodlTest {

    private static final long BEGUN = 1_795_200_000_000L;

    private final OpenNoodl store = new OpenNoodl();
    private final String workflow = fresh();

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode running(long startedAt) {
        ObjectNode execution = object();
        execution.put("workflowId", workflow);
        execution.put("workflowName", "Sign up");
        execution.put("triggerType", "webhook");
        execution.put("status", "running");
        execution.put("startedAt", startedAt);
        return execution;
    }

    private static ObjectNode step(int index, String status) {
        ObjectNode step = object();
        step.put("nodeId", "node-" + index);
        step.put("nodeType", "noodl.logic.condition");
        step.put("stepIndex", index);
        step.put("startedAt", BEGUN + index);
        step.put("status", status);
        return step;
    }

    private static Query of(String workflowId) {
        return new Query(workflowId, null, null, null, null, null, null, null, null);
    }

    private List<Long> starts(Query query) {
        return store.queryExecutions(query).stream()
                .map(it -> it.get("startedAt").asLong() - BEGUN)
                .toList();
    }

    @Test
    void execution_hasEveryColumn() {
        ObjectNode execution = running(BEGUN);
        execution.putObject("triggerData").put("path", "/hook").putObject("body").put("n", 1);
        execution.putObject("metadata").put("version", "1.2");

        String id = store.createExecution(execution);

        ObjectNode found = store.getExecution(id).orElseThrow();
        assertThat(found.remove("id").asText()).isEqualTo(id);
        assertThat(found).isEqualTo(execution);
        assertThat(store.getExecution("019aa1b2-0000-7000-8000-000000000000")).isEmpty();
    }

    @Test
    void update_changesWhatItNames() {
        String id = store.createExecution(running(BEGUN));
        ObjectNode updates = object();
        updates.put("status", "error");
        updates.put("completedAt", BEGUN + 1_500);
        updates.put("durationMs", 1_500);
        updates.put("errorMessage", "Cannot read properties of undefined");
        updates.put("errorStack", "TypeError\n  at node-3");

        assertThat(store.updateExecution(id, updates)).isTrue();

        ObjectNode found = store.getExecution(id).orElseThrow();
        updates.properties()
                .forEach(it -> assertThat(found.get(it.getKey())).isEqualTo(it.getValue()));
        assertThat(found.get("workflowName").asText()).isEqualTo("Sign up");
        assertThat(store.updateExecution("019aa1b2-0000-7000-8000-000000000000", updates))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook", "schedule", "manual", "db_change", "internal_event"})
    void triggers_areKeptAndFound(String type) {
        ObjectNode execution = running(BEGUN);
        execution.put("triggerType", type);
        String id = store.createExecution(execution);

        assertThat(
                        store.queryExecutions(
                                new Query(
                                        workflow, null, type, null, null, null, null, null, null)))
                .singleElement()
                .satisfies(it -> assertThat(it.get("id").asText()).isEqualTo(id));
    }

    @Test
    void steps_haveEveryColumn_inTheirOrder() {
        String id = store.createExecution(running(BEGUN));
        ObjectNode last = step(2, "skipped");
        ObjectNode first = step(0, "success");
        first.put("nodeName", "Is new?");
        first.put("completedAt", BEGUN + 20);
        first.put("durationMs", 20);
        first.putObject("inputData").put("email", "a@b.c");
        first.putObject("outputData").put("isTrue", true);
        ObjectNode middle = step(1, "running");
        store.addStep(id, last);
        store.addStep(id, first);
        String running = store.addStep(id, middle);
        ObjectNode updates = object();
        updates.put("status", "error");
        updates.put("completedAt", BEGUN + 30);
        updates.put("errorMessage", "boom");

        store.updateStep(running, updates);

        ObjectNode failed = middle.deepCopy().setAll(updates);
        failed.put("durationMs", 29);
        List<ObjectNode> steps = store.getStepsForExecution(id);
        assertThat(steps.get(0)).isEqualTo(first);
        assertThat(steps.get(1)).isEqualTo(failed);
        assertThat(steps.get(2).get("status").asText()).isEqualTo("skipped");
        JsonNode whole = store.getExecutionWithSteps(id).orElseThrow();
        assertThat(whole.get("steps")).hasSize(3).containsExactlyElementsOf(steps);
    }

    @Test
    void query_filtersOrdersAndPages() {
        for (int i = 0; i < 9; i++) {
            ObjectNode execution = running(BEGUN + i);
            if (i % 3 == 0) {
                execution.put("status", "success");
                execution.put("durationMs", 100 - i);
            }
            store.createExecution(execution);
        }

        assertThat(starts(of(workflow))).containsExactly(8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L, 0L);
        assertThat(starts(new Query(workflow, "success", null, null, null, null, null, null, null)))
                .containsExactly(6L, 3L, 0L);
        assertThat(
                        starts(
                                new Query(
                                        workflow,
                                        null,
                                        null,
                                        BEGUN + 2,
                                        BEGUN + 5,
                                        null,
                                        null,
                                        "started_at",
                                        "asc")))
                .containsExactly(2L, 3L, 4L);
        assertThat(
                        starts(
                                new Query(
                                        workflow,
                                        "success",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        "duration_ms",
                                        "desc")))
                .containsExactly(0L, 3L, 6L);
        assertThat(starts(new Query(workflow, null, null, null, null, 3, 4, null, null)))
                .containsExactly(4L, 3L, 2L);
        assertThat(starts(of(fresh()))).isEmpty();
    }

    @Test
    void query_tellsAThousandRecordsAtOnce() {
        IntStream.range(0, 1_000).forEach(i -> store.createExecution(running(BEGUN + i)));

        List<Long> all =
                starts(new Query(workflow, null, null, null, null, 1_000, null, null, "asc"));

        assertThat(all).hasSize(1_000).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void delete_takesTheStepsAlong() {
        String id = store.createExecution(running(BEGUN));
        store.addStep(id, step(0, "success"));

        store.deleteExecution(id);
        store.deleteExecution(id);

        assertThat(store.getExecution(id)).isEmpty();
        assertThat(store.getExecutionWithSteps(id)).isEmpty();
        assertThat(store.getStepsForExecution(id)).isEmpty();
        assertThat(store.queryExecutions(of(workflow))).isEmpty();
    }

    @Test
    void cleanup_forgetsWhatIsOld() {
        String old = store.createExecution(running(1_000));
        String older = store.createExecution(running(10));
        String young = store.createExecution(running(BEGUN));

        assertThat(store.cleanupOldExecutions(2_000)).isGreaterThanOrEqualTo(2);
        assertThat(store.cleanupOldExecutions(2_000)).isZero();

        assertThat(store.getExecution(old)).isEmpty();
        assertThat(store.getExecution(older)).isEmpty();
        assertThat(store.getExecution(young)).isPresent();
    }

    @Test
    void largeData_isCut_andSaysSo() {
        String id = store.createExecution(running(BEGUN));
        ObjectNode step = step(0, "success");
        step.putObject("outputData").put("page", "x".repeat(100_000)).put("small", 1);
        store.addStep(id, step);

        ObjectNode found = store.getStepsForExecution(id).get(0);

        assertThat(found.at("/outputData/page").asText().length()).isLessThanOrEqualTo(65_536);
        assertThat(found.at("/outputData/small").asInt()).isEqualTo(1);
        assertThat(found.at("/notices/0/kind").asText()).isEqualTo("truncated");
        assertThat(found.at("/notices/0/pointer").asText()).isEqualTo("/output/page");
        assertThat(found.at("/notices/0/originalBytes").asInt()).isEqualTo(100_000);
    }

    @Test
    void writers_addStepsAtOnce() throws Exception {
        String id = store.createExecution(running(BEGUN));
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Future<@Nullable Object>> added = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                int first = writer * 25;
                added.add(
                        writers.submit(
                                () -> {
                                    for (int i = first; i < first + 25; i++) {
                                        store.addStep(id, step(i, "success"));
                                    }
                                    return null;
                                }));
            }
            for (Future<?> each : added) {
                each.get();
            }
        } finally {
            writers.shutdownNow();
        }

        assertThat(store.getStepsForExecution(id))
                .extracting(it -> it.get("stepIndex").asInt())
                .containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
    }
}
