package dev.hindsight.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.ForeignSamples;
import dev.hindsight.fixture.Postgres;
import dev.hindsight.fixture.Transcripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executions move from a database to a file, and from the file to another database. */
class ArchiveMoveIT {

    private static final int EXECUTIONS = 5;

    private static final List<String> PARTS =
            List.of(
                    "",
                    "?include=steps,logs,dag,tree",
                    "/steps?limit=1000",
                    "/logs?limit=1000",
                    "/timeline",
                    "/artifacts",
                    "/tree",
                    "/snapshots",
                    "/snapshots/latest",
                    "/state/active",
                    "/state/pending");

    /** What tells of the database that an execution is in. */
    private static final List<String> LOCAL =
            List.of("version", "updatedAt", "importedAt", "archived");

    /** Documents of other engines that are taken in by the same command, by an execution in them. */
    private static final Map<String, String> FOREIGN =
            Map.of(
                    "n8n:kT3bXwz0%s:231", "n8n/success.json",
                    "temporal:0f6f1f3a-1c1e-4d4b-9a37-1d2c%s", "temporal/success.json",
                    "argo:3f2c8c1e-9d1b-4f0e-8f57-8a1b%s", "argo/success.json",
                    "airflow:etl/scheduled__2026-01-01T00:00:00+00:00-%s",
                            "airflow/success-v1.json");

    @TempDir private Path archive;

    @TempDir private Path documents;

    private static Answer ask(String url, String method, String path, byte[] body, String type) {
        Answer answer = Api.sendTo(url, method, path, body, "Content-Type", type);
        assertThat(answer.status()).as(path + " " + answer.http().body()).isBetween(200, 299);
        return answer;
    }

    private static Answer json(String url, String method, String path, String body) {
        return ask(url, method, path, Api.json(body), "application/json");
    }

    private static void bytes(String url, String method, String path, String body) {
        ask(url, method, path, body.getBytes(UTF_8), "application/octet-stream");
    }

    /** An old execution with everything that there can be. */
    private static String rich(String url, int number) {
        Instant end = Instant.now().minus(Duration.ofDays(40));
        String id =
                json(
                                url,
                                "POST",
                                Api.EXECUTIONS,
                                """
                                {'externalId': 'rich-%1$d', 'workflowId': 'w', 'status': 'failed', 'startedAt': '%2$s',
                                 'completedAt': '%2$s', 'input': {'a': [1, 2.50, null, '%1$d']}, 'output': 'o',
                                 'metadata': {'m': {}}, 'labels': {'team': 'pay'}, 'note': 'kept',
                                 'error': {'message': 'm', 'stack': 's'}, 'trigger': {'type': 'webhook', 'data': [1]},
                                 'dag': {'nodes': [{'id': 'n'}], 'edges': []},
                                 'steps': [%3$s], 'logs': [%4$s]}
                                """
                                        .formatted(
                                                number,
                                                end,
                                                many(
                                                        150,
                                                        "{'key': 'k%1$d', 'nodeId': 'n%1$d', 'stepIndex': %1$d, 'input': {'i': %1$d}, 'output': 1.0}"),
                                                many(
                                                        200,
                                                        "{'message': 'line %1$d', 'data': {'x': %1$d}}")))
                        .text("/id");
        String path = Api.EXECUTIONS + "/" + id;
        json(url, "PUT", path + "/artifacts", "{'n': {'k': 1.10, 'l': null}, 'o': {'p': ['q']}}");
        json(url, "PUT", path + "/tree", "{'root': [1, {'leaf': %d}]}".formatted(number));
        for (int i = 0; i < 3; i++) {
            bytes(url, "POST", path + "/snapshots", "snapshot %d of %d".formatted(i, number));
        }
        bytes(url, "PUT", path + "/state/active", "active " + number);
        bytes(url, "PUT", path + "/state/pending", "pending " + number);
        return id;
    }

    private static String many(int count, String what) {
        return IntStream.range(0, count)
                .mapToObj(what::formatted)
                .collect(Collectors.joining(", "));
    }

    /** Everything that is told of an execution, but for what its database adds. */
    private static List<String> told(String url, String id) {
        List<String> all = new ArrayList<>();
        for (String part : PARTS) {
            Answer answer = Api.sendTo(url, "GET", Api.EXECUTIONS + "/" + id + part, null);
            assertThat(answer.status()).as(part + answer.http().body()).isEqualTo(200);
            if (answer.body() instanceof ObjectNode record && record.has("version")) {
                record.remove(LOCAL);
            }
            all.add(
                    part
                            + ": "
                            + (answer.body().isMissingNode()
                                    ? answer.http().body()
                                    : answer.body().toString()));
        }
        return all;
    }

    /** The lines of an export, but for what its database adds and for when it was written. */
    private static List<String> exported(String url, String id) {
        String lines =
                Api.sendTo(url, "GET", Api.EXECUTIONS + "/" + id + "/export", null).http().body();
        List<String> without = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            if (Transcripts.json(line) instanceof ObjectNode told && !told.has("hindsight")) {
                if (told.get("execution") instanceof ObjectNode execution) {
                    execution.remove(LOCAL);
                }
                without.add(told.toString());
            }
        }
        return Transcripts.sorted(String.join("\n", without));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(archive)) {
            return all.filter(it -> it.toString().endsWith(".ndjson.zst")).toList();
        }
    }

    @Test
    void archivedExecutions_areWholeInAnotherDatabase() throws Exception {
        Map<String, String> here =
                Map.of(
                        "HINDSIGHT_DATABASE_URL",
                        Postgres.NEWEST.freshDatabase(),
                        "HINDSIGHT_ARCHIVE_DIR",
                        archive.toString());
        Map<String, String> there =
                Map.of("HINDSIGHT_DATABASE_URL", Postgres.NEWEST.freshDatabase());
        Map<String, List<String>> before = new HashMap<>();
        Map<String, List<String>> exported = new HashMap<>();
        try (Artifact service = Artifact.start(here)) {
            String url = service.url();
            json(url, "PUT", House.POLICIES + "/default", "{'maxAge': 'P30D', 'archive': true}");
            for (int i = 0; i < EXECUTIONS; i++) {
                String id = rich(url, i);
                before.put(id, told(url, id));
                exported.put(id, exported(url, id));
            }
            Ended sweep = Ended.after(here, "sweep");
            assertThat(sweep.exitCode()).as(String.join("\n", sweep.said())).isZero();
            assertThat(sweep.said())
                    .contains(
                            "default: %1$d executions removed, %1$d of them archived, payloads of 0 and logs of 0 dropped."
                                    .formatted(EXECUTIONS));
            service.kill();
        }
        assertThat(files()).hasSize(1);

        String mark = ForeignSamples.freshMark();
        List<String> importing = new ArrayList<>(List.of("import", files().get(0).toString()));
        for (String name : FOREIGN.values()) {
            Path file = documents.resolve(name.replace('/', '-'));
            Files.write(file, ForeignSamples.bytes(name, mark));
            importing.add(file.toString());
        }
        Ended taken = Ended.after(there, importing.toArray(String[]::new));

        assertThat(taken.exitCode()).as(String.join("\n", taken.said())).isZero();
        assertThat(taken.said())
                .noneMatch(line -> line.contains(" WARN ") || line.contains("Mutiny had to drop"));
        try (Artifact first = Artifact.start(here);
                Artifact second = Artifact.start(there)) {
            String from = first.url();
            String to = second.url();
            for (String id : before.keySet()) {
                assertThat(archived(from, id)).isTrue();
                assertThat(archived(to, id)).isFalse();
                assertThat(told(from, id)).isEqualTo(before.get(id));
                assertThat(told(to, id)).isEqualTo(before.get(id));
                assertThat(exported(from, id)).isEqualTo(exported.get(id));
                assertThat(exported(to, id)).isEqualTo(exported.get(id));
            }
            for (String externalId : FOREIGN.keySet()) {
                Answer answer = Api.sendTo(to, "GET", Api.ext(externalId.formatted(mark)), null);
                assertThat(answer.text("/status")).as(externalId).isEqualTo("completed");
            }
            // How slow the machine is, is no test.
            assertThat(Stream.of(first, second))
                    .flatExtracting(Artifact::complaints)
                    .allMatch(line -> line.contains("BlockedThreadChecker"));
        }
    }

    private static boolean archived(String url, String id) {
        return Api.sendTo(url, "GET", Api.EXECUTIONS + "/" + id, null).at("/archived").asBoolean();
    }
}
