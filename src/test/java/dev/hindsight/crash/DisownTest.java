package dev.hindsight.crash;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Role;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Someone;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine's instance left running, as it says when it starts again. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class DisownTest {

    private static final String CRASHED = Api.EXECUTIONS + "/crashed";

    @Inject CrashService service;

    private final String id = fresh();
    private final String instance = fresh();

    private Answer reported(String externalId, String members) {
        return report(externalId, "'engineInstance': '%s'%s".formatted(instance, members));
    }

    private Answer disown(String members) {
        return post(CRASHED, "{'engineInstance': '%s'%s}".formatted(instance, members));
    }

    private static String status(String externalId) {
        return get(ext(externalId)).text("/status");
    }

    @Test
    void whatItLeftRunning_crashed() {
        String other = fresh();
        reported(id, "");
        report(other, "'engineInstance': 'another'");

        Answer answer = disown("");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString()).isEqualTo("{\"crashed\":1}");
        Answer crashed = get(ext(id));
        assertThat(crashed.text("/status")).isEqualTo("crashed");
        assertThat(crashed.text("/statusReason")).contains(instance);
        assertThat(crashed.text("/version")).isEqualTo("2");
        assertThat(crashed.at("/completedAt").isNull()).isFalse();
        assertThat(status(other)).isEqualTo("running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "completed", "failed", "crashed"})
    void whatDoesNotRun_staysAsItIs(String status) {
        reported(id, ", 'status': '%s'".formatted(status));

        assertThat(disown("").text("/crashed")).isEqualTo("0");

        assertThat(status(id)).isEqualTo(status);
        assertThat(get(ext(id)).text("/version")).isEqualTo("1");
    }

    @Test
    void startedBefore_isExclusive() {
        String later = fresh();
        reported(id, ", 'startedAt': '2026-11-20T17:59:59.999Z'");
        reported(later, ", 'startedAt': '2026-11-20T18:00:00Z'");

        assertThat(disown(", 'startedBefore': '2026-11-20T18:00:00Z'").text("/crashed"))
                .isEqualTo("1");

        assertThat(status(id)).isEqualTo("crashed");
        assertThat(status(later)).isEqualTo("running");
        assertThat(disown(", 'startedBefore': 4102444800000").text("/crashed")).isEqualTo("1");
    }

    @Test
    void again_crashesNothing() {
        reported(id, "");
        disown("");

        assertThat(disown("").text("/crashed")).isEqualTo("0");
        assertThat(get(ext(id)).text("/version")).isEqualTo("2");
    }

    @Test
    void atOnce_eachCrashesOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            reported(id + i, "");
        }

        List<Answer> answers = AtOnce.ask(8, i -> disown(""));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().mapToInt(answer -> answer.at("/crashed").asInt()).sum())
                .isEqualTo(10);
        for (int i = 0; i < 10; i++) {
            assertThat(get(ext(id + i)).text("/version")).isEqualTo("2");
        }
    }

    @Test
    void whatItRunsNevertheless_isRevived() {
        reported(id, "");
        disown("");

        Api.send("POST", ext(id) + "/heartbeat", null);

        assertThat(status(id)).isEqualTo("running");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/engineInstance",
                "{'engineInstance': null}|/engineInstance",
                "{'engineInstance': ''}|/engineInstance",
                "{'engineInstance': ['a']}|/engineInstance",
                "{'engineInstance': 7}|/engineInstance",
                "{'engineInstance': 'a', 'startedBefore': 'now'}|/startedBefore",
                "{'engineInstance': 'a', 'startedAfter': 1}|/startedAfter",
                "{'instance': 'a', 'engineInstance': 'a'}|/instance"
            })
    void bodyThatIsNotValid_isRefusedAtItsPlace(String body, String pointer) {
        Answer answer = post(CRASHED, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors").findValuesAsText("pointer")).containsExactly(pointer);
    }

    @Test
    void viewer_isForbidden() {
        Caller viewer = Someone.of(Namespace.DEFAULT_ID, Role.VIEWER);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                service.disown(viewer, new DisownRequest(instance, null))
                                        .await()
                                        .indefinitely())
                .extracting(ProblemException::type)
                .isEqualTo(ProblemType.FORBIDDEN);
    }
}
