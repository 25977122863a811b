package dev.hindsight.search;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that were made up of nothing: they do not ask for everything. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class EmptyFilterTest {

    private final String id = fresh();

    @BeforeEach
    void begin() {
        report(
                id,
                "'workflowName': 'W', 'steps': [{'key': 'k', 'nodeId': 'n'}], 'logs':"
                        + " [{'message': 'm', 'type': 'T', 'stepKey': 'k'}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workflowId",
                "triggerType",
                "source",
                "createdBy",
                "scriptPath",
                "externalId",
                "runId",
                "engineInstance",
                "parentExecutionId",
                "rootExecutionId",
                "replayOf",
                "failedNode",
                "errorType",
                "fingerprint"
            })
    void emptyText_matchesNothing(String filter) {
        Answer list = get(EXECUTIONS + "?count=exact&" + filter + "=");

        assertThat(list.status()).isEqualTo(200);
        assertThat(list.at("/items").size()).isZero();
        assertThat(list.at("/total").asInt()).isZero();
        assertThat(get(EXECUTIONS + "/counts?" + filter + "=").at("/total").asInt()).isZero();
        assertThat(get(EXECUTIONS + "/export?" + filter + "=").http().body())
                .contains("{\"executions\":0,");
    }

    @Test
    void emptyText_matchesWhatIsEmpty() {
        report(id, "'source': '', 'labels': {'l': ''}");

        assertThat(get(EXECUTIONS + "?source=&externalId=" + id).at("/items").size()).isEqualTo(1);
        assertThat(get(EXECUTIONS + "?label=l:&externalId=" + id).at("/items").size()).isEqualTo(1);
        // So that the other questions find nothing.
        assertThat(send("DELETE", ext(id) + "?purge=true", null).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=",
                "status=running,",
                "workflowName=",
                "workflowName=%20",
                "label=",
                "startedAfter=",
                "startedBefore=",
                "minDurationMs=",
                "maxDurationMs=",
                "pinned=",
                "archived=",
                "deleted=",
                "orderBy=",
                "orderDir=",
                "count=",
                "limit=",
                "offset="
            })
    void emptyWordNumberOrTime_isInvalid(String query) {
        Answer answer = get(EXECUTIONS + "?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors").findValuesAsText("pointer"))
                .containsExactly(query.substring(0, query.indexOf('=')));
    }

    @Test
    void emptyFilters_ofStepsAndLines() {
        assertThat(get(ext(id) + "/steps?nodeId=").at("/items").size()).isZero();
        assertThat(get(ext(id) + "/logs?type=").at("/items").size()).isZero();
        assertThat(get(ext(id) + "/logs?stepKey=").at("/items").size()).isZero();
        for (String query :
                new String[] {
                    "/steps?status=",
                    "/steps?attempts=",
                    "/steps/k?attempt=",
                    "/logs?level=",
                    "/logs?minLevel=",
                    "/logs?afterSequence=",
                    "/logs?tail=",
                    "/logs?q=",
                    "/logs?q=%20",
                    "/snapshots?before=",
                    "?include="
                }) {
            assertThat(get(ext(id) + query).status()).as(query).isEqualTo(400);
        }
    }

    @Test
    void sequence_mayBeAsLargeAsIsSaid() {
        String logs = ext(id) + "/logs?";

        assertThat(get(logs + "afterSequence=" + Long.MAX_VALUE).at("/items").size()).isZero();
        assertThat(get(logs + "beforeSequence=" + Long.MAX_VALUE).at("/items").size()).isEqualTo(1);
        Answer beyond = get(logs + "afterSequence=9223372036854775808");
        assertThat(beyond.status()).isEqualTo(400);
        assertThat(beyond.text("/detail")).contains("to " + Long.MAX_VALUE);
        assertThat(get(logs + "afterSequence=" + "9".repeat(30)).status()).isEqualTo(400);
        assertThat(get(logs + "afterSequence=-1").at("/items").size()).isEqualTo(1);
    }

    @Test
    void word_isOneOfThoseThatAreToldOf() {
        assertThat(get(EXECUTIONS + "?status=x").text("/detail")).contains("one of pending");
    }
}
