package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Merge patches of executions. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class PatchTest {

    private final String id = fresh();

    private JsonNode stored() {
        return get(ext(id)).body();
    }

    private String field(String pointer) {
        return stored().at(pointer).asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workflowName",
                "workflowVersion",
                "scriptPath",
                "runId",
                "engineInstance",
                "parentExecutionId",
                "rootExecutionId",
                "replayOf",
                "statusReason",
                "queuedAt",
                "heartbeatTimeoutMs",
                "source",
                "createdBy",
                "exitCode",
                "binaryPath",
                "activitiesExecuted",
                "note",
                "input",
                "output",
                "metadata",
                "error",
                "cost"
            })
    void null_clears(String field) {
        String uuid = "01a1fbbc-413e-7d2a-b72a-2444dc139a77";
        report(
                id,
                """
                'workflowName': 'n', 'workflowVersion': 'v', 'scriptPath': 'p', 'runId': 'r',
                'engineInstance': 'e', 'parentExecutionId': '%1$s', 'rootExecutionId': '%1$s',
                'replayOf': '%1$s', 'statusReason': 's', 'queuedAt': 1, 'heartbeatTimeoutMs': 5,
                'source': 's', 'createdBy': 'c', 'exitCode': 1, 'binaryPath': 'b',
                'activitiesExecuted': 2, 'note': 'n', 'input': 1, 'output': 2, 'metadata': 3,
                'error': {'message': 'm', 'stack': 's'}, 'cost': {'amount': 1, 'unit': 'u'}
                """
                        .formatted(uuid));
        assertThat(stored().get(field).isNull()).isFalse();

        Answer answer = patch(ext(id), "{'%s': null}".formatted(field));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/version")).isEqualTo("2");
        assertThat(stored().get(field).isNull()).isTrue();
    }

    @Test
    void null_bringsBackWhatEveryExecutionHas() {
        report(
                id,
                "'attempt': 4, 'sampleRate': 0.5, 'pinned': true, 'labels': {'a': 'b'}, 'trigger':"
                        + " {'type': 'x', 'data': 1}");

        patch(
                ext(id),
                "{'attempt': null, 'sampleRate': null, 'pinned': null, 'labels': null, 'trigger':"
                        + " null}");

        JsonNode it = stored();
        assertThat(it.at("/attempt").asInt()).isEqualTo(1);
        assertThat(it.at("/sampleRate").asText()).isEqualTo("1.0");
        assertThat(it.at("/pinned").asBoolean()).isFalse();
        assertThat(it.at("/labels").size()).isZero();
        assertThat(it.at("/trigger/type").asText()).isEqualTo("manual");
        assertThat(it.at("/trigger/data").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "workflowId", "status", "startedAt"})
    void null_isRefusedForWhatMustBe(String field) {
        report(id, "");

        Answer answer = patch(ext(id), "{'%s': null}".formatted(field));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo("/" + field);
    }

    @Test
    void null_freesTheExternalId() {
        String first = report(id, "").text("/id");

        Answer answer = patch(EXECUTIONS + "/" + first, "{'externalId': null}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/externalId").isNull()).isTrue();
        assertThat(get(ext(id)).status()).isEqualTo(404);
        assertThat(report(id, "").status()).isEqualTo(201);
        assertThat(get(EXECUTIONS + "/" + first).status()).isEqualTo(200);
    }

    @Test
    void clearedDuration_isComputedAgain() {
        report(
                id,
                "'status': 'completed', 'startedAt': 1000, 'completedAt': 3000, 'durationMs': 7");

        patch(ext(id), "{'durationMs': null}");
        assertThat(field("/durationMs")).isEqualTo("2000");

        patch(ext(id), "{'completedAt': 6000}");
        assertThat(field("/durationMs")).isEqualTo("5000");
    }

    @Test
    void clearedEnd_leavesNoDuration() {
        report(id, "'status': 'completed', 'startedAt': 1000, 'completedAt': 3000");

        patch(ext(id), "{'completedAt': null}");

        assertThat(stored().at("/completedAt").isNull()).isTrue();
        assertThat(stored().at("/durationMs").isNull()).isTrue();
    }

    @Test
    void endWithNullForItsTime_endsNow() {
        report(id, "");

        patch(ext(id), "{'status': 'completed', 'completedAt': null, 'durationMs': null}");

        assertThat(stored().at("/completedAt").isNull()).isFalse();
        assertThat(stored().at("/durationMs").isNumber()).isTrue();
    }

    @Test
    void labelsTriggerErrorAndCost_areMergedByMember() {
        report(
                id,
                "'labels': {'a': '1', 'b': '2'}, 'error': {'message': 'm', 'type': 'T', 'stack': 's'},"
                        + " 'cost': {'amount': 1.5, 'unit': 'USD'}, 'trigger': {'type': 't', 'data': 1}");

        patch(
                ext(id),
                "{'labels': {'b': null, 'c': '3'}, 'error': {'type': null, 'code': 'C'}, 'cost':"
                        + " {'amount': 2}, 'trigger': {'data': null}}");

        JsonNode it = stored();
        assertThat(it.at("/labels").toString()).isEqualTo("{\"a\":\"1\",\"c\":\"3\"}");
        assertThat(it.at("/error/message").asText()).isEqualTo("m");
        assertThat(it.at("/error/type").isNull()).isTrue();
        assertThat(it.at("/error/code").asText()).isEqualTo("C");
        assertThat(it.at("/error/stack").asText()).isEqualTo("s");
        assertThat(it.at("/cost/amount").asText()).isEqualTo("2");
        assertThat(it.at("/cost/unit").asText()).isEqualTo("USD");
        assertThat(it.at("/trigger/type").asText()).isEqualTo("t");
        assertThat(it.at("/trigger/data").isNull()).isTrue();
    }

    @Test
    void payloads_areReplacedWhole() {
        report(id, "'input': {'a': 1, 'b': {'c': 2}}");

        patch(ext(id), "{'input': {'b': {'d': null}}}");

        assertThat(stored().at("/input").toString()).isEqualTo("{\"b\":{\"d\":null}}");
    }

    @Test
    void labels_areBoundedAfterTheMerge() {
        report(id, "'labels': {%s}".formatted(labels(0, 60)));

        assertThat(patch(ext(id), "{'labels': {%s}}".formatted(labels(60, 64))).status())
                .isEqualTo(200);
        Answer tooMany = patch(ext(id), "{'labels': {'one': 'more'}}");
        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.text("/errors/0/pointer")).isEqualTo("/labels");
        assertThat(patch(ext(id), "{'labels': {'one': 'more', 'l0': null}}").status())
                .isEqualTo(200);
        assertThat(stored().at("/labels").size()).isEqualTo(64);
    }

    private static String labels(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "'l%d': '%d'".formatted(i, i))
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000", "ä", "", "a b"})
    void labelKey_isCheckedAlsoWhereItIsTakenAway(String key) {
        report(id, "");

        assertThat(patch(ext(id), "{'labels': {'%s': null}}".formatted(key)).status())
                .isEqualTo(400);
    }

    @Test
    void patch_winsOverAnyReport() {
        report(id, "'status': 'completed', 'note': 'a', 'reportedAt': '2099-01-01T00:00:00Z'");

        patch(ext(id), "{'note': 'b', 'reportedAt': 1000}");

        assertThat(field("/note")).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "running", "crashed", "failed", "cancelled"})
    void statusThatCannotFollow_is409(String status) {
        report(id, "'status': 'completed'");

        Answer answer = patch(ext(id), "{'status': '%s', 'note': 'n'}".formatted(status));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/type")).isEqualTo("/problems/illegal-transition");
        assertThat(stored().at("/note").isNull()).isTrue();
    }

    @Test
    void statusBeforeThePresentOne_is409() {
        report(id, "'status': 'running'");

        assertThat(patch(ext(id), "{'status': 'pending'}").status()).isEqualTo(409);
        assertThat(patch(ext(id), "{'status': 'running'}").status()).isEqualTo(200);
        assertThat(patch(ext(id), "{'status': 'crashed'}").status()).isEqualTo(200);
        assertThat(patch(ext(id), "{'status': 'running'}").status()).isEqualTo(200);
    }

    @Test
    void sameEndAgain_changesNothing() {
        report(id, "'status': 'completed'");

        Answer answer = patch(ext(id), "{'status': 'SUCCESS'}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/version")).isEqualTo("1");
    }

    @Test
    void force_overridesTheOrder() {
        report(id, "'status': 'completed', 'completedAt': 5000");

        Answer another = patch(ext(id) + "?force=true", "{'status': 'failed'}");
        assertThat(another.text("/status")).isEqualTo("failed");
        assertThat(another.text("/completedAt")).isEqualTo("1970-01-01T00:00:05.000Z");

        Answer back = patch(ext(id) + "?force=true", "{'status': 'running'}");
        assertThat(back.text("/status")).isEqualTo("running");
        assertThat(back.at("/completedAt").isNull()).isTrue();
        assertThat(back.at("/durationMs").isNull()).isTrue();

        assertThat(report(id, "'status': 'completed'").text("/status")).isEqualTo("completed");
        assertThat(patch(ext(id) + "?force=false", "{'status': 'failed'}").status()).isEqualTo(409);
        assertThat(patch(ext(id) + "?force=yes", "{}").status()).isEqualTo(400);
    }

    @Test
    void steps_areWrittenUnderTheSameCondition() {
        report(id, "'steps': [{'key': 'a', 'nodeId': 'n'}]");

        Answer refused =
                patch(
                        ext(id),
                        "{'steps': [{'key': 'b', 'status': 'failed'}]}",
                        "If-Match",
                        "\"7\"");
        assertThat(refused.status()).isEqualTo(412);
        assertThat(get(ext(id) + "/steps/b").status()).isEqualTo(404);

        Answer taken =
                patch(
                        ext(id),
                        "{'status': 'failed', 'steps': [{'key': 'a', 'status': 'failed'}, {'key':"
                                + " 'b'}]}",
                        "If-Match",
                        "\"1\"");
        assertThat(taken.status()).isEqualTo(200);
        assertThat(get(ext(id) + "/steps/a").text("/status")).isEqualTo("failed");
        assertThat(get(ext(id) + "/steps/b").text("/nodeId")).isEqualTo("b");
    }

    @Test
    void mergePatchMediaType_isTaken_othersAreNot() {
        report(id, "");
        byte[] body = Api.json("{'note': 'n'}");

        assertThat(
                        send("PATCH", ext(id), body, "Content-Type", "application/merge-patch+json")
                                .status())
                .isEqualTo(200);
        assertThat(
                        send("PATCH", ext(id), body, "Content-Type", "application/json-patch+json")
                                .status())
                .isEqualTo(415);
    }

    @Test
    void patch_contradictingItsPath_changesNothing() {
        String other = fresh();
        String otherId = report(other, "").text("/id");
        String own = report(id, "").text("/id");

        assertThat(patch(ext(id), "{'externalId': '%s', 'note': 'n'}".formatted(other)).status())
                .isEqualTo(409);
        assertThat(patch(ext(id), "{'id': '%s', 'note': 'n'}".formatted(otherId)).status())
                .isEqualTo(409);
        assertThat(
                        patch(
                                        EXECUTIONS + "/" + own,
                                        "{'id': '%s', 'note': 'n'}".formatted(otherId))
                                .status())
                .isEqualTo(400);
        assertThat(patch(EXECUTIONS + "/" + own, "{'externalId': '%s'}".formatted(other)).status())
                .isEqualTo(409);
        assertThat(patch(ext(id), "{'workflowId': 'another'}").status()).isEqualTo(409);
        assertThat(get(ext(other)).at("/note").isNull()).isTrue();
        assertThat(stored().at("/version").asInt()).isEqualTo(1);
    }

    @Test
    void patch_mayNameTheExecutionOnceMore() {
        String own = report(id, "").text("/id");

        assertThat(
                        patch(
                                        EXECUTIONS + "/" + own,
                                        "{'id': '%s', 'externalId': '%s', 'workflowId': 'w'}"
                                                .formatted(own, id))
                                .status())
                .isEqualTo(200);
        assertThat(patch(ext(id), "{'id': '%s', 'externalId': '%s'}".formatted(own, id)).status())
                .isEqualTo(200);
    }

    @Test
    void patch_givesAnExternalIdToWhoHasNone() {
        String own = Api.post(EXECUTIONS, "{'workflowId': 'w'}").text("/id");

        Answer answer = patch(EXECUTIONS + "/" + own, "{'externalId': '%s'}".formatted(id));

        assertThat(answer.text("/externalId")).isEqualTo(id);
        assertThat(get(ext(id)).text("/id")).isEqualTo(own);
    }

    @Test
    void patchOfNothing_is404_andClaimsNothing() {
        assertThat(patch(ext(id), "{'note': 'n'}").status()).isEqualTo(404);
        String unknown = EXECUTIONS + "/01a1fbbc-413e-7d2a-b72a-2444dc139a77";
        assertThat(patch(unknown, "{'externalId': '%s', 'workflowId': 'w'}".formatted(id)).status())
                .isEqualTo(404);
        assertThat(Rows.number("SELECT count(*) FROM external_id WHERE external_id = $1", id))
                .isZero();
    }

    @Test
    void patchOfAnUnknownExternalId_isNeverOfTheIdInTheBody() {
        String other = Api.post(EXECUTIONS, "{'workflowId': 'w'}").text("/id");

        assertThat(patch(ext(id), "{'id': '%s', 'note': 'n'}".formatted(other)).status())
                .isEqualTo(404);
        assertThat(patch(ext(id), "{'externalId': '%s'}".formatted(fresh())).status())
                .isEqualTo(404);
        assertThat(get(EXECUTIONS + "/" + other).at("/externalId").isNull()).isTrue();
        assertThat(get(EXECUTIONS + "/" + other).text("/version")).isEqualTo("1");
        assertThat(Rows.number("SELECT count(*) FROM external_id WHERE external_id = $1", id))
                .isZero();
    }

    @Test
    void logsAndGraph_areNoPartOfAPatch() {
        report(id, "");

        Answer answer = patch(ext(id), "{'logs': [], 'dag': null}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors").findValuesAsText("pointer"))
                .containsExactly("/logs", "/dag");
    }
}
