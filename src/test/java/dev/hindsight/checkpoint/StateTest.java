package dev.hindsight.checkpoint;

import static dev.hindsight.checkpoint.Bytes.MIB;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** States, and what trees and snapshots have in common with them. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class StateTest {

    private final String id = fresh();
    private final String active = ext(id) + "/state/active";
    private UUID execution;

    @BeforeEach
    void begin() {
        execution = UUID.fromString(report(id, "").text("/id"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, MIB - 1, MIB, MIB + 1, 2 * MIB, 5 * MIB + 17})
    void state_comesBackByteForByte(int length) {
        byte[] sent = Bytes.random(length);

        assertThat(Bytes.put(active, sent).statusCode()).isEqualTo(204);

        HttpResponse<byte[]> answer = Bytes.get(active);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(sent);
        assertThat(answer.headers().firstValue("Content-Length")).hasValue("" + length);
        assertThat(answer.headers().firstValue("Transfer-Encoding")).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/octet-stream");
        assertThat(chunks()).isEqualTo((length + MIB - 1) / MIB);
        assertThat(Rows.number("SELECT count(*) FROM upload")).isZero();
    }

    @Test
    void state_isCompressed() {
        Bytes.put(active, "all work and no play ".repeat(100_000).getBytes(UTF_8));

        assertThat(
                        Rows.number(
                                "SELECT bytes / stored_bytes FROM state WHERE execution_id = $1",
                                execution))
                .isGreaterThan(100);
        assertThat(
                        Rows.number(
                                "SELECT sum(length(content)) - (SELECT stored_bytes FROM state"
                                        + " WHERE execution_id = $1) FROM chunk"
                                        + " WHERE execution_id = $1",
                                execution))
                .isZero();
    }

    @Test
    void state_isReplacedWithItsChunks() {
        Bytes.put(active, Bytes.random(3 * MIB));
        byte[] second = Bytes.random(2 * MIB);

        Bytes.put(active, second);

        assertThat(Bytes.get(active).body()).isEqualTo(second);
        assertThat(chunks()).isEqualTo(2);
    }

    @Test
    void states_areApart() {
        Bytes.put(active, new byte[] {1});
        Bytes.put(ext(id) + "/state/pending", new byte[] {2});

        assertThat(Bytes.get(active).body()).containsExactly(1);
        assertThat(Bytes.get(ext(id) + "/state/pending").body()).containsExactly(2);
        assertThat(send("DELETE", active, null).status()).isEqualTo(204);
        assertThat(Bytes.get(active).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", active, null).status()).isEqualTo(404);
        assertThat(Bytes.get(ext(id) + "/state/pending").body()).containsExactly(2);
        assertThat(chunks()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "Active", "x", "active%2Fx"})
    void otherStates_areNotThere(String kind) {
        String path = ext(id) + "/state/" + kind;

        assertThat(Bytes.get(path).statusCode()).isEqualTo(404);
        assertThat(Bytes.put(path, new byte[] {1}).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", path, null).status()).isEqualTo(404);
    }

    @Test
    void gzippedBody_isInflated() {
        byte[] sent = Bytes.random(MIB + 5);

        HttpResponse<byte[]> answer =
                Bytes.put(active, Bytes.gzip(sent), "Content-Encoding", "gzip");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(Bytes.get(active).body()).isEqualTo(sent);
    }

    @Test
    void brokenGzip_isInvalidAndLeavesNothing() {
        byte[] zipped = Bytes.gzip(Bytes.random(3 * MIB));
        byte[] flipped = zipped.clone();
        flipped[zipped.length - 1] ^= 1;
        byte[] cut = Arrays.copyOf(zipped, zipped.length - 9);

        for (byte[] wrong : new byte[][] {flipped, cut, new byte[] {1, 2, 3}}) {
            assertThat(Bytes.put(active, wrong, "Content-Encoding", "gzip").statusCode())
                    .isEqualTo(400);
        }

        assertThat(Bytes.get(active).statusCode()).isEqualTo(404);
        assertThat(chunks()).isZero();
    }

    @Test
    void otherEncodings_areUnsupported() {
        assertThat(Bytes.put(active, new byte[] {1}, "Content-Encoding", "br").statusCode())
                .isEqualTo(415);
    }

    @Test
    void chunkedBody_isTaken() {
        byte[] sent = Bytes.random(2 * MIB + 3);

        assertThat(Bytes.putChunked(active, sent).statusCode()).isEqualTo(204);

        assertThat(Bytes.get(active).body()).isEqualTo(sent);
    }

    @Test
    void unknownExecutions_areNotFound() {
        String unknown = ext("no-such-" + id) + "/state/active";
        String misspelt = Api.EXECUTIONS + "/xyz/state/active";
        String minted = Api.EXECUTIONS + "/" + UUID.randomUUID() + "/state/active";

        for (String path : new String[] {unknown, misspelt, minted}) {
            assertThat(Bytes.put(path, Bytes.random(MIB)).statusCode()).as(path).isEqualTo(404);
            assertThat(Bytes.get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(send("DELETE", path, null).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void removedExecutions_areGone() {
        Rows.run("UPDATE external_id SET removed_at = now() WHERE external_id = $1", id);

        assertThat(Bytes.put(active, new byte[] {1}).statusCode()).isEqualTo(410);
        assertThat(Bytes.get(active).statusCode()).isEqualTo(410);
    }

    @Test
    void deletedExecutions_takeWritesUnseen() {
        Rows.run("UPDATE execution SET deleted_at = now() WHERE id = $1", execution);

        assertThat(Bytes.put(active, new byte[] {1}).statusCode()).isEqualTo(204);
        assertThat(Bytes.get(active).body()).containsExactly(1);
    }

    @Test
    void executionsOfOtherNamespaces_areNotThere() {
        Bytes.put(active, new byte[] {1});
        Rows.run("UPDATE execution SET namespace_id = 1000079 WHERE id = $1", execution);
        String path = Api.EXECUTIONS + "/" + execution + "/state/active";

        assertThat(Bytes.get(path).statusCode()).isEqualTo(404);
        assertThat(Bytes.put(path, new byte[] {1}).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", path, null).status()).isEqualTo(404);
    }

    @Test
    void writes_leaveTheVersionAndDoNotRevive() {
        report(id, "'status': 'crashed'");
        String before = Api.get(ext(id)).text("/version");

        Bytes.put(active, new byte[] {1});
        Bytes.put(ext(id) + "/tree", "{}".getBytes(UTF_8), "Content-Type", "application/json");
        Bytes.post(ext(id) + "/snapshots", new byte[] {1});
        Api.put(ext(id) + "/artifacts", "{'n': {'k': 1}}");

        assertThat(Api.get(ext(id)).text("/version")).isEqualTo(before);
        assertThat(Api.get(ext(id)).text("/status")).isEqualTo("crashed");
    }

    private long chunks() {
        return Rows.number("SELECT count(*) FROM chunk WHERE execution_id = $1", execution);
    }
}
