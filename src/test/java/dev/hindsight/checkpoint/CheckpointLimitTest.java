package dev.hindsight.checkpoint;

import static dev.hindsight.checkpoint.Bytes.MIB;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.report;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Little;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that are too large, and clients that leave before they have sent all. */
@QuarkusTest
@TestProfile(Little.class)
class CheckpointLimitTest {

    private static final int MAX_BYTES = Little.CHECKPOINT_BYTES;
    private static final int TIMEOUT_MS = 10_000;

    @TestHTTPResource URI server;

    private final String id = fresh();
    private final String active = ext(id) + "/state/active";
    private UUID execution;

    @BeforeEach
    void begin() {
        execution = UUID.fromString(report(id, "").text("/id"));
    }

    @Test
    void largestBody_isTaken() {
        byte[] sent = Bytes.random(MAX_BYTES);

        assertThat(Bytes.put(active, sent).statusCode()).isEqualTo(204);
        assertThat(Bytes.putChunked(active, sent).statusCode()).isEqualTo(204);
        assertThat(Bytes.get(active).body()).isEqualTo(sent);
    }

    @Test
    void announcedLargerBody_isRefusedByItsSetting() {
        checkRefused(Bytes.put(active, Bytes.random(MAX_BYTES + 1)));
    }

    @Test
    void largerBodyWithoutALength_isRefusedAndLeavesNothing() throws IOException {
        String answer = exchange(chunkedHead(), MAX_BYTES + MIB, false);

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("hindsight.checkpoint.max-bytes");
        checkNothingLeft();
    }

    @Test
    void bodyThatInflatesLarger_isRefusedAndLeavesNothing() {
        byte[] zipped = Bytes.gzip(new byte[MAX_BYTES + 1]);

        checkRefused(Bytes.put(active, zipped, "Content-Encoding", "gzip"));
    }

    @Test
    void otherDoors_keepTheirLimits() {
        byte[] body = " ".repeat(10 * MIB + 1).getBytes(UTF_8);

        assertThat(Api.send("POST", Api.EXECUTIONS, body).status()).isEqualTo(413);
        assertThat(Api.send("PUT", ext(id) + "/artifacts", body).status()).isEqualTo(413);
        assertThat(Api.send("PUT", ext(id) + "/dag", body).text("/detail"))
                .isEqualTo("The body is larger than the 10,485,760 bytes that are accepted here.");
    }

    @Test
    void clientThatHangsUp_leavesNoChunks() throws Exception {
        try (Socket client = new Socket(server.getHost(), server.getPort())) {
            OutputStream out = client.getOutputStream();
            String head = "PUT %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n";
            out.write(head.formatted(active, MAX_BYTES).getBytes(ISO_8859_1));
            out.write(Bytes.random(2 * MIB + MIB / 2));
            out.flush();
            await(2);
        }

        await(0);
        checkNothingLeft();
    }

    @Test
    void clientThatIsRefusedMidway_mayStillReadWhy() throws IOException {
        String head =
                "PUT %s/tree HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(ext(id), MAX_BYTES);

        String answer = exchange(head, 2 * MIB, true);

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("connection: close")
                .contains("The body is not valid JSON (line 1, column 1, in bytes).");
        checkNothingLeft();
    }

    @Test
    void clientThatAsksFirst_isToldToGoOn() throws IOException {
        try (Socket client = new Socket(server.getHost(), server.getPort())) {
            client.setSoTimeout(TIMEOUT_MS);
            OutputStream out = client.getOutputStream();
            String head =
                    "PUT %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n";
            out.write(head.formatted(active).getBytes(ISO_8859_1));
            out.write("Expect: 100-continue\r\n\r\n".getBytes(ISO_8859_1));
            byte[] first = client.getInputStream().readNBytes(12);
            out.write(new byte[] {1, 2, 3});

            assertThat(new String(first, ISO_8859_1)).isEqualTo("HTTP/1.1 100");
            assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
                    .contains("HTTP/1.1 204 ");
        }
        assertThat(Bytes.get(active).body()).containsExactly(1, 2, 3);
    }

    /** Sends a head and so many bytes of a body that never ends, as far as it is read; the answer. */
    private String exchange(String head, int bytes, boolean plain) throws IOException {
        try (Socket client = new Socket(server.getHost(), server.getPort())) {
            client.setSoTimeout(TIMEOUT_MS);
            OutputStream out = client.getOutputStream();
            out.write(head.getBytes(ISO_8859_1));
            byte[] piece = new byte[8_192];
            for (int sent = 0; sent < bytes; sent += piece.length) {
                if (!plain) {
                    out.write("2000\r\n".getBytes(ISO_8859_1));
                }
                out.write(piece);
                if (!plain) {
                    out.write("\r\n".getBytes(ISO_8859_1));
                }
            }
            out.flush();
            return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private String chunkedHead() {
        return "PUT %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(active);
    }

    private void checkRefused(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(new String(answer.body(), UTF_8))
                .contains("payload-too-large")
                .contains("3,145,728 bytes")
                .contains("hindsight.checkpoint.max-bytes");
        checkNothingLeft();
    }

    private void checkNothingLeft() {
        assertThat(chunks()).isZero();
        assertThat(Rows.number("SELECT count(*) FROM upload WHERE execution_id = $1", execution))
                .isZero();
        assertThat(Bytes.get(active).statusCode()).isEqualTo(404);
    }

    /** Until so many chunks are there: each look waits for an answer of the database. */
    private void await(int chunks) {
        long deadline = System.nanoTime() + TIMEOUT_MS * 1_000_000L;
        while (chunks() != chunks && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(chunks()).isEqualTo(chunks);
    }

    private long chunks() {
        return Rows.number("SELECT count(*) FROM chunk WHERE execution_id = $1", execution);
    }
}
