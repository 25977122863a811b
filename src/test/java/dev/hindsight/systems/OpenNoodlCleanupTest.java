package dev.hindsight.systems;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.systems.OpenNoodl.Query;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenNoodl cleans up: by age, and by count of a workflow and of all. */
@QuarkusTest
@TestProfile(TimeFlies.class)
class OpenNoodlCleanupTest {

    @Inject HeldClock clock;

    private Realm realm;
    private OpenNoodl store;

    @BeforeEach
    void begin() {
        realm = new Realm();
        store = new OpenNoodl(realm.headers());
    }

    /** An execution with two steps, that took a second and is so old. */
    private String execution(String workflow, Duration age) {
        ObjectNode execution = running(workflow, age);
        execution.put("status", "success");
        execution.put("completedAt", execution.get("startedAt").asLong() + 1_000);
        String id = store.createExecution(execution);
        for (int i = 0; i < 2; i++) {
            ObjectNode step = JsonNodeFactory.instance.objectNode();
            step.put("nodeId", "node-" + i);
            step.put("nodeType", "noodl.net.http");
            step.put("stepIndex", i);
            step.put("status", "success");
            step.putObject("outputData").put("status", 200);
            store.addStep(id, step);
        }
        return id;
    }

    private ObjectNode running(String workflow, Duration age) {
        ObjectNode execution = JsonNodeFactory.instance.objectNode();
        execution.put("workflowId", workflow);
        execution.put("workflowName", "Sign up");
        execution.put("triggerType", "schedule");
        execution.put("status", "running");
        execution.put("startedAt", now() - age.toMillis());
        return execution;
    }

    private long now() {
        return clock.instant().toEpochMilli();
    }

    private List<String> kept(@Nullable String workflow) {
        return store
                .queryExecutions(new Query(workflow, null, null, null, null, 100, null, null, null))
                .stream()
                .map(it -> it.get("id").asText())
                .toList();
    }

    /** The newest first. */
    private List<String> hourly(String workflow, int count, Duration since) {
        return IntStream.range(0, count)
                .mapToObj(i -> execution(workflow, since.plusHours(i)))
                .toList();
    }

    @Test
    void cleanupByAge_isOneRequest() {
        String old = execution("a", Duration.ofDays(31));
        String older = execution("b", Duration.ofDays(300));
        String young = execution("a", Duration.ofDays(29));

        long deleted = store.cleanupOldExecutions(now() - Duration.ofDays(30).toMillis());

        assertThat(deleted).isEqualTo(2);
        assertThat(kept(null)).containsExactly(young);
        for (String id : List.of(old, older)) {
            assertThat(store.getExecutionWithSteps(id)).isEmpty();
            assertThat(store.getStepsForExecution(id)).isEmpty();
        }
        assertThat(store.getStepsForExecution(young)).hasSize(2);
    }

    @Test
    void cleanupByAge_isAPolicyThatNobodyHasToCall() {
        Api.put("/api/v1/retention/policies/default", "{'maxAge': 'P7D'}", realm.headers());
        String first = execution("a", Duration.ZERO);
        clock.move(Duration.ofDays(4));
        String second = execution("a", Duration.ZERO);
        clock.move(Duration.ofDays(4));

        realm.sweep();

        assertThat(kept(null)).containsExactly(second);
        assertThat(store.getStepsForExecution(first)).isEmpty();
        clock.move(Duration.ofDays(4));
        realm.sweep();
        assertThat(kept(null)).isEmpty();
    }

    @Test
    void cleanupByCount_ofAWorkflowKeepsItsNewest() {
        List<String> ours = hourly("ours", 7, Duration.ofHours(1));
        List<String> others = hourly("others", 4, Duration.ofHours(9));

        assertThat(store.cleanupByCount(3, "ours")).isEqualTo(4);
        assertThat(store.cleanupByCount(3, "ours")).isZero();

        assertThat(kept("ours")).isEqualTo(ours.subList(0, 3));
        assertThat(kept("others")).isEqualTo(others);
        assertThat(ours.subList(3, 7))
                .allSatisfy(
                        id -> {
                            assertThat(store.getExecution(id)).isEmpty();
                            assertThat(store.getStepsForExecution(id)).isEmpty();
                        });
        assertThat(store.getStepsForExecution(ours.get(0))).hasSize(2);
    }

    @Test
    void cleanupByCount_ofAllKeepsTheNewestOfAll() {
        List<String> young = hourly("a", 3, Duration.ofHours(1));
        List<String> middle = hourly("b", 3, Duration.ofHours(10));
        hourly("a", 3, Duration.ofHours(20));

        assertThat(store.cleanupByCount(5, null)).isEqualTo(4);

        assertThat(kept(null))
                .isEqualTo(Stream.concat(young.stream(), middle.subList(0, 2).stream()).toList());
    }

    @Test
    void cleanupByCount_leavesWhatRuns() {
        String running = store.createExecution(running("a", Duration.ofHours(20)));
        List<String> done = hourly("a", 4, Duration.ofHours(1));

        assertThat(store.cleanupByCount(1, null)).isEqualTo(3);

        assertThat(kept(null)).containsExactly(done.get(0), running);
    }

    @Test
    void delete_takesTheStepsAlong() {
        String id = execution("a", Duration.ofHours(1));
        String other = execution("a", Duration.ofHours(2));

        store.deleteExecution(id);

        assertThat(store.getExecution(id)).isEmpty();
        assertThat(store.getStepsForExecution(id)).isEmpty();
        assertThat(store.getStepsForExecution(other)).hasSize(2);
    }

    @Test
    void statistics_ofAllAndOfAWorkflowOutliveWhatIsCleanedUp() {
        hourly("a", 3, Duration.ofHours(1));
        execution("b", Duration.ofDays(40));
        String failed = store.createExecution(running("b", Duration.ofHours(2)));
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("status", "error").put("errorMessage", "no route").put("durationMs", 5_000);
        store.updateExecution(failed, error);
        store.createExecution(running("b", Duration.ofMinutes(1)));
        OpenNoodl.ExecutionStats all = new OpenNoodl.ExecutionStats(6, 1, 4, 1, 80.0, 1_800.0);
        OpenNoodl.ExecutionStats ofOne = new OpenNoodl.ExecutionStats(3, 1, 1, 1, 50.0, 3_000.0);
        assertThat(store.getExecutionStats(null)).isEqualTo(all);
        assertThat(store.getExecutionStats("b")).isEqualTo(ofOne);
        assertThat(store.getExecutionStats("c"))
                .isEqualTo(new OpenNoodl.ExecutionStats(0, 0, 0, 0, null, null));

        assertThat(store.cleanupOldExecutions(now() - Duration.ofDays(30).toMillis())).isEqualTo(1);

        assertThat(store.getExecutionStats(null)).isEqualTo(all);
        assertThat(store.getExecutionStats("b")).isEqualTo(ofOne);
    }
}
