package dev.hindsight.checkpoint;

import static dev.hindsight.checkpoint.Bytes.MIB;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.put;
import static dev.hindsight.fixture.Api.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hindsight.blob.BlobContent;
import dev.hindsight.blob.BlobOwner;
import dev.hindsight.blob.Blobs;
import dev.hindsight.blob.ByteSource;
import dev.hindsight.checkpoint.CheckpointService.Usage;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other features ask of checkpoints: to import, to export, to measure and to forget them. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class CheckpointRecorderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final OffsetDateTime LONG_AGO = OffsetDateTime.parse("2020-02-03T04:05:06.789Z");

    private static final List<String> TABLES =
            List.of("artifact", "tree", "snapshot", "state", "chunk");

    @Inject CheckpointRecorder recorder;
    @Inject CheckpointService service;
    @Inject ArtifactService artifacts;
    @Inject Blobs blobs;
    @Inject Database database;

    private final String id = fresh();
    private UUID execution;
    private BlobOwner owner;

    @BeforeEach
    void begin() {
        execution = UUID.fromString(report(id, "").text("/id"));
        owner = new BlobOwner(Namespace.DEFAULT_ID, execution);
    }

    @Test
    void import_keepsIdsAndTimes() {
        UUID snapshot = Uuid7.mint();
        byte[] bytes = Bytes.random(2 * MIB + 1);

        get(recorder.add(owner, snapshot, LONG_AGO, ByteSource.of(bytes)));
        get(recorder.put(owner, Slot.TREE, LONG_AGO, ByteSource.of("[1]".getBytes(UTF_8))));
        get(recorder.put(owner, Slot.PENDING, LONG_AGO, ByteSource.of(bytes)));

        Snapshot told = get(service.list(owner, null, 10)).get(0);
        assertThat(told.id()).isEqualTo(snapshot);
        assertThat(told.createdAt()).isEqualTo(LONG_AGO);
        assertThat(all(get(service.open(owner, told)).orElseThrow())).isEqualTo(bytes);
        assertThat(all(get(service.find(owner, Slot.TREE)).orElseThrow()))
                .isEqualTo("[1]".getBytes(UTF_8));
        assertThat(all(get(service.find(owner, Slot.PENDING)).orElseThrow())).isEqualTo(bytes);
        assertThat(get(service.find(owner, Slot.ACTIVE))).isEmpty();
        assertThat(get(service.list(owner, told, 10))).isEmpty();
        assertThat(
                        Rows.number(
                                "SELECT count(*) FROM tree WHERE execution_id = $1"
                                        + " AND updated_at = $2",
                                execution,
                                LONG_AGO))
                .isEqualTo(1);
    }

    @Test
    void importOfASnapshotAgain_replacesIt() {
        UUID snapshot = Uuid7.mint();

        get(recorder.add(owner, snapshot, LONG_AGO, ByteSource.of(Bytes.random(2 * MIB))));
        get(recorder.add(owner, snapshot, LONG_AGO, ByteSource.of(new byte[] {7})));

        assertThat(get(service.list(owner, null, 10))).hasSize(1);
        assertThat(rows("chunk")).isEqualTo(1);
    }

    @Test
    void artifacts_areToldInSlices() {
        put(ext(id) + "/artifacts", "{'a': {'k': 1, 'l': 2}, 'b': {'k': null}}");

        List<List<Artifact>> slices =
                artifacts.slices(owner).collect().asList().await().atMost(PATIENCE);

        assertThat(slices.stream().flatMap(List::stream))
                .containsExactly(
                        new Artifact("a", "k", "1"),
                        new Artifact("a", "l", "2"),
                        new Artifact("b", "k", "null"));
    }

    @Test
    void pieces_areReadAsTheyAreAskedFor() {
        get(recorder.put(owner, Slot.ACTIVE, LONG_AGO, ByteSource.of(Bytes.random(5 * MIB))));
        BlobContent content = get(service.find(owner, Slot.ACTIVE)).orElseThrow();

        AssertSubscriber<byte[]> reader =
                content.pieces().subscribe().withSubscriber(AssertSubscriber.create(2));
        reader.awaitItems(2, PATIENCE);
        // Had any of them been read ahead, it would still come.
        Rows.run("DELETE FROM chunk WHERE execution_id = $1 AND n = 3", execution);
        reader.request(1).awaitItems(3, PATIENCE);
        reader.request(1).awaitFailure(PATIENCE);

        reader.assertFailedWith(IllegalStateException.class, "replaced while it was read");
    }

    @Test
    void usage_isToldByKind() {
        put(ext(id) + "/artifacts", "{'a': {'k': 10, 'l': 'ü'}}");
        Bytes.put(ext(id) + "/state/active", Bytes.random(1_000));
        Bytes.put(ext(id) + "/state/pending", new byte[0]);
        Bytes.post(ext(id) + "/snapshots", new byte[MIB]);

        List<Usage> usage = get(service.usage(owner));

        assertThat(usage)
                .extracting(Usage::kind, Usage::rows, Usage::bytes)
                .containsExactly(
                        tuple("artifacts", 2L, 6L),
                        tuple("tree", 0L, 0L),
                        tuple("snapshots", 1L, (long) MIB),
                        tuple("state", 2L, 1_000L));
        assertThat(usage.get(2).storedBytes()).isBetween(1L, 1_000L);
    }

    @Test
    void forgetting_leavesNothingOfThoseExecutionsAlone() {
        String other = fresh();
        UUID kept = UUID.fromString(report(other, "").text("/id"));
        for (String each : List.of(id, other)) {
            put(ext(each) + "/artifacts", "{'a': {'k': 1}}");
            Bytes.put(ext(each) + "/tree", "1".getBytes(UTF_8), "Content-Type", "application/json");
            Bytes.put(ext(each) + "/state/active", Bytes.random(2 * MIB));
            Bytes.post(ext(each) + "/snapshots", new byte[] {1});
        }

        get(
                database.transaction(
                        client ->
                                recorder.forget(client, owner.namespaceId(), List.of(execution))));

        for (String table : TABLES) {
            assertThat(rows(table)).as(table).isZero();
            assertThat(
                            Rows.number(
                                    "SELECT count(*) FROM %s WHERE execution_id = $1"
                                            .formatted(table),
                                    kept))
                    .as(table)
                    .isPositive();
        }
    }

    @Test
    void sourceThatFails_leavesNothing() {
        ByteSource bytes = ByteSource.of(Bytes.random(3 * MIB));
        ByteSource failing =
                new ByteSource() {
                    private int pieces;

                    @Override
                    public Uni<byte[]> next(int length) {
                        return pieces++ < 2
                                ? bytes.next(length)
                                : Uni.createFrom().failure(new IllegalArgumentException("gone"));
                    }
                };

        assertThatThrownBy(() -> get(recorder.put(owner, Slot.ACTIVE, LONG_AGO, failing)))
                .hasMessage("gone");

        assertThat(rows("chunk")).isZero();
        assertThat(rows("upload")).isZero();
    }

    @Test
    void executionThatLeavesMeanwhile_isNotFoundAndLeavesNothing() {
        ByteSource bytes = ByteSource.of(Bytes.random(3 * MIB));
        ByteSource purging =
                length ->
                        database.ask(
                                        "DELETE FROM execution WHERE id = $1",
                                        Args.of(execution).tuple())
                                .chain(() -> bytes.next(length));

        assertThatThrownBy(() -> get(recorder.put(owner, Slot.ACTIVE, LONG_AGO, purging)))
                .isInstanceOf(ProblemException.class)
                .hasMessage("There is no such execution.");

        assertThat(rows("chunk")).isZero();
        assertThat(rows("state")).isZero();
    }

    @Test
    void sweep_deletesWhatOldUploadsLeft() {
        UUID old = Uuid7.floor(Instant.now().minus(Duration.ofMinutes(61)));
        UUID recent = Uuid7.floor(Instant.now().minus(Duration.ofMinutes(59)));
        for (UUID blob : List.of(old, recent)) {
            Rows.run(
                    "INSERT INTO upload (namespace_id, execution_id, blob) VALUES (1, $1, $2)",
                    execution,
                    blob);
            for (int n = 0; n < 3; n++) {
                Rows.run(
                        "INSERT INTO chunk (namespace_id, execution_id, blob, n, content)"
                                + " VALUES (1, $1, $2, $3, 'x')",
                        execution,
                        blob,
                        n);
            }
        }
        Bytes.put(ext(id) + "/state/active", new byte[] {1});

        assertThat(get(blobs.sweep())).isEqualTo(1);
        assertThat(get(blobs.sweep())).isZero();

        assertThat(rows("upload")).isEqualTo(1);
        assertThat(rows("chunk")).isEqualTo(3 + 1);
        Rows.run("DELETE FROM upload WHERE blob = $1", recent);
    }

    @Test
    void sweep_goesOnUntilNothingIsLeft() {
        for (int i = 0; i < 45; i++) {
            Rows.run(
                    "INSERT INTO upload (namespace_id, execution_id, blob) VALUES (5, $1, $2)",
                    execution,
                    new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + i));
        }

        assertThat(get(blobs.sweep())).isEqualTo(45);
    }

    @Test
    void uploadThatWasSwept_failsAtItsEnd() {
        ByteSource bytes = ByteSource.of(Bytes.random(3 * MIB));
        ByteSource slow =
                length ->
                        database.ask(
                                        "DELETE FROM upload WHERE execution_id = $1",
                                        Args.of(execution).tuple())
                                .chain(() -> bytes.next(length));

        assertThatThrownBy(() -> get(recorder.put(owner, Slot.ACTIVE, LONG_AGO, slow)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("took longer than an hour");

        assertThat(rows("state")).isZero();
        Rows.run("DELETE FROM chunk WHERE execution_id = $1", execution);
    }

    private long rows(String table) {
        return Rows.number(
                "SELECT count(*) FROM %s WHERE execution_id = $1".formatted(table), execution);
    }

    private static byte[] all(BlobContent content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Multi<byte[]> pieces = content.pieces();
        pieces.collect().asList().await().atMost(PATIENCE).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static <T> T get(Uni<T> answer) {
        return answer.await().atMost(PATIENCE);
    }
}
