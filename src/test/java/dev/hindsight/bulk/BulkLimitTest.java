package dev.hindsight.bulk;

import static dev.hindsight.bulk.Bulk.assertAccepted;
import static dev.hindsight.bulk.Bulk.execution;
import static dev.hindsight.bulk.Bulk.gzip;
import static dev.hindsight.bulk.Bulk.ingest;
import static dev.hindsight.bulk.Bulk.send;
import static dev.hindsight.fixture.Api.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Little;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that are too large, and compressed ones that are broken: what came before is kept, and told. */
@QuarkusTest
@TestProfile(Little.class)
class BulkLimitTest {

    private static final int MAX_BYTES = Little.INGEST_BYTES;
    private static final String[] GZIP = {"Content-Encoding", "gzip"};

    private final String id = fresh();

    @BeforeEach
    void begin() {
        ingest(execution(id, ""));
    }

    /** Lines of a KiB each. */
    private byte[] body(int lines) {
        return Bulk.body(Steps.lines(id, 0, lines, 950));
    }

    /** Checks that a problem tells exactly those lines durable that are, each a step. */
    private void assertDurable(JsonNode problem, int least) {
        long last = problem.path("lastDurableLine").longValue();
        assertThat(last).isGreaterThanOrEqualTo(least);
        assertThat(problem.path("detail").textValue())
                .endsWith(
                        last == 0
                                ? "No line is durable."
                                : "The last durable line is %,d.".formatted(last));
        assertThat(problem.at("/receipt/accepted").longValue()).isEqualTo(last);
        assertThat(Steps.stored(id)).isEqualTo(last);
    }

    @Test
    void largerBodyWithoutALength_isTakenUpToItsLimit() throws IOException {
        try (BulkSocket client = BulkSocket.chunked()) {
            client.send(Steps.lines(id, 0, 3_000, 950)).end();

            BulkSocket.Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body().path("type").textValue())
                    .isEqualTo("/problems/payload-too-large");
            assertThat(answer.body().path("detail").textValue())
                    .contains("2,097,152 bytes", "by the setting hindsight.ingest.max-body");
            assertDurable(answer.body(), 1_500);
        }
    }

    @Test
    void largestBody_isTaken() {
        byte[] steps = body(1_900);
        byte[] body = Arrays.copyOf(steps, MAX_BYTES);
        Arrays.fill(body, steps.length, body.length, (byte) '\n');

        assertAccepted(send(body), 1_900);
    }

    @Test
    void announcedLargerBody_isRefusedUnread() {
        Answer answer = send(body(3_000));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text("/detail")).contains("hindsight.ingest.max-body");
        assertThat(answer.at("/lastDurableLine").intValue()).isZero();
        assertThat(Steps.stored(id)).isZero();
    }

    @Test
    void bodyThatInflatesLarger_isTakenUpToItsLimit() {
        Answer answer = send(gzip(body(3_000)), GZIP);

        assertThat(answer.status()).isEqualTo(413);
        assertDurable(answer.body(), 1_500);
    }

    @Test
    void bombOfOneLine_isRefused() {
        Answer answer = send(gzip(new byte[100 * MAX_BYTES]), GZIP);

        assertThat(answer.status()).isEqualTo(413);
        assertDurable(answer.body(), 0);
    }

    @Test
    void bombOfBadLines_isRefused() {
        Answer answer = send(gzip(Bulk.bytes("1\n".repeat(MAX_BYTES))), GZIP);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.at("/receipt/rejected").longValue())
                .isEqualTo(answer.at("/lastDurableLine").longValue())
                .isGreaterThan(500_000);
        assertThat(answer.at("/receipt/errors").size()).isEqualTo(1_000);
    }

    @Test
    void gzipThatIsCut_isRefused_withWhatCameBefore() {
        byte[] whole = gzip(incompressible(1_000));

        Answer answer = send(Arrays.copyOf(whole, whole.length - 10), GZIP);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail"))
                .startsWith("The body is not gzip, or not all of it came.");
        assertDurable(answer.body(), 500);
    }

    @Test
    void gzipThatIsDamaged_isRefused_withWhatCameBefore() {
        byte[] damaged = gzip(incompressible(1_000));
        Arrays.fill(damaged, damaged.length - 1_000, damaged.length - 900, (byte) 0);

        Answer answer = send(damaged, GZIP);

        assertThat(answer.status()).isEqualTo(400);
        assertDurable(answer.body(), 500);
    }

    @Test
    void whatIsNoGzip_isRefused() {
        Answer answer = send(body(10), GZIP);

        assertThat(answer.status()).isEqualTo(400);
        assertDurable(answer.body(), 0);
    }

    @Test
    void otherEncodings_are415() {
        assertThat(send(body(1), "Content-Encoding", "br").status()).isEqualTo(415);
    }

    /** Lines that are about as long when they are compressed. */
    private byte[] incompressible(int lines) {
        Random random = new Random(1);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < lines; i++) {
            StringBuilder output = new StringBuilder();
            random.ints(900, 'A', 'Z' + 1).forEach(c -> output.append((char) c));
            body.writeBytes(
                    Bulk.body(
                            List.of(
                                    Bulk.step(
                                            id,
                                            String.valueOf(i),
                                            "'output': '%s'".formatted(output)))));
        }
        return body.toByteArray();
    }
}
