package dev.hindsight.systems;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Dagger keeps its cache, trees, snapshots and states here, and goes on after any end of its process. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class DaggerTest {

    private static final int KILLS = 20;

    /** Where it is killed is random, and the same in every run of the test. */
    private final Random random = new Random(20);

    private final String dagId = fresh();

    private static Process engine(String dagId, String run) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String url = "http://localhost:" + RestAssured.port;
        List<String> command = new ArrayList<>(List.of(java, "-Xmx64m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(DaggerEngine.class.getName(), url, dagId, run));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Lets an engine run until it has printed so many lines, or to its end; tells what it printed. */
    private static List<String> run(String dagId, String run, int lines)
            throws IOException, InterruptedException {
        Process engine = engine(dagId, run);
        List<String> printed = new ArrayList<>();
        try (BufferedReader output = engine.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                printed.add(line);
                if (printed.size() == lines) {
                    engine.destroyForcibly();
                    engine.waitFor();
                    return printed;
                }
            }
        }
        assertThat(engine.waitFor()).as(String.join("\n", printed)).isZero();
        return printed;
    }

    /** What the DAG makes where nothing disturbs it. */
    private static Map<String, Long> expected() {
        Map<String, Long> made = new TreeMap<>();
        DaggerEngine.graph()
                .forEach(
                        (node, before) ->
                                made.put(
                                        node,
                                        DaggerEngine.compute(
                                                node, before.stream().map(made::get).toList())));
        return made;
    }

    /** All that is kept of a run. */
    private static Map<String, Object> kept(String run) {
        Map<String, Object> kept = new TreeMap<>();
        for (String part :
                List.of(
                        "?include=steps,dag,tree",
                        "/artifacts",
                        "/tree",
                        "/snapshots",
                        "/storage")) {
            Answer answer = get(ext(run) + part);
            assertThat(answer.status()).as(part).isEqualTo(200);
            kept.put(part, answer.body());
        }
        kept.put("latest snapshot", get(ext(run) + "/snapshots/latest").http().body());
        return kept;
    }

    private static void isWhole(String run) {
        Map<String, Long> made = expected();
        Answer execution = get(ext(run) + "?include=steps");
        assertThat(execution.text("/status")).isEqualTo("completed");
        Map<String, Integer> completed = new TreeMap<>();
        for (JsonNode step : execution.at("/steps")) {
            if (step.get("status").asText().equals("completed")) {
                completed.merge(step.get("key").asText(), 1, Integer::sum);
                assertThat(step.get("output").asLong())
                        .isEqualTo(made.get(step.get("key").asText()));
            }
        }
        assertThat(completed.keySet()).isEqualTo(made.keySet());
        JsonNode artifacts = get(ext(run) + "/artifacts").body();
        assertThat(artifacts).hasSize(made.size());
        made.forEach(
                (node, value) -> {
                    assertThat(execution.at("/output/" + node).asLong()).isEqualTo(value);
                    assertThat(artifacts.at("/" + node + "/output").asLong()).isEqualTo(value);
                });
        assertThat(get(ext(run) + "/tree").body()).isEqualTo(DaggerEngine.tree(made.keySet()));
        assertThat(get(ext(run) + "/state/active").status()).isEqualTo(404);
        assertThat(get(ext(run) + "/state/pending").status()).isEqualTo(404);
    }

    @Test
    void run_thatIsLeftAlone_isKeptWhole() throws Exception {
        String run = fresh();

        run(dagId, run, Integer.MAX_VALUE);

        isWhole(run);
        int nodes = DaggerEngine.graph().size();
        assertThat(get(ext(run) + "/snapshots").at("/items"))
                .hasSize(nodes / DaggerEngine.SNAPSHOT_EVERY);
        assertThat(get(ext(run) + "?include=steps").at("/steps")).hasSize(nodes);
        assertThat(get(ext(run)).text("/dagHash")).startsWith("sha256:");
    }

    @Test
    void run_thatIsKilledTwentyTimes_recoversAndFinishes() throws Exception {
        String run = fresh();
        int lines = 0;

        for (int kill = 0; kill < KILLS; kill++) {
            List<String> printed = run(dagId, run, 5 + random.nextInt(16));
            assertThat(printed.get(printed.size() - 1)).isNotEqualTo("done already");
            assertThat(get(ext(run)).status()).isIn(200, 404);
            lines += printed.size();
        }
        run(dagId, run, Integer.MAX_VALUE);

        assertThat(lines).isGreaterThan(100);
        isWhole(run);
    }

    @Test
    void rerun_leavesTheFirstRunAsItWas() throws Exception {
        String first = fresh();
        String second = fresh();
        run(dagId, first, Integer.MAX_VALUE);
        Map<String, Object> before = kept(first);

        run(dagId, second, 40);
        run(dagId, second, Integer.MAX_VALUE);

        assertThat(kept(first)).isEqualTo(before);
        isWhole(second);
        assertThat(get("/api/v1/workflows/" + dagId + "/latest").text("/externalId"))
                .isEqualTo(second);
        assertThat(get("/api/v1/executions?workflowId=" + dagId).at("/items")).hasSize(2);
    }

    @Test
    void finishedRun_isNotRunAgain() throws Exception {
        String run = fresh();
        run(dagId, run, Integer.MAX_VALUE);

        assertThat(run(dagId, run, Integer.MAX_VALUE)).hasSize(2).last().isEqualTo("done already");
    }
}
