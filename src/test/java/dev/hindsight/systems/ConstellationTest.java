package dev.hindsight.systems;

import static dev.hindsight.fixture.Api.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.systems.Constellation.StoredExecution;
import dev.hindsight.systems.Constellation.Summary;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Constellation keeps its executions here: its storage, but for statistics and its bounds. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ConstellationTest {

    private static final int RACERS = 16;

    private final Constellation storage = new Constellation();

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static StoredExecution running(String id, String script, long startTime) {
        return new StoredExecution(
                id,
                "enrich-orders",
                script,
                startTime,
                null,
                object().put("text", "Grüße\n").put("limit", 12_345_678_901L),
                null,
                "Running",
                object(),
                null,
                0.25,
                "VSCodeExtension");
    }

    private static JsonNode graph() {
        ObjectNode graph = object();
        graph.putArray("nodes").addObject().put("id", "n1").put("kind", "data");
        graph.putArray("edges");
        return graph;
    }

    @Test
    void storedExecution_comesBackAsItWas() {
        String id = fresh();
        ObjectNode results = object();
        results.putObject("n1").put("status", "Completed").put("value", new BigDecimal("1.50"));
        results.putObject("n2").put("status", "Failed").putNull("value");
        StoredExecution execution =
                new StoredExecution(
                        id,
                        "enrich-orders",
                        "flows/order.cst",
                        1_795_200_000_123L,
                        1_795_200_005_456L,
                        object().put("a", 1),
                        object().put("b", "c"),
                        "Completed",
                        results,
                        graph(),
                        1.0,
                        "Dashboard");

        assertThat(storage.store(execution)).isEqualTo(id);

        assertThat(storage.get(id)).contains(execution);
        assertThat(storage.get(fresh())).isEmpty();
    }

    @Test
    void graph_isStoredOnce_andKeptApart() {
        String one = fresh();
        String two = fresh();
        for (String id : List.of(one, two)) {
            StoredExecution plain = running(id, "s", 1L);
            storage.store(
                    new StoredExecution(
                            id,
                            "d",
                            "s",
                            1L,
                            null,
                            plain.inputs(),
                            null,
                            "Running",
                            object(),
                            graph(),
                            1.0,
                            "API"));
        }

        assertThat(Api.get(Api.ext(one)).text("/dagHash"))
                .startsWith("sha256:")
                .isEqualTo(Api.get(Api.ext(two)).text("/dagHash"));
    }

    @Test
    void lists_tellTheNewestFirst_byScriptToo() {
        storage.clear();
        String script = "flows/" + fresh();
        List<String> ids = IntStream.range(0, 12).mapToObj(i -> fresh()).toList();
        for (int i = 0; i < ids.size(); i++) {
            storage.store(running(ids.get(i), i % 2 == 0 ? script : "other", 1_000L + i));
        }

        assertThat(storage.list(5, 3))
                .extracting(Summary::executionId)
                .containsExactly(ids.get(8), ids.get(7), ids.get(6), ids.get(5), ids.get(4));
        assertThat(storage.list(5, 10)).hasSize(2);
        assertThat(storage.listByScript(script, 4))
                .extracting(Summary::executionId)
                .containsExactly(ids.get(10), ids.get(8), ids.get(6), ids.get(4));
        assertThat(storage.list(1, 0))
                .containsExactly(
                        new Summary(
                                ids.get(11),
                                "enrich-orders",
                                "Running",
                                1_011L,
                                null,
                                "VSCodeExtension"));
    }

    @Test
    void update_changesWhatTheFunctionChanges() {
        String id = storage.store(running(fresh(), "s", 1_795_200_000_000L));
        ObjectNode results = object();
        results.putObject("n1").put("status", "Completed").put("value", "x");

        StoredExecution updated =
                storage.update(
                                id,
                                it ->
                                        it.with(
                                                "Completed",
                                                1_795_200_001_000L,
                                                object().put("sum", 3),
                                                results))
                        .orElseThrow();

        assertThat(storage.get(id)).contains(updated);
        assertThat(storage.update(fresh(), it -> it)).isEmpty();
    }

    /** Each adds one to a count and a result of its own; none may be lost. */
    @Test
    void updates_raceSixteenWays_andAllWin() throws Exception {
        String id = storage.store(running(fresh(), "s", 1L));
        ExecutorService racers = Executors.newFixedThreadPool(RACERS);
        try {
            List<Future<?>> races = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                String node = "node-" + i;
                races.add(racers.submit(() -> storage.update(id, it -> counted(it, node))));
            }
            for (Future<?> race : races) {
                race.get();
            }
        } finally {
            racers.shutdownNow();
        }

        StoredExecution after = storage.get(id).orElseThrow();
        assertThat(after.outputs()).isEqualTo(object().put("count", RACERS));
        assertThat(after.nodeResults()).hasSize(RACERS);
        assertThat(Api.get(Api.ext(id)).text("/version")).isEqualTo(String.valueOf(RACERS + 1));
    }

    private static StoredExecution counted(StoredExecution execution, String node) {
        ObjectNode outputs = execution.outputs();
        int count = outputs == null ? 0 : outputs.get("count").asInt();
        ObjectNode results = execution.nodeResults().deepCopy();
        results.putObject(node).put("status", "Completed").put("value", count);
        return execution.with("Running", null, object().put("count", count + 1), results);
    }

    @Test
    void manyExecutions_completeAtOnce() throws Exception {
        List<String> ids =
                IntStream.range(0, 64)
                        .mapToObj(i -> storage.store(running(fresh(), "s", 1_000L + i)))
                        .toList();
        ExecutorService engines = Executors.newFixedThreadPool(RACERS);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (String id : ids) {
                ends.add(
                        engines.submit(
                                () ->
                                        storage.update(
                                                id,
                                                it ->
                                                        it.with(
                                                                "Completed",
                                                                9_000L,
                                                                object().put("id", id),
                                                                object()))));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            engines.shutdownNow();
        }

        assertThat(ids)
                .allSatisfy(
                        id -> {
                            StoredExecution stored = storage.get(id).orElseThrow();
                            assertThat(stored.status()).isEqualTo("Completed");
                            assertThat(stored.outputs()).isEqualTo(object().put("id", id));
                        });
    }

    @Test
    void delete_forgetsOne_andClearForgetsAll() {
        String one = storage.store(running(fresh(), "s", 1L));
        String two = storage.store(running(fresh(), "s", 2L));

        assertThat(storage.delete(one)).isTrue();
        assertThat(storage.delete(one)).isFalse();
        assertThat(storage.get(one)).isEmpty();
        assertThat(storage.get(two)).isPresent();

        storage.clear();

        assertThat(storage.get(two)).isEmpty();
        assertThat(storage.list(10, 0)).isEmpty();
        // Its id is free again.
        assertThat(storage.get(storage.store(running(one, "s", 3L)))).isPresent();
    }
}
