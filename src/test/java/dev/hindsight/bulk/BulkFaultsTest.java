package dev.hindsight.bulk;

import static dev.hindsight.bulk.Bulk.assertCounts;
import static dev.hindsight.bulk.Bulk.badLines;
import static dev.hindsight.bulk.Bulk.bytes;
import static dev.hindsight.bulk.Bulk.execution;
import static dev.hindsight.bulk.Bulk.ingest;
import static dev.hindsight.bulk.Bulk.log;
import static dev.hindsight.bulk.Bulk.send;
import static dev.hindsight.bulk.Bulk.step;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.stream.LineSplitter;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are bad: each is named with what is wrong and where, and its neighbours are taken. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class BulkFaultsTest {

    private final String id = fresh();

    /** Sends the bytes of a line between good ones; the problem that is told of it. */
    private Answer between(byte[] line) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(Bulk.body(List.of(execution(id, ""), step(id, "before", ""))));
        body.writeBytes(line);
        body.writeBytes(Bulk.body(List.of("", log(id, "behind"), step(id, "behind", ""))));
        Answer answer = send(body.toByteArray());

        assertCounts(answer, 4, 1, 0);
        assertThat(badLines(answer)).containsExactly("3");
        assertThat(get(ext(id) + "/steps").at("/items").findValuesAsText("key"))
                .containsExactlyInAnyOrder("before", "behind");
        assertThat(get(ext(id) + "/logs").at("/items").findValuesAsText("message"))
                .containsExactly("behind");
        assertThat(answer.http().body()).doesNotContain("Exception").hasSizeLessThan(4_000);
        return answer;
    }

    private Answer between(String line) {
        return between(Api.json(line.replace("ID", id)));
    }

    private static void assertProblem(Answer answer, String type, String detail) {
        assertThat(answer.text("/errors/0/problem/type")).isEqualTo("/problems/" + type);
        assertThat(answer.text("/errors/0/problem/detail")).contains(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nonsense",
                "{'step': {'execution': 'ext:ID', 'nodeId': 'n'}",
                "{'step': {'execution': 'ext:ID', 'nodeId': 'n",
                "{'step': {'execution': 'ext:ID', 'nodeId': 'n'}}}",
                "{'step' {'execution': 'ext:ID', 'nodeId': 'n'}}",
                "{'log': {'execution': 'ext:ID', 'message': 'a\u0000'}}",
                "\uFEFF{'log': {'execution': 'ext:ID'}}",
                "{'heartbeat': NaN}"
            })
    void lineThatIsNoJson_isNamedWithItsByte(String line) {
        assertProblem(between(line), "invalid-request", "It is not valid JSON (byte ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "3", "null", "'step'", "[{'heartbeat': {}}]"})
    void lineWithoutAnOperation_isToldWhatIsExpected(String line) {
        assertProblem(between(line), "invalid-request", "must be a JSON object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'steps': []}|/steps|There is no such operation",
                "{'a/b~': 1}|/a~1b~0|There is no such operation",
                "{'step': 3}|/step|JSON object",
                "{'step': null}|/step|JSON object",
                "{'execution': []}|/execution|JSON object",
                "{'heartbeat': {'execution': 'ext:ID'}, 'log': {'execution': 'ext:ID'}}|/log|another",
                "{'heartbeat': {'execution': 'ext:ID'}, 'heartbeat': {}}|/heartbeat|more than once",
                "{'step': {'execution': 'ext:ID', 'nodeId': 'n', 'x': 1}}|/step/x|no such field",
                "{'log': {'execution': 'ext:ID', 'msg': 1}}|/log/msg|no such field",
                "{'heartbeat': {'execution': 'ext:ID', 'at': 1}}|/heartbeat/at|no such field",
                "{'execution': {'execution': 'ext:ID'}}|/execution/execution|no such field",
                "{'execution': {'externalId': 'ID', 'version': 1}}|/execution/version|by the service",
                "{'step': {'execution': 'ext:ID'}}|/step/nodeId|needed",
                "{'step': {'nodeId': 'n', 'workflowId': 'w'}}|/step/execution|needed",
                "{'log': {'execution': null}}|/log/execution|needed",
                "{'heartbeat': {}}|/heartbeat/execution|needed",
                "{'heartbeat': {'execution': 3}}|/heartbeat/execution|text",
                "{'heartbeat': {'execution': ''}}|/heartbeat/execution|empty",
                "{'heartbeat': {'execution': 'ext:a\\u0000'}}|/heartbeat/execution|U+0000",
                "{'execution': {'externalId': 'a\\u0000'}}|/execution/externalId|U+0000",
                "{'execution': {'externalId': 'ID', 'status': 'odd'}}|/execution/status|one of",
                "{'execution': {'externalId': 'ID', 'steps': [{}]}}|/execution/steps/0/nodeId|needed",
                "{'execution': {'externalId': 'no-such'}}|/execution/workflowId|needed",
                "{'execution': {'externalId': 'no-such', 'workflowId': 'w', 'id':"
                        + " '018aa1b2-0000-7000-8000-000000000001'}}|/execution/id|24 hours"
            })
    void faultOfALine_isNamedWithItsPlace(String line, String pointer, String detail) {
        Answer answer = between(line);

        assertProblem(answer, "invalid-request", "");
        assertThat(answer.text("/errors/0/problem/errors/0/pointer")).isEqualTo(pointer);
        assertThat(answer.text("/errors/0/problem/errors/0/detail")).contains(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'step': {'execution': 'ext:no-such', 'nodeId': 'n'}}",
                "{'log': {'execution': '019aa1b2-0000-7000-8000-000000000001'}}",
                "{'heartbeat': {'execution': 'nonsense'}}",
                "{'heartbeat': {'execution': 'ext:'}}",
                "{'heartbeat': {'execution': '018aa1b2-0000-7000-8000-000000000001',"
                        + " 'workflowId': 'w'}}"
            })
    void unknownExecution_isNotFound(String line) {
        assertProblem(between(line), "not-found", "There is no such execution.");
    }

    @Test
    void executionOfAnotherWorkflow_isAConflict() {
        assertProblem(
                between("{'execution': {'externalId': 'ID', 'workflowId': 'other'}}"),
                "conflict",
                "another workflowId");
    }

    @Test
    void allFaultsOfALine_areNamed() {
        Answer answer = between("{'step': {'attempt': 0, 'x': 1}}");

        assertThat(answer.at("/errors/0/problem/errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/step/attempt", "/step/x", "/step/nodeId", "/step/execution");
    }

    @Test
    void bytesThatAreNoUtf8_areNamed() {
        byte[] line = Api.json("{'log': {'execution': 'ext:%s', 'message': '??'}}".formatted(id));
        int place = new String(line, UTF_8).indexOf("??");
        line[place] = (byte) 0xC3;

        assertProblem(
                between(line), "invalid-request", "It is not UTF-8 (byte " + (place + 1) + ").");
    }

    @Test
    void longestLine_isTaken_aLongerOneIsSkipped() {
        byte[] line = new byte[LineSplitter.MAX_LINE + 1];
        Arrays.fill(line, (byte) ' ');
        byte[] report = Api.json(log(id, "long"));
        System.arraycopy(report, 0, line, 0, report.length);
        report(id, "");

        assertCounts(send(Arrays.copyOf(line, LineSplitter.MAX_LINE)), 1, 0, 0);
        Answer answer = send(line);

        assertCounts(answer, 0, 1, 0);
        assertProblem(answer, "payload-too-large", "8,388,608 bytes");
    }

    @Test
    void lineOfNineMebibytes_doesNotSpoilItsNeighbours() {
        String line = "{'log': {'execution': 'ext:ID', 'message': '%s'}}";

        Answer answer = between(line.formatted("x".repeat(9 * 1024 * 1024)));

        assertProblem(answer, "payload-too-large", "longer than");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepNesting_isRefused(String start) {
        String line = start + "[".repeat(100_000);

        assertProblem(between(bytes(line)), "invalid-request", "");
    }

    @Test
    void truncatedLastLine_isRefused() {
        byte[] body = Bulk.body(List.of(execution(id, ""), log(id, "m")));

        Answer answer = send(Arrays.copyOf(body, body.length - 2));

        assertCounts(answer, 1, 1, 0);
        assertThat(badLines(answer)).containsExactly("2");
        assertThat(get(ext(id) + "/logs").at("/items")).isEmpty();
    }

    @Test
    void badLines_areAllCounted_theFirstThousandTold() {
        int bad = 2_300;
        List<String> lines = new ArrayList<>(Collections.nCopies(bad, "{'step': {}}"));
        lines.add(execution(id, ""));

        Answer answer = ingest(lines);

        assertCounts(answer, 1, bad, 0);
        assertThat(badLines(answer)).hasSize(1_000).startsWith("1", "2").endsWith("1000");
        assertThat(get(ext(id)).status()).isEqualTo(200);
    }

    @Test
    void errors_standInTheOrderOfTheirLines() {
        Answer answer =
                ingest(
                        log("no-such", "found out by the database"),
                        "{'odd': 1}",
                        execution(id, ""),
                        log("no-such", "by the database"),
                        "{'odd': 1}");

        assertThat(badLines(answer)).containsExactly("1", "2", "4", "5");
    }
}
