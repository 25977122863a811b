package dev.hindsight.systems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** ExecutionService's {@code getStats(workflowId)}, of executions that it marks as they end. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ExecutionServiceStatsTest {

    private final String workflow = Api.fresh();

    /** Its {@code ExecutionStats}; durations are {@code null} as long as nothing ended. */
    private record ExecutionStats(
            long total,
            long running,
            long completed,
            long failed,
            long cancelled,
            long timedOut,
            @Nullable Double avgDuration,
            @Nullable Long minDuration,
            @Nullable Long maxDuration,
            @Nullable Double successRate) {}

    /** Creates an execution; tells its temporal workflow id. */
    private String create() {
        String temporalWorkflowId = Api.fresh();
        Answer answer =
                Api.post(
                        Api.EXECUTIONS,
                        "{'externalId': '%s', 'runId': 'run-1', 'workflowId': '%s', 'createdBy': 'user-1'}"
                                .formatted(temporalWorkflowId, workflow));
        assertThat(answer.status()).isEqualTo(201);
        return temporalWorkflowId;
    }

    private void mark(String temporalWorkflowId, String status, long durationMs) {
        Answer answer =
                Api.patch(
                        Api.ext(temporalWorkflowId),
                        "{'status': '%s', 'durationMs': %d}".formatted(status, durationMs));
        assertThat(answer.status()).isEqualTo(200);
    }

    private ExecutionStats getStats() {
        Answer told = Api.settled("/api/v1/stats?workflowId=" + workflow);
        assertThat(told.status()).isEqualTo(200);
        return new ExecutionStats(
                told.at("/total").asLong(),
                told.at("/running").asLong(),
                told.at("/completed").asLong(),
                told.at("/failed").asLong(),
                told.at("/cancelled").asLong(),
                told.at("/timedOut").asLong(),
                real(told, "/avgDurationMs"),
                whole(told, "/minDurationMs"),
                whole(told, "/maxDurationMs"),
                real(told, "/successRate"));
    }

    private static @Nullable Double real(Answer told, String pointer) {
        return told.at(pointer).isNull() ? null : Double.valueOf(told.at(pointer).asDouble());
    }

    private static @Nullable Long whole(Answer told, String pointer) {
        return told.at(pointer).isNull() ? null : Long.valueOf(told.at(pointer).asLong());
    }

    @Test
    void stats_countEveryStatusAndTellDurationsAndTheRateOfSuccess() {
        create();
        mark(create(), "completed", 1_000);
        mark(create(), "completed", 2_000);
        mark(create(), "failed", 500);
        mark(create(), "cancelled", 100);
        mark(create(), "timed_out", 9_400);

        assertThat(getStats())
                .isEqualTo(new ExecutionStats(6, 1, 2, 1, 1, 1, 2_600.0, 100L, 9_400L, 40.0));
    }

    @Test
    void stats_ofAWorkflowThatNeverRanAreEmpty() {
        assertThat(getStats())
                .isEqualTo(new ExecutionStats(0, 0, 0, 0, 0, 0, null, null, null, null));
    }

    @Test
    void stats_keepCountingWhatIsDeleted() {
        String execution = create();
        mark(execution, "completed", 1_000);
        assertThat(Api.send("DELETE", Api.ext(execution), null).status()).isEqualTo(204);

        assertThat(getStats().completed()).isEqualTo(1);
    }

    @Test
    void trends_andPercentilesOfItsWishList() {
        for (int i = 1; i <= 100; i++) {
            mark(create(), "completed", i * 100L);
        }

        Answer hours = Api.settled("/api/v1/stats/timeseries?bucket=hour&workflowId=" + workflow);
        Answer stats = Api.settled("/api/v1/stats?workflowId=" + workflow);

        assertThat(
                        hours.at("/items").findValuesAsText("completed").stream()
                                .mapToLong(Long::parseLong)
                                .sum())
                .isEqualTo(100);
        assertThat(stats.at("/p50DurationMs").asDouble()).isBetween(5_000.0, 5_101.0);
        assertThat(stats.at("/p95DurationMs").asDouble()).isBetween(9_409.0, 9_601.0);
    }
}
