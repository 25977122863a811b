package dev.hindsight.systems;

import static dev.hindsight.fixture.Api.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.systems.Constellation.StoredExecution;
import dev.hindsight.systems.Constellation.Summary;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Constellation's {@code inMemory(Config(maxExecutions, maxValueSizeBytes))}: a storage that holds the
 * newest executions, and of large values the beginning.
 */
@QuarkusTest
@TestProfile(TimeFlies.class)
class ConstellationBoundTest {

    private static final int MAX_EXECUTIONS = 10;

    @Inject HeldClock clock;

    private Realm realm;
    private Constellation storage;

    @BeforeEach
    void begin() {
        realm = new Realm();
        storage = Constellation.bounded(MAX_EXECUTIONS, realm.headers());
    }

    /** The newest last. */
    private List<String> stored(int count, String status) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                storage.store(
                                        execution("dag-" + i % 3, status, 60_000L * (count - i))))
                .toList();
    }

    private StoredExecution execution(String dag, String status, long age) {
        long start = clock.instant().toEpochMilli() - age;
        ObjectNode results = JsonNodeFactory.instance.objectNode();
        results.putObject("n1").put("status", "Completed").put("value", "v");
        return new StoredExecution(
                fresh(),
                dag,
                "flows/a.cst",
                start,
                status.equals("Running") ? null : Long.valueOf(start + 100),
                JsonNodeFactory.instance.objectNode().put("age", age),
                null,
                status,
                results,
                null,
                1.0,
                "Dashboard");
    }

    private List<String> ids() {
        return storage.list(100, 0).stream().map(Summary::executionId).toList();
    }

    @Test
    void storage_holdsTheNewest_ofWhateverDag() {
        List<String> ids = stored(25, "Completed");

        realm.sweep();

        assertThat(ids()).hasSize(MAX_EXECUTIONS).containsOnlyOnceElementsOf(ids.subList(15, 25));
        assertThat(storage.get(ids.get(14))).isEmpty();
        assertThat(storage.get(ids.get(15)))
                .hasValueSatisfying(it -> assertThat(it.nodeResults()).hasSize(1));
        String next = storage.store(execution("dag-9", "Completed", 0));
        realm.sweep();
        assertThat(ids()).hasSize(MAX_EXECUTIONS).contains(next).doesNotContain(ids.get(15));
    }

    @Test
    void storage_isNotBoundedForWhatRuns() {
        List<String> running = stored(MAX_EXECUTIONS + 2, "Running");

        realm.sweep();

        assertThat(ids()).containsExactlyInAnyOrderElementsOf(running);
        running.forEach(
                id ->
                        storage.update(
                                id,
                                it ->
                                        it.with(
                                                "Completed",
                                                it.startTime() + 5,
                                                it.inputs(),
                                                it.nodeResults())));
        realm.sweep();
        assertThat(ids()).hasSize(MAX_EXECUTIONS);
    }

    @Test
    void largeValue_isCut() {
        StoredExecution plain = execution("d", "Completed", 0);
        ObjectNode outputs = JsonNodeFactory.instance.objectNode();
        outputs.put("large", "x".repeat(TimeFlies.MAX_VALUE_SIZE_BYTES + 1));
        outputs.put("fits", "y".repeat(TimeFlies.MAX_VALUE_SIZE_BYTES));
        storage.store(plain);

        storage.update(
                plain.executionId(),
                it -> it.with("Completed", it.endTime(), outputs, it.nodeResults()));

        ObjectNode kept = storage.get(plain.executionId()).orElseThrow().outputs();
        assertThat(kept).isNotNull();
        assertThat(kept.get("large").asText())
                .startsWith("xxx")
                .hasSizeLessThanOrEqualTo(TimeFlies.MAX_VALUE_SIZE_BYTES);
        assertThat(kept.get("fits")).isEqualTo(outputs.get("fits"));
    }

    @Test
    void clear_forgetsAllOfThisStorageAlone() {
        Constellation other = new Constellation(new Realm().headers());
        String kept = other.store(execution("d", "Completed", 0));
        List<String> ids = stored(3, "Completed");
        stored(2, "Running");

        storage.clear();

        assertThat(ids()).isEmpty();
        assertThat(storage.get(ids.get(0))).isEmpty();
        assertThat(other.get(kept)).isPresent();
    }

    @Test
    void stats_tellWhatIsStoredAndWhatEverWas() {
        stored(MAX_EXECUTIONS + 3, "Completed");
        stored(1, "Failed");

        realm.sweep();

        assertThat(storage.stats())
                .isEqualTo(
                        new Constellation.StorageStats(
                                MAX_EXECUTIONS, MAX_EXECUTIONS + 4, MAX_EXECUTIONS + 3));
    }
}
