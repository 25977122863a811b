package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What values the fields of a report may have. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class FieldValuesTest {

    private final String id = fresh();

    private void assertRefused(String member, String pointer) {
        Answer answer = report(id, member);
        assertThat(answer.status()).as(member).isEqualTo(400);
        assertThat(answer.at("/errors").findValuesAsText("pointer")).as(member).contains(pointer);
        assertThat(answer.text("/type")).isEqualTo("/problems/invalid-request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'workflowID': 'w'|/workflowID: There is no such field: did you mean `workflowId`?",
                "'engineinstance': 'w'|/engineinstance: There is no such field: did you mean `engineInstance`?",
                "'step': []|/step: There is no such field: did you mean `steps`?",
                "'error': {'mesage': 'x'}|/error/mesage: There is no such field: did you mean `message`?",
                "'steps': [{'nodeId': 'n', 'keys': 1}]|/steps/0/keys: There is no such field: did you mean `key`?",
                "'logs': [{'msg': 'x'}]|/logs/0/msg: There is no such field.",
                "'steps': [{}]|/steps/0/nodeId: It is needed.",
                "'quite~other/things': 1|/quite~0other~1things: There is no such field."
            },
            quoteCharacter = '"')
    void onlyFault_isToldWithItsPlace(String member, String detail) {
        Answer answer = report(id, member);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail")).isEqualTo(detail);
        assertThat(answer.at("/errors").size()).isOne();
        assertThat(answer.text("/errors/0/detail"))
                .isEqualTo(detail.substring(detail.indexOf(':') + 2));
    }

    @Test
    void longNames_areCut() {
        Answer answer = report(id, "'%s': 1".formatted("x".repeat(10_000)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail"))
                .hasSizeLessThan(400)
                .endsWith("…: There is no such field.");
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, pending", "not_started, pending", "Not-Started, pending", "QUEUED, pending",
        "Running, running", "SUCCESS, completed", "suc ceeded, completed", "Completed, completed",
        "ERROR, failed", "failed, failed", "canceled, cancelled", "CANCELLED, cancelled",
        "TimedOut, timed_out", "timed-out, timed_out", "TIMEOUT, timed_out", "Time.Out, timed_out",
        "CRASHED, crashed"
    })
    void status_isUnderstoodInManyWords(String sent, String told) {
        assertThat(report(id, "'status': '%s'".formatted(sent)).text("/status")).isEqualTo(told);
        assertThat(
                        post(
                                        ext(id) + "/steps",
                                        "{'key': 'k', 'nodeId': 'n', 'status': '%s'}"
                                                .formatted(sent))
                                .status())
                .isEqualTo(201);
        assertThat(get(ext(id) + "/steps/k").text("/status")).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "'done'",
                "'skipped'",
                "'run ning!'",
                "'rünning'",
                "3",
                "true",
                "['running']",
                "{}",
                "'\\u0000running'"
            })
    void status_ofAnyOtherWord_is400(String status) {
        assertRefused("'status': " + status, "/status");
    }

    @ParameterizedTest
    @CsvSource({
        "'''2026-11-20T18:00:00.123Z''', 2026-11-20T18:00:00.123Z",
        "'''2026-11-20T19:00:00.123456789+01:00''', 2026-11-20T18:00:00.123Z",
        "'''2026-11-20T18:00:00+0000''', 2026-11-20T18:00:00.000Z",
        "'''2026-11-20t18:00z''', 2026-11-20T18:00:00.000Z",
        "'''2026-11-20T18:00:00,5-00:00''', 2026-11-20T18:00:00.500Z",
        "'''20200401T054215+0000''', 2020-04-01T05:42:15.000Z",
        "'''20200401T054215.25Z''', 2020-04-01T05:42:15.250Z",
        "1763661600123, 2025-11-20T18:00:00.123Z",
        "1763661600123.9, 2025-11-20T18:00:00.123Z",
        "1.7e12, 2023-11-14T22:13:20.000Z",
        "0, 1970-01-01T00:00:00.000Z",
        "-1, 1969-12-31T23:59:59.999Z",
        "-62135596800000, 0001-01-01T00:00:00.000Z",
        "'''9999-12-31T23:59:59.999Z''', 9999-12-31T23:59:59.999Z"
    })
    void time_isUnderstoodInManyForms(String sent, String told) {
        for (String field : new String[] {"startedAt", "completedAt", "queuedAt"}) {
            assertThat(report(fresh(), "'%s': %s".formatted(field, sent)).text("/" + field))
                    .isEqualTo(told);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "'2026-11-20'",
                "'2026-11-20T18:00:00'",
                "'2026-11-20 18:00:00Z'",
                "'2026-11-20T180000Z'",
                "'20261120T18:00:00Z'",
                "'2026-02-30T00:00:00Z'",
                "'2026-11-20T24:00:00Z'",
                "'2026-11-20T18:00:00ZZ'",
                "'2026-11-20T18:00:00Z+0000'",
                "'2026-11-20T18:00:00+19:00'",
                "'0000-12-31T00:00:00Z'",
                "'0001-01-01T00:00:00+01:00'",
                "'9999-12-31T23:59:59-01:00'",
                "'+12026-11-20T18:00:00Z'",
                "'-2026-11-20T18:00:00Z'",
                "'1763661600123'",
                "'now'",
                "253402300800000",
                "-62135596800001",
                "1e30",
                "1e999999999",
                "1e99999999999",
                "true",
                "[]",
                "{}",
                "'\\u0000'"
            })
    void time_ofAnyOtherForm_is400(String time) {
        assertRefused("'startedAt': " + time, "/startedAt");
    }

    @ParameterizedTest
    @CsvSource({
        "durationMs, 0",
        "durationMs, 315537897599999",
        "durationMs, 3.0",
        "durationMs, 2e3",
        "durationMs, -0",
        "durationMs, -0.0",
        "attempt, 1",
        "attempt, 2147483647",
        "exitCode, -2147483648",
        "exitCode, 4294967295",
        "sampleRate, 1",
        "sampleRate, 1e-300",
        "activitiesExecuted, 9223372036854775807",
        "heartbeatTimeoutMs, 1",
        "heartbeatTimeoutMs, 100000000000000"
    })
    void number_withinItsBounds_isTaken(String field, String number) {
        Answer answer = report(id, "'%s': %s".formatted(field, number));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("/" + field).decimalValue())
                .isEqualByComparingTo(new BigDecimal(number));
    }

    @ParameterizedTest
    @CsvSource({
        "durationMs, -1",
        "durationMs, 315537897600000",
        "durationMs, 1.5",
        "durationMs, 1e131071",
        "durationMs, 1e2147483647",
        "durationMs, 1e-2147483647",
        "durationMs, 1e99999999999",
        "attempt, 0",
        "attempt, 2147483648",
        "exitCode, 4294967296",
        "sampleRate, 0",
        "sampleRate, 1.0001",
        "sampleRate, -0.5",
        "sampleRate, 1e-2147483647",
        "sampleRate, 1e-400",
        "activitiesExecuted, 9223372036854775808",
        "heartbeatTimeoutMs, 0",
        "heartbeatTimeoutMs, 100000000000001"
    })
    void number_outOfRange_is400(String field, String number) {
        assertRefused("'%s': %s".formatted(field, number), "/" + field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1.50",
                "-12.345678901234567890123",
                "1000000000000000000000000000000",
                "0.000000000000000000000000000001"
            })
    void amount_keepsItsDigits(String amount) {
        report(id, "'cost': {'amount': %s}".formatted(amount));

        assertThat(get(ext(id)).at("/cost/amount").toString())
                .isEqualTo(
                        amount.equals("-0")
                                ? "0"
                                : amount.equals("0.000000000000000000000000000001")
                                        ? "1E-30"
                                        : amount);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e31", "1e-31", "1e131071", "1e2147483647", "1e-2147483648", "'1'", "true"})
    void amount_outOfRange_is400(String amount) {
        assertRefused("'cost': {'amount': %s}".formatted(amount), "/cost/amount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workflowName",
                "workflowVersion",
                "runId",
                "engineInstance",
                "source",
                "createdBy"
            })
    void text_mayHave255Characters(String field) {
        String longest = "😀".repeat(255);
        assertThat(report(id, "'%s': '%s'".formatted(field, longest)).text("/" + field))
                .isEqualTo(longest);

        for (String bad : new String[] {"x".repeat(256), "a\\u0000b", "\\ud800", "\\udc00x"}) {
            assertRefused("'%s': '%s'".formatted(field, bad), "/" + field);
        }
        for (String bad : new String[] {"3", "true", "[]", "{}", "1e400"}) {
            assertRefused("'%s': %s".formatted(field, bad), "/" + field);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scriptPath", "binaryPath"})
    void path_mayHave1024Characters(String field) {
        assertThat(report(id, "'%s': '%s'".formatted(field, "p".repeat(1024))).status())
                .isEqualTo(201);
        assertRefused("'%s': '%s'".formatted(field, "p".repeat(1025)), "/" + field);
        assertRefused("'%s': 'a\\u0000'".formatted(field), "/" + field);
    }

    @Test
    void ids_areTakenAtTheirLongest_andNotBeyond() {
        String longest = fresh() + "ä".repeat(255 - fresh().length());
        assertThat(report(longest, "").status()).isEqualTo(201);
        assertThat(get(ext(longest)).text("/externalId")).isEqualTo(longest);

        for (String bad : new String[] {"", "x".repeat(256), "\\u0000", "\\ud83d"}) {
            for (String field : new String[] {"externalId", "workflowId"}) {
                String both =
                        "{'externalId': 'e', 'workflowId': 'w', '%s': '%s'}".formatted(field, bad);
                assertThat(post(EXECUTIONS, both).text("/errors/0/pointer")).isEqualTo("/" + field);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"note", "statusReason", "error/message"})
    void message_isCutAt8KiB(String field) {
        String[] path = field.split("/", -1);
        String pattern = path.length == 1 ? "'note': '%s'" : "'error': {'message': '%s'}";
        if (field.equals("statusReason")) {
            pattern = "'statusReason': '%s'";
        }
        report(id, pattern.formatted("x".repeat(8192)));
        assertThat(get(ext(id)).at("/notices").size()).isZero();

        report(id, pattern.formatted("x".repeat(8191) + "ä"));

        JsonNode it = get(ext(id)).body();
        assertThat(it.at("/" + field).asText()).isEqualTo("x".repeat(8191));
        assertThat(it.at("/notices/0/kind").asText()).isEqualTo("truncated");
        assertThat(it.at("/notices/0/pointer").asText()).isEqualTo("/" + field);
        assertThat(it.at("/notices/0/originalBytes").asInt()).isEqualTo(8193);
        assertThat(it.at("/notices/0/sha256").asText()).hasSize(64);

        report(id, pattern.formatted("a\\u0000b\\ud800"));
        assertThat(get(ext(id)).text("/" + field)).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(get(ext(id)).text("/notices/0/kind")).isEqualTo("sanitized");
    }

    @Test
    void labels_areAFlatMapOfTexts() {
        String sixtyFour =
                IntStream.range(0, 64)
                        .mapToObj(i -> "'k%d': 'v'".formatted(i))
                        .collect(Collectors.joining(","));
        assertThat(report(id, "'labels': {%s}".formatted(sixtyFour)).status()).isEqualTo(201);
        assertThat(
                        report(
                                        fresh(),
                                        "'labels': {'%s': '%s', 'A.z_0-9': '', 'n': null}"
                                                .formatted("k".repeat(63), "ä".repeat(255)))
                                .at("/labels")
                                .size())
                .isEqualTo(2);

        assertRefused("'labels': {%s, 'x': 'y'}".formatted(sixtyFour), "/labels");
        assertRefused(
                "'labels': {'%s': 'v'}".formatted("k".repeat(64)), "/labels/" + "k".repeat(64));
        assertRefused("'labels': {'a/b~': 'v'}", "/labels/a~1b~0");
        assertRefused("'labels': {'': 'v'}", "/labels/");
        assertRefused("'labels': {'a': '%s'}".formatted("v".repeat(256)), "/labels/a");
        assertRefused("'labels': {'a': '\\u0000'}", "/labels/a");
        assertRefused("'labels': {'a': 3}", "/labels/a");
        assertRefused("'labels': {'a': {}}", "/labels/a");
        assertRefused("'labels': ['a']", "/labels");
        assertRefused("'labels': 'a:b'", "/labels");
    }

    @Test
    void wrongTypes_areNamedAllAtOnce() {
        Answer answer =
                report(
                        id,
                        "'attempt': '1', 'pinned': 1, 'error': 3, 'cost': 'x', 'trigger': [], 'note': {},"
                                + " 'parentExecutionId': 'x', 'replayOf': 7, 'exitCode': null, 'logs':"
                                + " {}, 'steps': 'x', 'startedAt': [[1]], 'labels': 1, 'reportedAt':"
                                + " 'x', 'id': 3");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors").findValuesAsText("pointer"))
                .containsExactly(
                        "/attempt",
                        "/pinned",
                        "/error",
                        "/cost",
                        "/trigger",
                        "/note",
                        "/parentExecutionId",
                        "/replayOf",
                        "/logs",
                        "/steps",
                        "/startedAt",
                        "/labels",
                        "/reportedAt",
                        "/id");
    }

    @Test
    void unknownFields_areNamedAllAtOnce() {
        Answer answer =
                report(
                        id,
                        "'foo': {'a': [1]}, 'a/b~': 1, 'error': {'msg': 1}, 'cost': {'x': 1}, 'trigger':"
                                + " {'y': 1}, 'steps': [{'nodeId': 'n', 'stat': 1}], 'logs': [{'msg':"
                                + " 1}], 'version': 1, 'createdAt': 1, 'notices': []");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors").findValuesAsText("pointer"))
                .containsExactly(
                        "/foo",
                        "/a~1b~0",
                        "/error/msg",
                        "/cost/x",
                        "/trigger/y",
                        "/steps/0/stat",
                        "/logs/0/msg",
                        "/version",
                        "/createdAt",
                        "/notices");
        assertThat(get(ext(id)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "createdAt",
                "updatedAt",
                "importedAt",
                "lastHeartbeatAt",
                "deletedAt",
                "archived",
                "payloadExpired",
                "dagHash",
                "notices"
            })
    void fieldOfTheService_cannotBeSent(String field) {
        assertRefused("'%s': 1".formatted(field), "/" + field);
        report(id, "");
        Answer answer = patch(ext(id), "{'%s': null}".formatted(field));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/detail")).contains("set by the service");
    }

    @ParameterizedTest
    @CsvSource({
        "stepIndex, -1",
        "iteration, 1.5",
        "parentKey, 3",
        "dependsOn, '''x'''",
        "dependsOn, [3]",
        "attempt, 0",
        "key, 3",
        "durationMs, -1",
        "nodeId, ''''''",
        "cached, '''yes'''",
        "nodeType, []"
    })
    void stepField_isCheckedToo(String field, String value) {
        report(id, "");

        Answer answer =
                post(ext(id) + "/steps", "{'nodeId': 'n', '%s': %s}".formatted(field, value));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/pointer")).startsWith("/" + field);
    }
}
