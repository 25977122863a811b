package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * JSON that was made to harm, at every door that takes payloads: a clear problem or a notice, never a
 * failure; and whoever reports at the same moment or in the same body is not touched by it.
 */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class HostileJsonTest {

    /** Neighbours that report at the same moment. */
    private static final int NEIGHBOURS = 4;

    private final String id = Api.fresh();

    /** What takes payloads. */
    enum Door {
        EXECUTION,
        STEP,
        LINE
    }

    static Stream<Arguments> everythingEverywhere() {
        return Arrays.stream(Hostile.values())
                .flatMap(it -> Arrays.stream(Door.values()).map(door -> Arguments.of(it, door)));
    }

    @ParameterizedTest
    @MethodSource("everythingEverywhere")
    void hostileJson_isToldAndHurtsNobodyElse(Hostile hostile, Door door) throws Exception {
        neighbour(0);

        List<Answer> answers =
                AtOnce.ask(NEIGHBOURS + 1, i -> i == 0 ? report(hostile, door) : neighbour(i));

        answers.subList(1, answers.size()).forEach(it -> assertThat(it.status()).isEqualTo(201));
        assertThat(keys()).contains("0", "1", "2", "3", "4");
        Answer answer = answers.get(0);
        assertThat(answer.http().body()).doesNotContain("Exception").hasSizeLessThan(4_000);
        if (door == Door.LINE) {
            assertLine(hostile, answer);
        } else {
            assertThat(answer.status()).isEqualTo(hostile.status());
            assertProblem(hostile, answer.body());
        }
        assertKept(hostile, door);
    }

    /** A report of the same execution that is in order. */
    private Answer neighbour(int number) {
        return Api.post(
                Api.ext(id) + "/steps",
                "{'workflowId': 'w', 'nodeId': 'n', 'key': '%d'}".formatted(number));
    }

    private List<String> keys() {
        return Api.get(Api.ext(id) + "/steps").at("/items").findValuesAsText("key");
    }

    private Answer report(Hostile hostile, Door door) {
        return switch (door) {
            case EXECUTION ->
                    send(
                            hostile,
                            Api.EXECUTIONS,
                            "application/json",
                            "{'externalId': '%s-2', 'workflowId': 'w', 'input': VALUE}"
                                    .formatted(id));
            case STEP ->
                    send(
                            hostile,
                            Api.ext(id) + "/steps",
                            "application/json",
                            "{'key': 'hostile', 'nodeId': 'n', 'input': VALUE}");
            case LINE ->
                    send(
                            hostile,
                            "/api/v1/ingest",
                            "application/x-ndjson",
                            line("before", "")
                                    + line("hostile", ", 'input': VALUE")
                                    + line("behind", ""));
        };
    }

    private String line(String key, String members) {
        return "{'step': {'execution': 'ext:%s', 'nodeId': 'n', 'key': '%s'%s}}\n"
                .formatted(id, key, members);
    }

    private static Answer send(Hostile hostile, String path, String type, String body) {
        String[] parts = body.split("VALUE", 2);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(Api.json(parts[0]));
        whole.writeBytes(hostile.value());
        whole.writeBytes(Api.json(parts[1]));
        return Api.send(
                "POST",
                path,
                hostile.sent(whole.toByteArray()),
                "Content-Type",
                type,
                "Content-Encoding",
                hostile.isCompressed() ? "gzip" : "identity");
    }

    private static void assertProblem(Hostile hostile, JsonNode body) {
        if (hostile.problem() != null) {
            assertThat(body.path("type").asText()).isEqualTo("/problems/" + hostile.problem());
            assertThat(body.path("detail").asText()).isNotEmpty();
        }
    }

    /** A line is told of by its number; only a body that is far too long ends at it. */
    private void assertLine(Hostile hostile, Answer answer) {
        if (hostile.breaksOff()) {
            assertThat(answer.status()).isEqualTo(hostile.status());
            assertProblem(hostile, answer.body());
            assertThat(answer.at("/lastDurableLine").asInt(-1)).isEqualTo(hostile.settled());
            assertThat(keys().contains("before")).isEqualTo(hostile.settled() > 0);
            assertThat(keys()).doesNotContain("behind");
            return;
        }
        assertThat(answer.status()).isEqualTo(200);
        assertThat(keys()).contains("before", "behind");
        boolean taken = hostile.problem() == null;
        assertThat(answer.text("/accepted")).isEqualTo(taken ? "3" : "2");
        assertThat(answer.at("/errors").findValuesAsText("line"))
                .isEqualTo(taken ? List.of() : List.of("2"));
        assertProblem(hostile, answer.at("/errors/0/problem"));
    }

    private void assertKept(Hostile hostile, Door door) {
        Answer kept =
                Api.get(
                        door == Door.EXECUTION
                                ? Api.ext(id + "-2")
                                : Api.ext(id) + "/steps/hostile");
        assertThat(kept.status()).isEqualTo(hostile.notice() == null ? 404 : 200);
        if (hostile.notice() != null) {
            assertThat(kept.at("/notices").findValuesAsText("kind"))
                    .containsExactly(hostile.notice());
            assertThat(kept.text("/notices/0/pointer")).isEqualTo("/input" + hostile.pointer());
        }
    }
}
