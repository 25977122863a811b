package dev.hindsight.systems;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.HeldClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Dagger prints of its database to look for faults: how much of each DAG is kept. */
@QuarkusTest
@TestProfile(TimeFlies.class)
class DaggerStorageTest {

    @Inject HeldClock clock;

    private static String run(String dagId) throws Exception {
        String run = fresh();
        DaggerEngine.main(new String[] {"http://localhost:" + RestAssured.port, dagId, run});
        return run;
    }

    private static long bytes(String run) {
        return get(ext(run) + "/storage").at("/bytes").asLong();
    }

    /** All DAGs by id. */
    private Map<String, JsonNode> printed() {
        // It is measured every five minutes.
        clock.move(Duration.ofMinutes(5));
        Map<String, JsonNode> printed = new HashMap<>();
        get("/api/v1/stats/storage?by=workflow&limit=1000")
                .at("/items")
                .forEach(item -> printed.put(item.get("workflowId").asText(), item));
        return printed;
    }

    @Test
    void countsAndBytes_areThoseOfAllRunsOfADag() throws Exception {
        String often = fresh();
        String once = fresh();
        List<String> runs = List.of(run(often), run(often));
        String single = run(once);

        Map<String, JsonNode> printed = printed();

        int nodes = DaggerEngine.graph().size();
        int snapshots = nodes / DaggerEngine.SNAPSHOT_EVERY;
        assertThat(numbers(printed.get(often)))
                .containsExactly(2, 2 * nodes, 0, 2 * nodes, 2 * snapshots);
        assertThat(numbers(printed.get(once))).containsExactly(1, nodes, 0, nodes, snapshots);
        assertThat(printed.get(often).get("bytes").asLong())
                .isEqualTo(runs.stream().mapToLong(DaggerStorageTest::bytes).sum());
        assertThat(printed.get(once).get("bytes").asLong()).isEqualTo(bytes(single)).isPositive();
    }

    private static List<Integer> numbers(JsonNode dag) {
        return Stream.of("executions", "steps", "logs", "artifacts", "snapshots")
                .map(name -> dag.get(name).asInt())
                .toList();
    }
}
