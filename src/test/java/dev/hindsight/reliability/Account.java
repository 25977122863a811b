package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One execution as its engine reports it, and how much of that was acknowledged. What the service keeps
 * may be more than this, since the answer to a report can be lost, but never less; and never a part of
 * what was sent as one.
 */
final class Account {

    /** Steps that are sent together; their number is a multiple of it. */
    static final int TOGETHER = 2;

    private final String id = Api.fresh();
    private final int allSteps;
    private final int allLines;
    private final boolean atOnce;

    private boolean begun;
    private boolean ended;
    private int steps;
    private int lines;

    /**
     * An execution of which nothing is reported yet.
     *
     * @param atOnce whether all of it is reported in one call
     */
    Account(int allSteps, int allLines, boolean atOnce) {
        this.allSteps = allSteps;
        this.allLines = allLines;
        this.atOnce = atOnce;
    }

    String id() {
        return id;
    }

    int allSteps() {
        return allSteps;
    }

    int allLines() {
        return allLines;
    }

    void begun() {
        begun = true;
    }

    void ended() {
        ended = true;
    }

    /** That the first steps of it are acknowledged, so many. */
    void steps(int first) {
        steps = Math.max(steps, first);
    }

    void lines(int first) {
        lines = Math.max(lines, first);
    }

    void everything() {
        begun = true;
        ended = true;
        steps = allSteps;
        lines = allLines;
    }

    /** The report that begins it, with more members if they are not empty. */
    String execution(String members) {
        return "{'externalId': '%s', 'workflowId': 'w', 'input': {'of': '%s'}%s}"
                .formatted(id, id, members);
    }

    String step(int place, String members) {
        return "{'key': 's%d', 'nodeId': 'n', 'status': 'completed', 'stepIndex': %d, 'output': {'of': '%s', 'n': %d}%s}"
                .formatted(place, place, id, place, members);
    }

    String line(int place, String members) {
        return "{'sequence': %d, 'timestamp': 1000, 'message': '%s %d'%s}"
                .formatted(place, id, place, members);
    }

    /** Steps or lines from one place to before another, as an array. */
    static String array(int from, int to, IntFunction<String> element) {
        return IntStream.range(from, to)
                .mapToObj(element)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Fails if the service there keeps less than it acknowledged, or a part of what was sent as one. */
    void check(String url) {
        Answer answer = Api.sendTo(url, "GET", Api.ext(id) + "?include=steps,logs", null);
        if (answer.status() == 404) {
            assertThat(begun).as("%s is lost", id).isFalse();
            return;
        }
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.text("/input/of")).isEqualTo(id);
        assertThat(answer.text("/status")).isIn("completed", ended ? "completed" : "running");
        JsonNode keptSteps = answer.at("/steps");
        for (int i = 0; i < keptSteps.size(); i++) {
            JsonNode step = keptSteps.get(i);
            assertThat(step.path("key").asText()).isEqualTo("s" + i);
            assertThat(step.path("status").asText()).isEqualTo("completed");
            assertThat(step.at("/output/of").asText()).isEqualTo(id);
            assertThat(step.at("/output/n").asInt(-1)).isEqualTo(i);
        }
        JsonNode keptLines = answer.at("/logs");
        for (int i = 0; i < keptLines.size(); i++) {
            assertThat(keptLines.get(i).path("sequence").asInt(-1)).isEqualTo(i);
            assertThat(keptLines.get(i).path("message").asText()).isEqualTo(id + " " + i);
        }
        assertThat(keptSteps.size()).as("steps of %s", id).isBetween(steps, allSteps);
        assertThat(keptLines.size()).as("lines of %s", id).isBetween(lines, allLines);
        assertThat(keptSteps.size() % TOGETHER).as("half of an array of %s", id).isZero();
        if (atOnce) {
            assertThat(keptSteps.size()).as("steps of %s", id).isEqualTo(allSteps);
            assertThat(keptLines.size()).as("lines of %s", id).isEqualTo(allLines);
            assertThat(answer.text("/status")).isEqualTo("completed");
        }
    }
}
