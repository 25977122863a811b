package dev.hindsight.importer;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Transcripts.export;
import static dev.hindsight.fixture.Transcripts.forget;
import static dev.hindsight.fixture.Transcripts.id;
import static dev.hindsight.fixture.Transcripts.sorted;
import static dev.hindsight.fixture.Transcripts.take;
import static dev.hindsight.fixture.Transcripts.taken;
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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transcripts that are not right. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TranscriptFaultsTest {

    private final String externalId = fresh();

    private String begun() {
        report(
                externalId,
                "'status': 'running', 'startedAt': 1000, 'note': 'first', 'dag': {'nodes': []},"
                        + " 'steps': [{'key': 'a', 'nodeId': 'n'}, {'key': 'b', 'nodeId': 'n', 'status': 'failed'}],"
                        + " 'logs': [{'sequence': 0, 'message': 'a'}, {'sequence': 0, 'message': 'b'}]");
        return export(externalId);
    }

    private static void assertRefused(Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.text("/detail")).contains(detail);
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
}
