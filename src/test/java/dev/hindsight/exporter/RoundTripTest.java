package dev.hindsight.exporter;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Transcripts.export;
import static dev.hindsight.fixture.Transcripts.forget;
import static dev.hindsight.fixture.Transcripts.id;
import static dev.hindsight.fixture.Transcripts.sorted;
import static dev.hindsight.fixture.Transcripts.taken;
import static dev.hindsight.fixture.Transcripts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.fixture.Transcripts;
import dev.hindsight.fixture.WfInstances;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is exported, removed and imported is what it was, to the last digit and stamp. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class RoundTripTest {

    /** Everything that an execution can say, in reports of every rank. */
    private static void tellAll(String externalId) {
        report(
                externalId,
                "'status': 'pending', 'workflowName': 'Näme \\u2028 😀', 'labels': {'team': 'a', 'x.y': ''},"
                        + " 'reportedAt': '2026-01-01T00:00:00Z', 'queuedAt': 1700000000123,"
                        + " 'trigger': {'type': 'webhook', 'data': {'n': 1234567890123456789012345678901234567890.10}},"
                        + " 'metadata': [1.10, 1e3, -0, 0.0000001, null, true, {'a\\u0000b': '\\ud800'}],"
                        + " 'dag': {'nodes': [{'id': 'n', 'token': 'secret'}], 'edges': []}");
        report(
                externalId,
                "'status': 'running', 'workflowVersion': '42', 'scriptPath': 'a/b', 'runId': 'r',"
                        + " 'engineInstance': 'w7', 'parentExecutionId': '019aa1b2-0000-7000-8000-000000000001',"
                        + " 'rootExecutionId': '019aa1b2-0000-7000-8000-000000000002',"
                        + " 'replayOf': '019aa1b2-0000-7000-8000-000000000003', 'attempt': 3,"
                        + " 'heartbeatTimeoutMs': 60000, 'source': 'API', 'createdBy': 'me',"
                        + " 'input': {'password': 'x', 'big': '%s', 'list': [[], {}]},"
                                .formatted("é".repeat(40_000))
                        + " 'sampleRate': 0.1, 'binaryPath': '/bin/x', 'pinned': true, 'note': 'a\\nb',"
                        + " 'steps': [{'key': 'a', 'nodeId': 'n', 'status': 'failed', 'error': {'message': 'no 1', 'stack': 's'},"
                        + "   'input': {'x': 0.10}, 'dependsOn': ['z'], 'cost': {'amount': 1.50, 'unit': 'EUR'}},"
                        + "  {'key': 'a', 'attempt': 2, 'nodeId': 'n', 'nodeName': 'N', 'nodeType': 't', 'stepIndex': 1,"
                        + "   'iteration': 2, 'parentKey': 'p', 'cached': false, 'status': 'pending',"
                        + "   'reportedAt': '2026-01-02T00:00:00Z'},"
                        + "  {'key': 'é/…', 'nodeId': 'n2', 'status': 'skipped', 'metadata': {'secret': 's'}}],"
                        + " 'logs': [{'sequence': 3, 'message': 'three'}, {'sequence': 3, 'message': 'other'},"
                        + "   {'message': 'next', 'level': 'error', 'type': 'RawOutput', 'stepKey': 'a', 'attempt': 2,"
                        + "    'stream': 'stderr', 'data': {'token': 'x', 'n': 1.0}, 'timestamp': 5}]");
        post(ext(externalId) + "/heartbeat", "{}");
        patch(ext(externalId) + "/steps/a", "{'status': 'completed', 'output': {'b': 2}}");
        report(
                externalId,
                "'status': 'failed', 'statusReason': 'why', 'startedAt': '2026-01-01T00:00:01+01:00',"
                        + " 'error': {'message': 'card 4711 declined', 'type': 'T', 'code': 'C', 'stack': 'at x'},"
                        + " 'exitCode': 4294967295, 'activitiesExecuted': 9007199254740993,"
                        + " 'cost': {'amount': 0.0125000, 'unit': 'USD'}, 'output': '%s'"
                                .formatted("x".repeat(70_000)));
    }

    private static void assertReturns(String externalId) {
        String first = export(externalId);
        forget(id(externalId));
        assertThat(get(ext(externalId)).status()).isEqualTo(404);

        taken(first);

        assertThat(sorted(export(externalId))).isEqualTo(sorted(first));
    }

    @Test
    void execution_comesBackWithEverythingItSaid() {
        String externalId = fresh();
        tellAll(externalId);
        JsonNode before = get(ext(externalId) + "?include=steps,logs,dag").body();

        assertReturns(externalId);

        JsonNode after = get(ext(externalId) + "?include=steps,logs,dag").body();
        assertThat(after.get("importedAt").isNull()).isFalse();
        ((ObjectNode) after).putNull("importedAt");
        assertThat(after).isEqualTo(before);
    }

    @Test
    void bareExecution_comesBack() {
        String externalId = fresh();
        report(externalId, "");
        report(externalId, "'labels': {}, 'steps': [{'nodeId': 'n', 'dependsOn': []}]");

        assertReturns(externalId);
    }

    @Test
    void crashedAndRevivedExecutions_comeBack() {
        String externalId = fresh();
        report(externalId, "'status': 'crashed', 'reportedAt': 1700000000000");
        assertReturns(externalId);

        post(ext(externalId) + "/heartbeat", "{}");

        assertThat(get(ext(externalId)).text("/status")).isEqualTo("running");
        assertReturns(externalId);
    }

    @Test
    void deletedExecution_comesBackDeleted() {
        String externalId = fresh();
        tellAll(externalId);
        Rows.run(
                "UPDATE execution SET deleted_at = '2026-05-05T05:05:05.555Z' WHERE external_id = $1",
                externalId);

        assertReturns(externalId);

        assertThat(get(ext(externalId)).text("/deletedAt")).isEqualTo("2026-05-05T05:05:05.555Z");
    }

    @Test
    void leastNumbers_comeBack() {
        String externalId = fresh();
        report(
                externalId,
                "'sampleRate': 4.9e-324, 'cost': {'amount': 0.000000000000000000000000000001},"
                        + " 'input': [1e-300, 1e200, 12345678901234567890.12345678901234567890]");

        assertReturns(externalId);
    }

    @Test
    void largePayloads_comeBackPageByPage() {
        String externalId = fresh();
        report(externalId, "");
        for (int i = 0; i < 6; i++) {
            // Stored in a few bytes, told in many.
            String large = "%d%s".formatted(i, "a".repeat(60_000));
            String list = "'" + large + "',".repeat(1) + "'" + large + "'";
            post(
                    ext(externalId) + "/steps",
                    "{'key': 'k%d', 'nodeId': 'n', 'input': [%s, %s, %s, %s]}"
                            .formatted(i, list, list, list, list));
            post(
                    ext(externalId) + "/logs",
                    "[{'message': 'm', 'data': [%s, %s]}]".formatted(list, list));
        }

        assertReturns(externalId);
    }

    @Test
    void manyRows_comeBackInTheirOrder() {
        String externalId = fresh();
        report(externalId, "");
        for (int part = 0; part < 4; part++) {
            int first = part * 300;
            post(
                    ext(externalId) + "/steps",
                    rows(first, "{'key': 'k%1$d', 'nodeId': 'n', 'input': %1$d}"));
            post(ext(externalId) + "/logs", rows(first, "{'sequence': %d, 'message': 'm'}"));
        }

        assertReturns(externalId);
        assertThat(Transcripts.json(last(export(externalId))).toString())
                .isEqualTo("{\"end\":{\"executions\":1,\"steps\":1200,\"logs\":1200}}");
    }

    private static String rows(int first, String form) {
        return IntStream.range(first, first + 300)
                .mapToObj(form::formatted)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String last(String lines) {
        return lines.lines().reduce("", (before, line) -> line);
    }

    @Test
    void document_isOneExecutionAndComesBack() {
        String externalId = fresh();
        tellAll(externalId);
        String lines = export(externalId);
        String document = text(ext(externalId) + "/export?format=json");
        JsonNode told = Transcripts.json(document);
        assertThat(told.at("/steps")).hasSize(3);
        assertThat(told.at("/logs")).hasSize(3);
        assertThat(told.at("/dag/nodes/0/id").asText()).isEqualTo("n");
        forget(id(externalId));

        // As programs write it that sort members.
        String sorted = sorted(document.replace("\n", "")).get(0);
        Answer answer = Api.postRaw(Transcripts.IMPORT, sorted);

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.at("/steps").asInt()).isEqualTo(3);
        assertThat(sorted(export(externalId))).isEqualTo(sorted(lines));
    }

    @Test
    void lines_areRecognisedWhateverTheirTypeSays() {
        String externalId = fresh();
        tellAll(externalId);
        String lines = export(externalId);
        forget(id(externalId));

        Answer answer = Api.postRaw(Transcripts.IMPORT, lines);

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(sorted(export(externalId))).isEqualTo(sorted(lines));
    }

    @Test
    void answer_saysWhatItIs() {
        String externalId = fresh();
        report(externalId, "");

        Answer lines = get(ext(externalId) + "/export");
        Answer document = get(ext(externalId) + "/export?format=json");

        assertThat(lines.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(document.header("Content-Type")).startsWith("application/json");
        assertThat(document.header("Content-Disposition")).contains("execution.json");
        assertThat(get(ext(externalId) + "/export?format=csv").status()).isEqualTo(400);
        assertThat(get(ext(fresh()) + "/export").status()).isEqualTo(404);
        assertThat(
                        Api.send(
                                        "GET",
                                        ext(externalId) + "/export?format=json",
                                        null,
                                        "Accept",
                                        "application/json")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void executionOfAnotherNamespace_isNotThere() {
        String externalId = fresh();
        report(externalId, "");
        UUID id = id(externalId);
        Rows.run(
                "INSERT INTO namespace (id, name) VALUES (1000077, 'other') ON CONFLICT DO NOTHING");
        Rows.run("UPDATE execution SET namespace_id = 1000077 WHERE id = $1", id);

        assertThat(get(Api.EXECUTIONS + "/" + id + "/export").status()).isEqualTo(404);
        assertThat(text(Api.EXECUTIONS + "/export?externalId=" + externalId))
                .doesNotContain(id.toString());
    }

    @Nested
    class Lists {

        @Test
        void export_holdsWhatTheListShowsInItsOrder() {
            String workflow = fresh();
            for (int i = 0; i < 5; i++) {
                post(
                        Api.EXECUTIONS,
                        "{'externalId': '%s-%d', 'workflowId': '%s', 'startedAt': %d, 'steps': [{'key': 'k', 'nodeId': 'n'}]}"
                                .formatted(workflow, i, workflow, 1_000 + i));
            }
            Rows.run(
                    "UPDATE execution SET deleted_at = now() WHERE external_id = $1",
                    workflow + "-4");
            String query = "/export?workflowId=" + workflow + "&orderBy=startedAt&orderDir=asc";

            assertThat(externalIds(text(Api.EXECUTIONS + query)))
                    .containsExactly(
                            workflow + "-0", workflow + "-1", workflow + "-2", workflow + "-3");
            String all = text(Api.EXECUTIONS + query + "&deleted=any");
            assertThat(externalIds(all)).hasSize(5);
            assertThat(last(all)).isEqualTo("{\"end\":{\"executions\":5,\"steps\":5,\"logs\":0}}");

            List<UUID> ids = externalIds(all).stream().map(Transcripts::id).toList();
            ids.forEach(Transcripts::forget);
            JsonNode receipt = taken(all);

            assertThat(receipt.at("/executions")).hasSize(5);
            assertThat(receipt.at("/executions/0/id").asText()).isEqualTo(ids.get(0).toString());
            assertThat(sorted(text(Api.EXECUTIONS + query + "&deleted=any")))
                    .isEqualTo(sorted(all));
        }

        private static List<String> externalIds(String lines) {
            return lines.lines()
                    .map(line -> Transcripts.json(line).at("/execution/externalId"))
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::asText)
                    .toList();
        }

        @Test
        void nothing_isAFileToo() {
            String none = text(Api.EXECUTIONS + "/export?workflowId=" + fresh());

            assertThat(none.lines()).hasSize(2);
            assertThat(taken(none).at("/executions")).isEmpty();
        }

        @Test
        void filters_areThoseOfTheList() {
            assertThat(get(Api.EXECUTIONS + "/export?status=odd").status()).isEqualTo(400);
            assertThat(get(Api.EXECUTIONS + "/export?limit=5").status()).isEqualTo(400);
            assertThat(get(Api.EXECUTIONS + "/export?orderBy=odd").status()).isEqualTo(400);
        }

        @Test
        void files_mayFollowEachOther() {
            String one = fresh();
            String two = fresh();
            tellAll(one);
            report(two, "");
            String both = export(one) + export(two);
            forget(id(one));
            forget(id(two));

            assertThat(taken(both).at("/executions")).hasSize(2);

            assertThat(sorted(export(one) + export(two))).isEqualTo(sorted(both));
        }
    }

    @Nested
    class RealExecutions {

        @Test
        void all_comeBack() throws IOException {
            List<Path> files = WfInstances.files();
            assumeFalse(files.isEmpty(), "No real executions beside the project");
            List<UUID> ids = new ArrayList<>();
            for (Path file : files) {
                Answer answer =
                        Api.send(
                                "POST",
                                Transcripts.IMPORT + "?format=wfformat",
                                Files.readAllBytes(file));
                ids.add(UUID.fromString(answer.text("/executions/0/id")));
            }
            Map<UUID, String> exports = new LinkedHashMap<>();
            ids.forEach(id -> exports.put(id, text(Api.EXECUTIONS + "/" + id + "/export")));
            ids.forEach(Transcripts::forget);

            exports.values().forEach(Transcripts::taken);

            // Compared without a word: the texts are too large to be told apart by an assertion.
            exports.forEach(
                    (id, file) ->
                            assertThat(
                                            sorted(text(Api.EXECUTIONS + "/" + id + "/export"))
                                                    .equals(sorted(file)))
                                    .as("execution %s comes back as it was", id)
                                    .isTrue());
        }
    }
}
