package dev.hindsight.live;

import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.sla.SlaCheck;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who watches executions hears when what is expected of them is not kept. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class LiveBreachTest {

    @Inject SlaCheck check;

    private final String workflow = fresh();

    private String breach() {
        put(
                "/api/v1/slas/" + workflow,
                "{'workflowId': '%s', 'maxDurationMs': 1}".formatted(workflow));
        String id =
                Api.post(
                                Api.EXECUTIONS,
                                "{'workflowId': '%s', 'status': 'failed', 'durationMs': 5}"
                                        .formatted(workflow))
                        .text("/id");
        assertThat(check.check().await().atMost(Duration.ofSeconds(30))).isEqualTo(1);
        return id;
    }

    private static LiveClient watching(String filter) {
        LiveClient client = LiveClient.greeted();
        client.say(
                "{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'snapshot': 0, 'filter': {%s}}"
                        .formatted(filter));
        client.next("snapshot");
        return client;
    }

    @Test
    void breach_isHeardOfWhateverElseTheFilterSays() {
        try (LiveClient client =
                watching("'workflowId': ['%s'], 'status': ['running']".formatted(workflow))) {
            String id = breach();

            JsonNode event = client.next("events").at("/events/0");

            assertThat(event.path("kind").asText()).isEqualTo("sla.breached");
            assertThat(event.path("execution").asText()).isEqualTo(id);
            assertThat(event.path("sla").asText()).isEqualTo(workflow);
            assertThat(event.path("workflowId").asText()).isEqualTo(workflow);
            assertThat(event.path("rule").asText()).isEqualTo("maxDuration");
            assertThat(event.path("value").asInt()).isEqualTo(5);
            assertThat(event.path("limit").asInt()).isEqualTo(1);
            assertThat(event.has("version")).isFalse();
            assertThat(event.path("at").asText()).endsWith("Z");
        }
    }

    @Test
    void breach_isNotHeardOfByWhoNamesOtherWorkflows() {
        String other = fresh();
        try (LiveClient client = watching("'workflowId': ['%s']".formatted(other))) {
            breach();
            String id =
                    Api.post(Api.EXECUTIONS, "{'workflowId': '%s'}".formatted(other)).text("/id");

            JsonNode event = client.next("events").at("/events/0");

            assertThat(event.path("execution").asText()).isEqualTo(id);
            assertThat(event.path("kind").asText()).isEqualTo("execution.created");
        }
    }
}
