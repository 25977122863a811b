package dev.hindsight.importer;

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
import static dev.hindsight.fixture.Transcripts.take;
import static dev.hindsight.fixture.Transcripts.taken;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.fixture.Transcripts;
import dev.hindsight.partition.Uuid7;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transcripts that are taken in, right ones and others. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TranscriptImportTest {

    private final String externalId = fresh();

    private String begun() {
        report(
                externalId,
                "'status': 'running', 'startedAt': 1000, 'note': 'first', 'dag': {'nodes': []},"
                        + " 'steps': [{'key': 'a', 'nodeId': 'n'}, {'key': 'b', 'nodeId': 'n', 'status': 'failed'}],"
                        + " 'logs': [{'sequence': 0, 'message': 'a'}, {'sequence': 0, 'message': 'b'}]");
        return export(externalId);
    }

    /** An execution that does not fit into one transaction. */
    private String large() {
        begun();
        for (int part = 0; part < 4; part++) {
            post(
                    ext(externalId) + "/steps",
                    IntStream.range(part * 400, part * 400 + 400)
                            .mapToObj("{'key': 'k%d', 'nodeId': 'n', 'output': {}}"::formatted)
                            .collect(Collectors.joining(",", "[", "]")));
        }
        return export(externalId);
    }

    private static String lines(String file, int count) {
        return file.lines().limit(count).map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String without(String lines, String... members) {
        String less = lines;
        for (String member : members) {
            less = less.replaceAll("\"" + member + "\":(\"[^\"]*\"|\\d+|null),?", "");
        }
        return less;
    }

    private static void assertRefused(Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.text("/detail")).contains(detail);
    }

    @Nested
    class Again {

        @Test
        void sameFile_changesNothing() {
            String file = begun();
            long changes = Rows.number("SELECT coalesce(max(id), 0) FROM change");

            JsonNode first = taken(file);
            JsonNode second = taken(file);

            assertThat(second).isEqualTo(first);
            assertThat(first.toString())
                    .isEqualTo(
                            "{\"executions\":[{\"id\":\"%s\",\"externalId\":\"%s\"}],\"steps\":2,\"logs\":2}"
                                    .formatted(id(externalId), externalId));
            assertThat(sorted(export(externalId))).isEqualTo(sorted(file));
            assertThat(Rows.number("SELECT coalesce(max(id), 0) FROM change")).isEqualTo(changes);
            assertThat(get(ext(externalId)).at("/importedAt").isNull()).isTrue();
        }

        @Test
        void olderFile_changesNothing() {
            String older = begun();
            report(externalId, "'status': 'completed', 'output': 1, 'note': 'second'");
            patch(ext(externalId) + "/steps/a", "{'status': 'completed', 'output': 2}");
            post(ext(externalId) + "/logs", "[{'message': 'c'}]");
            String newer = export(externalId);

            taken(older);

            assertThat(sorted(export(externalId))).isEqualTo(sorted(newer));
        }

        @Test
        void newerFile_completesWhatIsThere() {
            String older = begun();
            report(
                    externalId,
                    "'status': 'completed', 'output': 1, 'note': 'second', 'completedAt': 9000");
            patch(ext(externalId) + "/steps/a", "{'status': 'completed', 'output': 2}");
            post(ext(externalId) + "/steps", "{'key': 'c', 'nodeId': 'n', 'status': 'failed'}");
            post(ext(externalId) + "/logs", "[{'message': 'c'}]");
            String newer = export(externalId);
            forget(id(externalId));
            taken(older);

            taken(newer);

            String now = export(externalId);
            assertThat(without(String.join("", sorted(now)), "version", "updatedAt"))
                    .isEqualTo(without(String.join("", sorted(newer)), "version", "updatedAt"));
            taken(newer);
            assertThat(sorted(export(externalId))).isEqualTo(sorted(now));
        }

        @Test
        void file_keepsWhatOthersReportedMeanwhile() {
            String file = begun();
            forget(id(externalId));
            UUID id =
                    UUID.fromString(
                            Transcripts.json(file.lines().toList().get(1))
                                    .at("/execution/id")
                                    .asText());
            post(
                    Api.EXECUTIONS,
                    "{'id': '%s', 'externalId': '%s', 'workflowId': 'w', 'status': 'failed', 'startedAt': 5000,"
                                    .formatted(id, externalId)
                            + " 'steps': [{'key': 'z', 'nodeId': 'n'}], 'logs': [{'sequence': 0, 'message': 'other'}]}");

            taken(file);
            taken(file);

            JsonNode now = get(ext(externalId) + "?include=steps,logs").body();
            assertThat(now.at("/status").asText()).isEqualTo("failed");
            assertThat(now.at("/startedAt").asText()).isEqualTo("1970-01-01T00:00:05.000Z");
            assertThat(now.at("/note").asText()).isEqualTo("first");
            assertThat(now.at("/version").asInt()).isEqualTo(2);
            assertThat(now.at("/steps")).hasSize(3);
            assertThat(now.at("/logs").findValuesAsText("message"))
                    .containsExactly("other", "b", "a");
        }
    }

    @Nested
    class Late {

        private static final List<String> STATUSES =
                List.of("pending", "running", "failed", "completed", "crashed");

        /** A report with moments of its own, so that nothing depends on the clock. */
        private static String random(Random random) {
            StringBuilder members = new StringBuilder("'startedAt': 1000");
            String status = STATUSES.get(random.nextInt(STATUSES.size()));
            if (random.nextInt(3) > 0) {
                members.append(", 'status': '%s'".formatted(status));
                if (!List.of("pending", "running").contains(status)) {
                    members.append(", 'completedAt': ").append(2000 + random.nextInt(3));
                }
            }
            if (random.nextInt(4) > 0) {
                members.append(", 'reportedAt': ").append(1_600_000_000_000L + random.nextInt(5));
            }
            for (String field : List.of("note", "input", "statusReason", "createdBy")) {
                if (random.nextInt(3) == 0) {
                    members.append(", '%s': '%d'".formatted(field, random.nextInt(9)));
                }
            }
            if (random.nextInt(3) == 0) {
                members.append(", 'labels': {'k': '%d'}".formatted(random.nextInt(9)));
            }
            if (random.nextInt(2) == 0) {
                members.append(
                        ", 'steps': [{'key': 's%d', 'nodeId': 'n%d', 'status': '%s', 'startedAt': 1, 'completedAt': 2, 'output': %d}]"
                                .formatted(
                                        random.nextInt(2),
                                        random.nextInt(3),
                                        STATUSES.get(random.nextInt(4)),
                                        random.nextInt(9)));
            }
            if (random.nextInt(2) == 0) {
                members.append(
                        ", 'logs': [{'sequence': %d, 'timestamp': 1, 'message': '%d'}]"
                                .formatted(random.nextInt(3), random.nextInt(3)));
            }
            return members.toString();
        }

        @Test
        void reports_mergeAsIfNothingHadBeen() {
            for (int seed = 0; seed < 40; seed++) {
                Random random = new Random(seed);
                String name = fresh();
                List<String> early = IntStream.range(0, 4).mapToObj(i -> random(random)).toList();
                List<String> late = IntStream.range(0, 4).mapToObj(i -> random(random)).toList();
                early.forEach(it -> report(name, it));
                String between = export(name);
                late.forEach(it -> report(name, it));
                String undisturbed = export(name);
                forget(id(name));
                taken(between);

                late.forEach(it -> report(name, it));

                assertThat(timeless(export(name)))
                        .as("seed " + seed)
                        .isEqualTo(timeless(undisturbed));
            }
        }

        /** Without the moments of arrival. */
        private static List<String> timeless(String lines) {
            return sorted(lines).stream()
                    .map(
                            line ->
                                    line.replaceAll(
                                            "\"20[2-9]\\d-\\d\\d-\\d\\dT(?!0[0-9]:26:40)[^\"]*\"",
                                            "\"now\""))
                    .toList();
        }
    }

    @Nested
    class Cut {

        @Test
        void smallExecution_isNotStored() {
            String file = begun();
            forget(id(externalId));

            Answer answer = take(lines(file, 4));

            assertRefused(answer, 400, "its last line is missing");
            assertThat(get(ext(externalId)).status()).isEqualTo(404);
        }

        @Test
        void largeExecution_isMarkedUntilItIsWhole() {
            String file = large();
            UUID id = id(externalId);
            forget(id);

            assertRefused(take(lines(file, 1_500)), 400, "its last line is missing");

            JsonNode half = get(ext(externalId)).body();
            assertThat(half.at("/deletedAt").isNull()).isFalse();
            assertThat(half.at("/notices").findValuesAsText("pointer"))
                    .containsExactly("/logs", "/steps");
            assertThat(get(Api.EXECUTIONS + "?externalId=" + externalId).at("/items")).isEmpty();
            assertThat(Rows.number("SELECT count(*) FROM step WHERE execution_id = $1", id))
                    .isGreaterThan(100);

            taken(file);

            assertThat(sorted(export(externalId))).isEqualTo(sorted(file));
            assertThat(get(Api.EXECUTIONS + "?externalId=" + externalId).at("/items")).hasSize(1);
        }

        @Test
        void marksOfAHalf_areToldByItsExport() {
            String file = large();
            forget(id(externalId));
            take(lines(file, 1_500));
            String half = export(externalId);
            forget(id(externalId));

            taken(half);

            assertThat(sorted(export(externalId))).isEqualTo(sorted(half));
            assertThat(get(ext(externalId)).at("/notices")).hasSize(2);
        }

        @Test
        void executionsBefore_areKept() {
            String first = begun();
            String other = fresh();
            report(other, "");
            String second = export(other);
            forget(id(externalId));
            forget(id(other));
            String both =
                    first.substring(0, first.indexOf("{\"end\""))
                            + lines(second, 2).substring(second.indexOf('\n') + 1);

            assertRefused(take(both), 400, "its last line is missing");

            assertThat(get(ext(externalId)).status()).isEqualTo(200);
            assertThat(get(ext(other)).status()).isEqualTo(404);
        }

        @Test
        void missingLine_isSeenByItsCount() {
            String file = begun();
            forget(id(externalId));
            String less =
                    file.lines()
                            .filter(line -> !line.contains("\"key\":\"b\""))
                            .collect(Collectors.joining("\n"));

            assertRefused(take(less), 400, "It tells of 2 steps, and there are 1");

            assertThat(get(ext(externalId)).status()).isEqualTo(404);
        }

        @Test
        void document_isRefusedAsAWhole() {
            begun();
            String document = Transcripts.text(ext(externalId) + "/export?format=json");
            forget(id(externalId));

            assertThat(Api.postRaw(Transcripts.IMPORT, document.substring(0, 900)).status())
                    .isEqualTo(400);
            String open = document.replaceAll(",\\s*\"whole\":\\{[^}]*}", "");
            assertRefused(Api.postRaw(Transcripts.IMPORT, open), 400, "its last line is missing");

            assertThat(get(ext(externalId)).status()).isEqualTo(404);
        }
    }

    @Nested
    class Wrong {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "rubbish",
                    "{",
                    "[]",
                    "{}",
                    "{\"steps\": {}}",
                    "{\"execution\": 5}",
                    "{\"execution\": {\"id\": \"x\"}}",
                    "{\"hindsight\": {\"format\": 1}}",
                    "{\"step\": {\"key\": \"a\"}}",
                    "{\"log\": {}}",
                    "{\"whole\": {}}",
                    "{\"dag\": {}, \"step\": {}}",
                    "\"\\ud800",
                    "nul\u0000"
                })
        void line_isRefusedWithItsPlace(String line) {
            Answer answer = take("{\"hindsight\":{\"format\":1}}\n\n" + line + "\n");

            assertRefused(answer, 400, "line 3");
            assertThat(answer.text("/type")).isEqualTo("/problems/invalid-request");
        }

        @Test
        void header_isNeeded() {
            String file = begun();

            assertRefused(take(file.substring(file.indexOf('\n') + 1)), 400, "line 1");
            assertRefused(take(file.replace("\"format\":1", "\"format\":2")), 400, "line 1");
            assertRefused(take(""), 400, "last line");
            assertRefused(
                    Api.postRaw(Transcripts.IMPORT, "{\"hindsight\":{\"format\":1}}"),
                    400,
                    "last line");
        }

        @Test
        void order_isThatOfAnExport() {
            List<String> lines = begun().lines().toList();

            for (int[] swap : new int[][] {{1, 2}, {2, 3}, {4, 5}, {6, 7}, {7, 8}}) {
                List<String> other = new ArrayList<>(lines);
                Collections.swap(other, swap[0], swap[1]);
                assertThat(take(String.join("\n", other)).status())
                        .as(other.toString())
                        .isEqualTo(400);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"status\":\"running\" > \"status\":\"odd\"",
                    "\"status\":\"running\" > \"status\":null",
                    "\"workflowId\":\"w\" > \"workflowId\":\"\"",
                    "\"workflowId\":\"w\" > \"workflow\":\"w\"",
                    "\"startedAt\":\"1970 > \"startedAt\":\"x",
                    "\"version\":1, > \"version\":0,",
                    "\"version\":1, > \"version\":99999999999,",
                    "\"createdAt\":\"20 > \"createdAt\":\"x",
                    "\"notices\":[] > \"notices\":[{}]",
                    "\"notices\":[] > \"notices\":[{\"kind\":\"odd\",\"pointer\":\"/input\"}]",
                    "\"notices\":[] > \"notices\":[{\"kind\":\"redacted\",\"pointer\":\"\"}]",
                    "\"notices\":[] > \"notices\":{}",
                    "\"merge\": > \"merged\":",
                    "\"stamps\":[ > \"stamps\":[7,7,",
                    "\"stamps\":[0, > \"stamps\":[-1,",
                    "\"stamps\":[0, > \"stamps\":[4611686018427387904,",
                    "\"unset\":[ > \"unset\":[\"status\",",
                    "\"unset\":[ > \"unset\":[5,",
                    "\"exitCode\":null > \"exitCode\":\"x\"",
                    "\"id\":\"01 > \"id\":\"zz",
                    "\"id\":\"01 > \"id\":\"ff",
                    "\"id\":\"01 > \"id\":\"00"
                })
        void member_isReadAsStrictlyAsReports(String change) {
            String file = begun();
            UUID id = id(externalId);
            forget(id);
            String[] parts = change.split(" > ", 2);
            String line = file.lines().toList().get(1);
            assertThat(line).contains(parts[0]);

            Answer answer = take(file.replace(line, line.replace(parts[0], parts[1])));

            assertRefused(answer, 400, "line 2");
            assertThat(answer.at("/errors")).isNotEmpty();
            assertThat(answer.text("/errors/0/pointer")).startsWith("/execution");
            assertThat(get(ext(externalId)).status()).isEqualTo(404);
        }

        @Test
        void values_areCleanedCutAndMaskedAsInReports() {
            report(externalId, "'input': {'a': 'v', 'b': '1'}");
            String file = export(externalId);
            forget(id(externalId));

            taken(
                    file.replace("\"a\": \"v\"", "\"token\": \"v\", \"c\": \"\\u0000\"")
                            .replace(
                                    "\"b\": \"1\"", "\"b\": \"%s\"".formatted("x".repeat(70_000))));

            JsonNode now = get(ext(externalId)).body();
            assertThat(now.at("/input/token").asText()).isEqualTo("[redacted]");
            assertThat(now.at("/input/c").asText()).isEqualTo("\ufffd");
            assertThat(now.at("/input/b").asText()).hasSize(65_536);
            assertThat(now.at("/notices").findValuesAsText("kind"))
                    .containsExactlyInAnyOrder("redacted", "sanitized", "truncated");
        }

        @Test
        void lineOverTheLimit_isTooLarge() {
            String file = begun();
            forget(id(externalId));
            String large =
                    file.replace(
                            "\"note\":\"first\"",
                            "\"note\":\"%s\"".formatted("x".repeat(8 * 1024 * 1024)));

            Answer answer = take(large);

            assertRefused(answer, 413, "line 2");
        }

        @Test
        void bodies_areOfTheTypesThatAreTaken() {
            assertThat(take("x", "Content-Type", "text/plain").status()).isEqualTo(415);
            assertThat(take("x", "Content-Encoding", "br").status()).isEqualTo(415);
            assertRefused(take("x", "Content-Encoding", "gzip"), 400, "not gzip");
        }
    }

    @Nested
    class Ids {

        @Test
        void externalIdOfAnother_isAConflict() {
            String file = begun();
            UUID id = id(externalId);
            forget(id);
            report(externalId, "");

            Answer answer = take(file);

            assertRefused(answer, 409, "line 2");
            assertThat(get(Api.EXECUTIONS + "/" + id).status()).isEqualTo(404);
        }

        @Test
        void executionOfAnotherWorkflow_isAConflict() {
            String file = begun();

            Answer answer = take(file.replace("\"workflowId\":\"w\"", "\"workflowId\":\"other\""));

            assertRefused(answer, 409, "workflowId");
            assertThat(get(ext(externalId)).text("/workflowId")).isEqualTo("w");
        }

        @Test
        void neighboursOfAConflict_areTaken() {
            String other = fresh();
            report(other, "");
            String second = export(other);
            String first = begun();
            forget(id(externalId));
            forget(id(other));
            report(other, "'runId': 'new'");
            String both =
                    second.substring(0, second.indexOf("{\"end\""))
                            + first.substring(first.indexOf('\n') + 1)
                                    .replace("\"executions\":1", "\"executions\":2");

            assertRefused(take(both), 409, "line 2");

            assertThat(get(ext(externalId)).status()).isEqualTo(200);
        }

        private String aged(String file, UUID from, UUID to) {
            return file.replace(from.toString(), to.toString());
        }

        @Test
        void daysThatNeverWere_areMade() {
            String file = begun();
            UUID id = id(externalId);
            forget(id);
            Instant past = Instant.now().minus(Duration.ofDays(900));
            UUID old =
                    new UUID(
                            (past.toEpochMilli() << 16) | (id.getMostSignificantBits() & 0xFFFF),
                            id.getLeastSignificantBits());

            taken(aged(file, id, old));

            assertThat(sorted(export(externalId))).isEqualTo(sorted(aged(file, id, old)));
            assertThat(get(Api.EXECUTIONS + "?externalId=" + externalId).at("/items")).hasSize(1);
        }

        @Test
        void daysThatWereDropped_areMadeAgain() {
            String file = begun();
            UUID id = id(externalId);
            forget(id);
            Instant past = Instant.now().minus(Duration.ofDays(901));
            LocalDate day = LocalDate.ofInstant(past, ZoneOffset.UTC);
            UUID old =
                    new UUID(
                            (past.toEpochMilli() << 16) | (id.getMostSignificantBits() & 0xFFFF),
                            id.getLeastSignificantBits());
            taken(aged(file, id, old));
            forget(old);
            drop(day);
            UUID neighbour = new UUID(old.getMostSignificantBits() ^ 1, 0x8000000000000000L);
            assertThat(Uuid7.is(neighbour)).isTrue();

            taken(aged(file, id, old));

            assertThat(sorted(export(externalId))).isEqualTo(sorted(aged(file, id, old)));
            assertThat(get(Api.EXECUTIONS + "/" + neighbour).status()).isEqualTo(410);
        }

        private void drop(LocalDate day) {
            String suffix = DateTimeFormatter.BASIC_ISO_DATE.format(day);
            for (String table :
                    List.of(
                            "execution",
                            "execution_payload",
                            "heartbeat",
                            "step",
                            "step_payload",
                            "log",
                            "log_tally",
                            "artifact",
                            "tree",
                            "snapshot",
                            "state",
                            "chunk")) {
                Rows.run("DROP TABLE " + table + "_" + suffix);
            }
            Rows.run(
                    "UPDATE partition_day SET state = 'dropped', dropped_at = now() WHERE day = $1",
                    day);
        }
    }

    @Nested
    class Compressed {

        private static byte[] gzip(String text) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                out.write(text.getBytes(UTF_8));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return bytes.toByteArray();
        }

        private static Answer send(byte[] body) {
            return Api.send(
                    "POST",
                    Transcripts.IMPORT,
                    body,
                    "Content-Type",
                    "application/x-ndjson",
                    "Content-Encoding",
                    "gzip");
        }

        @Test
        void file_isTaken() {
            String file = large();
            forget(id(externalId));

            assertThat(send(gzip(file)).status()).isEqualTo(200);

            assertThat(sorted(export(externalId))).isEqualTo(sorted(file));
        }

        @Test
        void cutFile_isRefused() {
            byte[] whole = gzip(begun());
            forget(id(externalId));

            Answer answer = send(Arrays.copyOf(whole, whole.length - 4));

            assertRefused(answer, 400, "gzip");
        }

        @Test
        void bomb_isRefusedAtItsFirstLine() {
            assertRefused(send(gzip("x".repeat(100_000_000))), 413, "line 1");
        }
    }
}
