package dev.hindsight.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Reports in bulk. JSON is written with apostrophes for quotation marks, so that it can be read. */
final class Bulk {

    static final String INGEST = "/api/v1/ingest";

    private Bulk() {}

    /** Sends lines, each with a line feed. */
    static Answer ingest(String... lines) {
        return ingest(List.of(lines));
    }

    static Answer ingest(List<String> lines) {
        return send(body(lines));
    }

    static byte[] body(List<String> lines) {
        return Api.json(String.join("\n", lines) + "\n");
    }

    /** Sends a body as it is. */
    static Answer send(byte[] body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/x-ndjson";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return Api.send("POST", INGEST, body, all);
    }

    /** Checks that all is taken, and nothing ignored. */
    static void assertAccepted(Answer answer, long lines) {
        assertCounts(answer, lines, 0, 0);
    }

    static void assertCounts(Answer answer, long accepted, long rejected, long ignored) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(
                        List.of(
                                answer.at("/accepted").asLong(),
                                answer.at("/rejected").asLong(),
                                answer.at("/ignored").asLong()))
                .as(answer.http().body())
                .containsExactly(accepted, rejected, ignored);
        assertThat(answer.at("/errors").size()).isEqualTo((int) Math.min(rejected, 1_000));
    }

    /** The numbers of the lines that are refused. */
    static List<String> badLines(Answer answer) {
        return answer.at("/errors").findValuesAsText("line");
    }

    /** The line of a step of the execution with this external id. */
    static String step(String externalId, String key, String members) {
        return "{'step': {'execution': 'ext:%s', 'key': '%s', 'nodeId': 'n'%s}}"
                .formatted(externalId, key, members.isEmpty() ? "" : ", " + members);
    }

    /** The line of an execution with this external id, of the workflow w. */
    static String execution(String externalId, String members) {
        return "{'execution': {'externalId': '%s', 'workflowId': 'w'%s}}"
                .formatted(externalId, members.isEmpty() ? "" : ", " + members);
    }

    /** The line of a line of a log. */
    static String log(String externalId, String message) {
        return "{'log': {'execution': 'ext:%s', 'message': '%s'}}".formatted(externalId, message);
    }

    static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
