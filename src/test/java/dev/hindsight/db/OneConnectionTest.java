package dev.hindsight.db;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.partition.Uuid7;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A request that has a connection needs no second one: else as many at once as there are connections
 * would wait for each other, and everybody behind them, until the database counts as away.
 */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class OneConnectionTest {

    private static final int MORE_THAN_THERE_ARE = 40;

    private static void assertAllAnswered(int status, Supplier<Answer> request) throws Exception {
        assertThat(AtOnce.ask(MORE_THAN_THERE_ARE, i -> request.get()))
                .extracting(Answer::status)
                .containsOnly(status);
    }

    @Test
    void artifactsOfExecutionsThatAreNotThere() throws Exception {
        assertAllAnswered(
                404, () -> Api.put(EXECUTIONS + "/" + Uuid7.mint() + "/artifacts", "{'n': {}}"));
    }

    @Test
    void statesOfExecutionsThatAreNotThere() throws Exception {
        assertAllAnswered(
                404,
                () -> Api.send("DELETE", EXECUTIONS + "/" + Uuid7.mint() + "/state/active", null));
    }

    @Test
    void previewsOfRetention() throws Exception {
        assertAllAnswered(200, () -> Api.post("/api/v1/retention/preview", "{}"));
    }
}
