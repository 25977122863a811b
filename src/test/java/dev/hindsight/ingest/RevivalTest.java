package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.put;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Executions that were taken for crashed, and live. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class RevivalTest {

    private final String id = fresh();

    @BeforeEach
    void crash() {
        report(id, "");
        // As the service does it: without a stamp.
        Rows.run(
                "UPDATE execution SET status = 6, version = version + 1, completed_at = now(),"
                        + " duration_ms = 5 WHERE external_id = $1",
                id);
        assertThat(get(ext(id)).text("/status")).isEqualTo("crashed");
    }

    private void assertRevived() {
        JsonNode it = get(ext(id)).body();
        assertThat(it.at("/status").asText()).isEqualTo("running");
        assertThat(it.at("/completedAt").isNull()).isTrue();
        assertThat(it.at("/durationMs").isNull()).isTrue();
        assertThat(it.at("/version").asInt()).isEqualTo(3);
    }

    @Test
    void heartbeat_revives() {
        assertThat(Api.send("POST", ext(id) + "/heartbeat", null).status()).isEqualTo(204);

        assertRevived();
        assertThat(get(ext(id)).at("/lastHeartbeatAt").isNull()).isFalse();
    }

    @Test
    void step_revives() {
        post(ext(id) + "/steps", "{'nodeId': 'n', 'workflowId': 'another'}");

        assertRevived();
    }

    @Test
    void namedStep_revives() {
        put(ext(id) + "/steps/k", "{'nodeId': 'n'}");

        assertRevived();
    }

    @Test
    void line_revives() {
        post(ext(id) + "/logs", "[{'message': 'm'}]");

        assertRevived();
    }

    @Test
    void running_revives() {
        report(id, "'status': 'running'");

        assertRevived();
    }

    @Test
    void patchToRunning_revives() {
        patch(ext(id), "{'status': 'running'}");

        assertRevived();
    }

    @Test
    void reportWithSteps_revives() {
        report(id, "'steps': [{'nodeId': 'n'}]");

        assertRevived();
    }

    @Test
    void patchWithSteps_revives() {
        patch(ext(id), "{'steps': [{'key': 'k'}]}");

        assertRevived();
    }

    @Test
    void reportOfOtherFields_doesNotRevive() {
        report(id, "'note': 'n'");
        patch(ext(id), "{'note': 'm'}");

        assertThat(get(ext(id)).text("/status")).isEqualTo("crashed");
    }

    @Test
    void refusedStep_doesNotRevive() {
        assertThat(put(ext(id) + "/steps/k", "{}").status()).isEqualTo(400);
        assertThat(patch(ext(id) + "/steps/k", "{}").status()).isEqualTo(404);

        assertThat(get(ext(id)).text("/status")).isEqualTo("crashed");
        assertThat(get(ext(id)).text("/version")).isEqualTo("2");
    }

    @Test
    void end_replacesTheCrash_andItsTime() {
        report(id, "'status': 'completed', 'completedAt': '2020-01-01T00:00:00Z'");

        assertThat(get(ext(id)).text("/status")).isEqualTo("completed");
        assertThat(get(ext(id)).text("/completedAt")).isEqualTo("2020-01-01T00:00:00.000Z");
    }

    @Test
    void pending_doesNotReviveIt() {
        report(id, "'status': 'pending'");

        assertThat(get(ext(id)).text("/status")).isEqualTo("crashed");
    }

    @Test
    void reportedCrash_isRevivedLikeASupposedOne() {
        String other = fresh();
        report(other, "'status': 'crashed', 'completedAt': 5000, 'startedAt': 1000");
        assertThat(get(ext(other)).text("/durationMs")).isEqualTo("4000");

        report(other, "'status': 'running'");

        assertThat(get(ext(other)).at("/completedAt").isNull()).isTrue();
        assertThat(get(ext(other)).at("/durationMs").isNull()).isTrue();
    }

    @Test
    void heartbeatToAFinishedExecution_changesNothing() {
        String other = fresh();
        report(other, "'status': 'completed'");

        assertThat(Api.send("POST", ext(other) + "/heartbeat", null).status()).isEqualTo(204);

        assertThat(get(ext(other)).text("/status")).isEqualTo("completed");
        assertThat(get(ext(other)).text("/version")).isEqualTo("1");
    }
}
