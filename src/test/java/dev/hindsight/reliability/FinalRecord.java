package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An execution with its steps and its log, as the service tells it; without what says when and how its
 * reports came, and without what followed from the clock.
 */
record FinalRecord(JsonNode execution, List<JsonNode> steps, JsonNode logs) {

    /** No report tells a time behind it: what lies there came from the clock. */
    private static final String CLOCK = "2026";

    private static final List<String> OF_THE_WAY =
            List.of("id", "externalId", "version", "createdAt", "updatedAt");

    /** That of the execution with this external id, from the service there. */
    static FinalRecord of(String url, String externalId) {
        Answer answer =
                Api.sendTo(url, "GET", Api.ext(externalId) + "?include=steps,logs,dag", null);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        ObjectNode execution = (ObjectNode) answer.body();
        List<JsonNode> steps = new ArrayList<>();
        // Their order follows from when they started, which may have come from the clock.
        execution.remove("steps").forEach(it -> steps.add(timeless((ObjectNode) it)));
        steps.sort(Comparator.comparing(it -> it.get("key") + " " + it.get("attempt")));
        JsonNode logs = execution.remove("logs");
        return new FinalRecord(timeless(execution), steps, logs);
    }

    private static JsonNode timeless(ObjectNode record) {
        record.remove(OF_THE_WAY);
        boolean told =
                Stream.of("startedAt", "completedAt")
                        .filter(it -> record.path(it).asText().compareTo(CLOCK) >= 0)
                        .filter(it -> !record.path(it).isNull())
                        .peek(it -> record.put(it, "now"))
                        .toList()
                        .isEmpty();
        if (!told) {
            record.remove("durationMs");
        }
        return record;
    }
}
