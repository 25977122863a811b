package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.put;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs that are given to executions by themselves. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class GraphTest {

    private final String id = fresh();

    @Test
    void graph_isToldByItsHash() {
        report(id, "");

        Answer answer = put(ext(id) + "/dag", "{'nodes': [{'id': 'a'}], 'edges': []}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.text("/dagHash")).matches("sha256:[0-9a-f]{64}");
        assertThat(answer.body().has("input")).isFalse();
        assertThat(get("/api/v1/dags/" + answer.text("/dagHash")).text("/nodes/0/id"))
                .isEqualTo("a");
        assertThat(get(ext(id) + "?include=dag").text("/dag/nodes/0/id")).isEqualTo("a");
    }

    @Test
    void equalGraphs_areStoredOnce() {
        String other = fresh();
        report(id, "");
        report(other, "");

        String hash = put(ext(id) + "/dag", "{'x': '%s', 'a': 1}".formatted(id)).text("/dagHash");

        assertThat(put(ext(other) + "/dag", "{'a':1,'x':'%s'}".formatted(id)).text("/dagHash"))
                .isEqualTo(hash);
        assertThat(
                        Rows.number(
                                "SELECT count(*) FROM dag WHERE encode(hash, 'hex') = $1",
                                hash.substring("sha256:".length())))
                .isEqualTo(1);
    }

    @Test
    void graph_replacesThatOfAnEndedExecution() {
        report(id, "'status': 'completed', 'dag': {'old': 1}");

        String hash = put(ext(id) + "/dag", "{'new': 1}").text("/dagHash");

        assertThat(get(ext(id)).text("/dagHash")).isEqualTo(hash);
        assertThat(get(ext(id) + "?include=dag").at("/dag").has("new")).isTrue();
    }

    @Test
    void graph_movesNoVersionAndRevivesNothing() {
        report(id, "'status': 'crashed'");
        Answer before = get(ext(id));

        Answer after = put(ext(id) + "/dag", "{}");

        assertThat(after.text("/version")).isEqualTo(before.text("/version"));
        assertThat(after.text("/updatedAt")).isEqualTo(before.text("/updatedAt"));
        assertThat(after.text("/status")).isEqualTo("crashed");
    }

    @Test
    void whatWasAlteredInAGraph_isTold() {
        report(id, "");

        put(ext(id) + "/dag", "{'nodes': [{'password': 'x'}]}");

        assertThat(get(ext(id)).text("/notices/0/pointer")).isEqualTo("/dag/nodes/0/password");
    }

    @Test
    void wholeRecord_isAnsweredToWhoPrefersIt() {
        report(id, "'input': {'a': 1}");

        Answer answer = put(ext(id) + "/dag", "{}", "Prefer", "return=representation");

        assertThat(answer.at("/input/a").asInt()).isEqualTo(1);
        assertThat(answer.header("Preference-Applied")).isEqualTo("return=representation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "1 2"})
    void malformedGraphs_areInvalid(String json) {
        report(id, "");

        assertThat(put(ext(id) + "/dag", json).status()).isEqualTo(400);
    }

    @Test
    void unknownExecutions_areNotFound() {
        assertThat(put(ext("no-" + id) + "/dag", "{}").status()).isEqualTo(404);
        assertThat(put("/api/v1/executions/x/dag", "{}").status()).isEqualTo(404);
    }
}
