package dev.hindsight.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quota of bytes that a namespace may be sent in a day: who uses it up, and what goes on behind. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class DailyBytesTest {

    private static final String EXECUTIONS = "/api/v1/executions";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject DailyBytes bytes;

    private final String namespace = Property.unheardOf();

    private void quota(long bytesPerDay) {
        Answer set =
                Key.ADMIN.put(
                        "/api/v1/namespaces/" + namespace,
                        "{'quotas': {'bytesPerDay': %d}}".formatted(bytesPerDay));
        assertThat(set.status()).isIn(200, 201);
        assertThat(set.at("/quotas/bytesPerDay").asLong()).isEqualTo(bytesPerDay);
    }

    /** What the table says of today, when everything that was counted here has been added. */
    private long taken() {
        bytes.write().await().atMost(PATIENCE);
        return Rows.number(
                """
                SELECT coalesce(sum(b.bytes), 0)::bigint
                FROM namespace_bytes b
                JOIN namespace n ON n.id = b.namespace_id
                WHERE n.name = $1 AND b.day = $2
                """,
                namespace,
                today());
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** What other replicas, or this one before it was started again, have added. */
    private void others(LocalDate day, long count) {
        Rows.run(
                """
                INSERT INTO namespace_bytes (namespace_id, day, bytes)
                SELECT n.id, $2, $3
                FROM namespace n
                WHERE n.name = $1
                """,
                namespace,
                day,
                count);
    }

    private static Answer report(Key key, int length, String... headers) {
        return key.post(EXECUTIONS, body(length), headers);
    }

    /** The body of a report, of exactly so many bytes. */
    private static String body(int length) {
        String frame = "{'workflowId': 'w', 'input': '%s'}";
        return frame.formatted("x".repeat(length - frame.length() + 2));
    }

    private static void assertUsedUp(Answer told) {
        assertThat(told.status()).as(told.http().body()).isEqualTo(429);
        assertThat(told.text("/type")).isEqualTo("/problems/overloaded");
        assertThat(told.text("/detail")).contains("in a day");
        assertThat(Integer.parseInt(told.header("Retry-After"))).isBetween(1, 86_400);
    }

    @Test
    void reportsBeyondTheQuota_areRefused() {
        quota(2_000);
        Key key = Key.of(namespace, "writer");
        Key other = Key.of(namespace, "admin");

        Answer first = report(key, 1_500);
        Answer begunBelow = report(other, 1_500);

        assertThat(first.status()).isEqualTo(201);
        assertThat(begunBelow.status()).isEqualTo(201);
        assertUsedUp(report(key, 100));
        assertUsedUp(report(other, 100));
        assertThat(taken()).isEqualTo(3_000);
    }

    @Test
    void whatBringsNothing_goesOn() {
        quota(100);
        Key key = Key.of(namespace, "writer");
        String path = EXECUTIONS + "/" + report(key, 200).text("/id");
        assertUsedUp(report(key, 100));

        assertThat(key.get(path).status()).isEqualTo(200);
        assertThat(key.send("POST", path + "/heartbeat", null).status()).isEqualTo(204);
        assertThat(key.send("POST", path + "/replay", null).status()).isEqualTo(202);
        assertThat(key.send("DELETE", path, null).status()).isEqualTo(204);
        assertThat(key.post("/mcp", "{'jsonrpc': '2.0', 'id': 1, 'method': 'tools/list'}").status())
                .isEqualTo(200);
        Key admin = Key.of(namespace, "admin");
        assertThat(admin.post("/api/v1/erasures", "{'createdBy': 'nobody'}").status())
                .isEqualTo(202);
        assertThat(report(Key.ADMIN, 100, "Hindsight-Namespace", namespace).status())
                .isEqualTo(201);
        assertThat(report(Key.of(Property.unheardOf(), "writer"), 100).status()).isEqualTo(201);
        assertThat(taken()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/api/v1/executions|application/json|{'workflowId': 'w'}",
                "POST|/api/v1/ingest|application/x-ndjson|{'execution': {'workflowId': 'w'}}",
                "POST|/api/v1/executions/import|application/x-ndjson|{'hindsight': 1}",
                "POST|/v1/traces|application/json|{'resourceSpans': []}",
                "PUT|{execution}/state/active|application/octet-stream|any bytes",
                "POST|{execution}/snapshots|application/octet-stream|any bytes",
                "PUT|{execution}/tree|application/json|{'a': 1}",
                "PATCH|{execution}|application/json|{'note': 'n'}",
                "POST|{execution}/logs|application/x-ndjson|{'message': 'm'}",
            })
    void everyDoor_counts(String method, String path, String type, String text) throws IOException {
        Key key = Key.of(namespace, "writer");
        String execution = EXECUTIONS + "/" + report(key, 100).text("/id");
        quota(1_000_000);
        byte[] body = text.replace('\'', '"').getBytes(UTF_8);
        String to = path.replace("{execution}", execution);

        key.send(method, to, body, "Content-Type", type);
        assertThat(taken()).isEqualTo(body.length);
        key.send(method, to, gzip(body), "Content-Type", type, "Content-Encoding", "gzip");
        assertThat(taken()).isEqualTo(2L * body.length);
        quota(1);

        assertUsedUp(key.send(method, to, body, "Content-Type", type));
        assertThat(taken()).isEqualTo(2L * body.length);
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    @Test
    void whatOthersTook_countsOnceItIsHeardOf() {
        quota(10_000);
        Key key = Key.of(namespace, "writer");
        others(today(), 9_950);

        assertThat(report(key, 100).status()).isEqualTo(201);
        assertThat(taken()).isEqualTo(10_050);

        assertUsedUp(report(key, 100));
    }

    @Test
    void earlierDays_doNotCount() {
        quota(1_000);
        Key key = Key.of(namespace, "writer");
        others(today().minusDays(1), 5_000);
        others(today().minusDays(2), 5_000);

        assertThat(report(key, 100).status()).isEqualTo(201);
        assertThat(taken()).isEqualTo(100);
        assertThat(report(key, 100).status()).isEqualTo(201);

        assertThat(
                        Rows.number(
                                """
                                SELECT count(*)
                                FROM namespace_bytes b
                                JOIN namespace n ON n.id = b.namespace_id
                                WHERE n.name = $1
                                """,
                                namespace))
                .isEqualTo(2);
    }

    @Test
    void reportsAtOnce_areCountedExactly() throws Exception {
        quota(1_000_000);
        Key key = Key.of(namespace, "writer");

        List<Long> sums =
                AtOnce.ask(
                        5,
                        n ->
                                IntStream.range(0, 20)
                                        .mapToLong(
                                                i ->
                                                        n == 0
                                                                ? Math.min(taken(), 0)
                                                                : sent(key, 200 + n))
                                        .sum());

        assertThat(taken()).isEqualTo(sums.stream().mapToLong(it -> it).sum());
    }

    private static long sent(Key key, int length) {
        assertThat(report(key, length).status()).isEqualTo(201);
        return length;
    }

    @Test
    void whatCannotBeAdded_isAddedLater() {
        quota(250);
        Key key = Key.of(namespace, "writer");
        report(key, 200);
        Rows.run("ALTER TABLE namespace_bytes RENAME TO namespace_bytes_away");
        try {
            bytes.write().await().atMost(PATIENCE);
            assertThat(report(key, 100).status()).isEqualTo(201);
            assertUsedUp(report(key, 100));
        } finally {
            Rows.run("ALTER TABLE namespace_bytes_away RENAME TO namespace_bytes");
        }

        assertThat(taken()).isEqualTo(300);
        assertUsedUp(report(key, 100));
        quota(500);
        assertThat(report(key, 100).status()).isEqualTo(201);
    }

    @Test
    void endOfTheService_losesNothing() {
        quota(1_000);
        report(Key.of(namespace, "writer"), 300);

        bytes.end().await().atMost(PATIENCE);

        assertThat(
                        Rows.number(
                                "SELECT b.bytes FROM namespace_bytes b JOIN namespace n"
                                        + " ON n.id = b.namespace_id WHERE n.name = $1",
                                namespace))
                .isEqualTo(300);
    }
}
