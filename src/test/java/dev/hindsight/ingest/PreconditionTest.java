package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.json;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.put;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that demand a version of their execution, at every door that is about one. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class PreconditionTest {

    private final String id = fresh();

    private static Answer write(String method, String path, String body, String ifMatch) {
        return send(
                method,
                path,
                body == null ? null : json(body.replace('|', ',')),
                "If-Match",
                ifMatch);
    }

    private void begin() {
        report(id, "'steps': [{'key': 'k', 'nodeId': 'n'}], 'logs': [{'message': 'm'}]");
        put(ext(id) + "/artifacts", "{'n': {'k': 1}}");
        put(ext(id) + "/tree", "1");
        put(ext(id) + "/state/active", "1");
        post(ext(id) + "/snapshots", "1");
    }

    /** All that there is of the execution, and when it last was heard of. */
    private String stored() {
        return get(ext(id)).body()
                + get(ext(id) + "/storage").body().toString()
                + get(ext(id) + "/artifacts").body()
                + get(ext(id) + "/tree").body();
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, '', {'note': 'x'}",
        "DELETE, '',",
        "DELETE, ?purge=true,",
        "POST, /restore,",
        "POST, /heartbeat,",
        "POST, /heartbeat, {'workflowId': 'w'}",
        "POST, /steps, {'key': 'x'| 'nodeId': 'n'}",
        "POST, /logs, [{'message': 'x'}]",
        "PUT, /dag, {'nodes': []}",
        "PUT, /artifacts, {'n': {'x': 1}}",
        "PATCH, /artifacts, {'n': {'x': 1}}",
        "DELETE, /artifacts,",
        "PUT, /artifacts/n/x, 2",
        "DELETE, /artifacts/n/k,",
        "PUT, /tree, 2",
        "PUT, /state/active, 22",
        "DELETE, /state/active,",
        "POST, /snapshots, 2",
        "DELETE, /snapshots/latest,"
    })
    void anotherVersion_isRefused_andTheOneThereIsTaken(String method, String below, String body) {
        begin();
        String before = stored();

        Answer refused = write(method, ext(id) + below, body, "\"9\"");

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.text("/type")).isEqualTo("/problems/version-mismatch");
        assertThat(stored()).isEqualTo(before);
        assertThat(write(method, ext(id) + below, body, "nonsense").status()).isEqualTo(400);
        assertThat(write(method, ext(id) + below, body, "\"1\"").status()).isBetween(200, 204);
    }

    @Test
    void anotherVersion_isRefused_forNdjsonToo() {
        begin();
        String[] lines = {"Content-Type", "application/x-ndjson", "If-Match", "\"9\""};

        assertThat(send("POST", ext(id) + "/logs", json("{'message': 'x'}"), lines).status())
                .isEqualTo(412);
        assertThat(get(ext(id) + "/logs").at("/items").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, '', '{''externalId'': ''%s''| ''workflowId'': ''w''}'",
        "PATCH, /ext:%s, {'note': 'x'}",
        "DELETE, /ext:%s,",
        "POST, /ext:%s/heartbeat, {'workflowId': 'w'}",
        "POST, /ext:%s/heartbeat,",
        "POST, /ext:%s/steps, {'nodeId': 'n'| 'workflowId': 'w'}",
        "POST, /ext:%s/logs, [{'message': 'x'| 'workflowId': 'w'}]",
        "PUT, /ext:%s/steps/k, {'nodeId': 'n'| 'workflowId': 'w'}",
        "PUT, /ext:%s/dag, {}",
        "PUT, /ext:%s/tree, 1",
        "PUT, /ext:%s/artifacts, {}",
        "POST, /ext:%s/snapshots, 1",
        "PUT, /01a1fbbc-413e-7d2a-b72a-2444dc139a77/tree, 1",
        "DELETE, /01a1fbbc-413e-7d2a-b72a-2444dc139a77,",
        "PATCH, /01a1fbbc-413e-7d2a-b72a-2444dc139a77, {'note': 'x'}"
    })
    void anyVersion_isNotOfWhatIsNotThere(String method, String below, String body) {
        String path = EXECUTIONS + below.formatted(id);

        Answer answer = write(method, path, body == null ? null : body.formatted(id), "*");

        assertThat(answer.status()).isEqualTo(412);
        assertThat(get(ext(id)).status()).isEqualTo(404);
    }

    @Test
    void anyVersion_isThatOfWhatIsThere() {
        begin();

        assertThat(write("PATCH", ext(id), "{'note': 'x'}", "*").status()).isEqualTo(200);
        assertThat(report(id, "'note': 'y'", "If-Match", "*").status()).isEqualTo(200);
        assertThat(write("PUT", ext(id) + "/tree", "3", " * ").status()).isEqualTo(204);
        assertThat(write("PUT", ext(id) + "/steps/k", "{'nodeId': 'n'}", "*").status())
                .isEqualTo(200);
    }

    @Test
    void stepThatIsNotThere_hasNoVersion() {
        begin();

        assertThat(write("PUT", ext(id) + "/steps/x", "{'nodeId': 'n'}", "*").status())
                .isEqualTo(412);
        assertThat(write("PATCH", ext(id) + "/steps/x", "{'nodeId': 'n'}", "*").status())
                .isEqualTo(412);
        assertThat(get(ext(id) + "/steps/x").status()).isEqualTo(404);
    }

    @Test
    void crashedExecution_isNotRevivedInAnotherVersion() {
        report(id, "'status': 'crashed'");

        assertThat(write("POST", ext(id) + "/heartbeat", null, "\"9\"").status()).isEqualTo(412);
        assertThat(get(ext(id)).text("/status")).isEqualTo("crashed");
        assertThat(write("POST", ext(id) + "/heartbeat", null, "\"1\"").status()).isEqualTo(204);
        assertThat(get(ext(id)).text("/status")).isEqualTo("running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/crashed", "/delete", "/import"})
    void doorsOfManyExecutions_haveNoVersion(String door) {
        String body = "{'engineInstance': '%s', 'filter': {'workflowId': '%s'}}".formatted(id, id);

        Answer answer = Api.post(EXECUTIONS + door, body, "If-Match", "\"1\"");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors").findValuesAsText("pointer")).containsExactly("If-Match");
    }
}
