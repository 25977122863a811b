package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.put;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions, entity tags and what a write answers. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class VersionTest {

    private static final String WHOLE =
            """
            'status': 'completed', 'startedAt': 1000, 'completedAt': 2000, 'input': {'a': 1.10},
            'output': 'x', 'metadata': [], 'labels': {'a': 'b'}, 'error': 'e', 'note': 'n',
            'cost': {'amount': 1.0, 'unit': 'u'}, 'trigger': {'type': 't', 'data': 3},
            'attempt': 2, 'pinned': true, 'sampleRate': 0.5, 'reportedAt': 3000, 'dag': {'a': 1},
            'steps': [{'key': 'k', 'nodeId': 'n', 'input': 1, 'completedAt': 5}],
            'logs': [{'sequence': 0, 'message': 'm'}]
            """;

    private final String id = fresh();

    @Test
    void eachChange_movesTheVersion() {
        assertThat(report(id, "").header("ETag")).isEqualTo("\"1\"");
        assertThat(report(id, "'note': 'a'").header("ETag")).isEqualTo("\"2\"");
        assertThat(patch(ext(id), "{'note': 'b'}").header("ETag")).isEqualTo("\"3\"");
        assertThat(get(ext(id)).header("ETag")).isEqualTo("\"3\"");
        assertThat(get(ext(id)).text("/version")).isEqualTo("3");
    }

    @Test
    void repeatedReport_changesNothing() {
        Answer first = report(id, WHOLE);
        assertThat(first.status()).isEqualTo(201);

        Answer again = report(id, WHOLE);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(get(ext(id) + "/steps/k").text("/version")).isEqualTo("1");
        assertThat(get(ext(id) + "/logs").at("/items").size()).isEqualTo(1);
        assertThat(
                        Rows.number(
                                "SELECT count(*) FROM change c JOIN execution e ON e.id ="
                                        + " c.execution_id WHERE e.external_id = $1 AND kind < 2",
                                id))
                .isEqualTo(1);
    }

    @Test
    void emptyPatch_changesNothing() {
        String updatedAt = report(id, "").text("/updatedAt");

        Answer answer = patch(ext(id), "{}");

        assertThat(answer.text("/version")).isEqualTo("1");
        assertThat(answer.text("/updatedAt")).isEqualTo(updatedAt);
    }

    @Test
    void stepsLogsHeartbeatsAndGraphs_doNotMoveIt() {
        report(id, "");

        post(ext(id) + "/steps", "[{'key': 'a', 'nodeId': 'n', 'status': 'failed', 'error': 'e'}]");
        put(ext(id) + "/steps/a", "{'status': 'failed', 'output': 1}");
        post(ext(id) + "/logs", "[{'message': 'm'}]");
        send("POST", ext(id) + "/heartbeat", null);
        report(id, "'dag': {'nodes': []}");
        patch(ext(id), "{'steps': [{'key': 'b'}]}");

        assertThat(get(ext(id)).text("/version")).isEqualTo("1");
        assertThat(get(ext(id) + "/steps/a").text("/version")).isEqualTo("2");
        assertThat(get(ext(id) + "/steps/a").header("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void ifMatch_ofAnotherVersion_is412() {
        report(id, "");
        patch(ext(id), "{'note': 'a'}");

        Answer refused = patch(ext(id), "{'note': 'b'}", "If-Match", "\"1\"");
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.text("/type")).isEqualTo("/problems/version-mismatch");
        assertThat(report(id, "'note': 'b'", "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(get(ext(id)).text("/note")).isEqualTo("a");

        assertThat(patch(ext(id), "{'note': 'c'}", "If-Match", "\"2\"").status()).isEqualTo(200);
        assertThat(report(id, "'note': 'd'", "If-Match", "\"3\"").status()).isEqualTo(200);
        assertThat(patch(ext(id), "{'note': 'e'}", "If-Match", "*").status()).isEqualTo(200);
    }

    @Test
    void ifMatch_ofNothing_is412_andBeginsNothing() {
        assertThat(report(id, "", "If-Match", "\"1\"").status()).isEqualTo(412);

        assertThat(get(ext(id)).status()).isEqualTo(404);
        assertThat(Rows.number("SELECT count(*) FROM external_id WHERE external_id = $1", id))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "\"x\"", "W/\"1\"", "\"1\", \"2\"", "\"\"", "\"12345678901\"", "\""})
    void ifMatch_malformed_is400(String tag) {
        report(id, "");

        Answer answer = patch(ext(id), "{'note': 'a'}", "If-Match", tag);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo("If-Match");
        assertThat(put(ext(id) + "/steps/k", "{'nodeId': 'n'}", "If-Match", tag).status())
                .isEqualTo(400);
    }

    @Test
    void ifMatch_ofAStep_isItsOwn() {
        report(id, "'steps': [{'key': 'k', 'nodeId': 'n'}]");
        patch(ext(id), "{'note': 'moves the execution'}");

        assertThat(patch(ext(id) + "/steps/k", "{'cached': true}", "If-Match", "\"2\"").status())
                .isEqualTo(412);
        Answer taken = patch(ext(id) + "/steps/k", "{'cached': true}", "If-Match", "\"1\"");
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.header("ETag")).isEqualTo("\"2\"");
        assertThat(put(ext(id) + "/steps/new", "{'nodeId': 'n'}", "If-Match", "\"1\"").status())
                .isEqualTo(412);
        assertThat(get(ext(id) + "/steps/new").status()).isEqualTo(404);
    }

    @Test
    void write_answersTheListItem_orTheWholeToWhoPrefersIt() {
        Answer item = report(id, WHOLE);
        assertThat(item.body().has("input")).isFalse();
        assertThat(item.body().has("notices")).isFalse();
        assertThat(item.body().at("/trigger").has("data")).isFalse();
        assertThat(item.body()).isEqualTo(get(EXECUTIONS + "?externalId=" + id).at("/items/0"));

        Answer whole =
                patch(ext(id), "{'note': 'x'}", "Prefer", "respond-async, return=representation");
        assertThat(whole.body()).isEqualTo(get(ext(id)).body());
        assertThat(whole.header("Preference-Applied")).isEqualTo("return=representation");
        assertThat(whole.header("ETag")).isEqualTo("\"2\"");

        String other = fresh();
        Answer created = report(other, "'input': 7", "Prefer", "return=representation");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("/input")).isEqualTo("7");
        assertThat(created.header("Location")).isNotEmpty();
    }

    @Test
    void writeOfAStep_answersItLikewise() {
        report(id, "");

        Answer item = put(ext(id) + "/steps/k", "{'nodeId': 'n', 'input': 7}");
        assertThat(item.status()).isEqualTo(201);
        assertThat(item.body()).isEqualTo(get(ext(id) + "/steps?fields=summary").at("/items/0"));

        Answer whole =
                patch(ext(id) + "/steps/k", "{'output': 8}", "Prefer", "return=representation");
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(get(ext(id) + "/steps/k").body());
    }
}
