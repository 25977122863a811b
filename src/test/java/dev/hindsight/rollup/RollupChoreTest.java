package dev.hindsight.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Rows;
import dev.hindsight.sweep.OwnHouses;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OwnHouses.class)
class RollupChoreTest {

    @Inject Database database;
    @Inject RollupConfig config;

    private final String workflow = Api.fresh();

    private void report(Instant startedAt) {
        Answer answer =
                Api.post(
                        Api.EXECUTIONS,
                        """
                        {'workflowId': '%s', 'startedAt': '%s', 'status': 'completed', 'durationMs': 5,
                         'steps': [{'nodeId': 'n', 'startedAt': '%s', 'status': 'completed'}]}
                        """
                                .formatted(workflow, startedAt, startedAt));
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(201);
    }

    private String total(String range) {
        return Api.get("/api/v1/stats?workflowId=" + workflow + range).text("/total");
    }

    private void work(Instant now) {
        new RollupChore(database, config, Clock.fixed(now, ZoneOffset.UTC))
                .work()
                .await()
                .indefinitely();
    }

    private long rows(String table) {
        return Rows.number("SELECT count(*) FROM " + table + " WHERE workflow_id = $1", workflow);
    }

    @Test
    void chore_forgetsSpansThatAreTooOldAndKeepsTotals() {
        Instant now = Instant.now();
        report(now.minus(Duration.ofDays(20)));
        report(now.minus(Duration.ofDays(2)));
        String since = "&from=" + now.minus(Duration.ofDays(30));
        assertThat(total(since)).isEqualTo("2");

        work(now);
        assertThat(total(since)).isEqualTo("2");
        work(now.plus(config.keep()).minus(Duration.ofDays(10)));

        assertThat(total(since)).isEqualTo("1");
        assertThat(total("")).isEqualTo("2");
        assertThat(rows("node_rollup")).isEqualTo(2);
    }

    @Test
    void whatIsTooOldWhenItIsReported_countsInTheTotalAlone() {
        report(Instant.now().minus(config.keep()).minus(Duration.ofDays(2)));

        assertThat(total("")).isEqualTo("1");
        assertThat(total("&from=1990-01-01T00:00:00Z")).isEqualTo("0");
        assertThat(rows("rollup")).isEqualTo(1);
        assertThat(rows("node_rollup")).isZero();
    }
}
