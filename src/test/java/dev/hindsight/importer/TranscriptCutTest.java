package dev.hindsight.importer;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
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
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Transcripts of which not all came, and those that came compressed. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TranscriptCutTest {

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

    private static void assertRefused(Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.text("/detail")).contains(detail);
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
