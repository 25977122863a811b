package dev.hindsight.archive;

import static dev.hindsight.archive.Archives.LABEL;
import static dev.hindsight.archive.Archives.PATIENCE;
import static dev.hindsight.archive.Archives.entry;
import static dev.hindsight.archive.Archives.lines;
import static dev.hindsight.archive.Archives.read;
import static dev.hindsight.archive.Archives.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds wherever the files lie. */
abstract class StoragePromises extends FormatPromises {

    @Test
    void largeExecution_passesInChunks() throws Exception {
        Random random = new Random(7);
        MessageDigest written = MessageDigest.getInstance("SHA-256");
        AtomicLong mostAsked = new AtomicLong();
        Multi<byte[]> chunks =
                Multi.createFrom()
                        .range(0, 50)
                        .map(
                                n -> {
                                    byte[] chunk = new byte[1024 * 1024];
                                    random.nextBytes(chunk);
                                    Arrays.fill(chunk, 0, 700_000, (byte) ('a' + n % 26));
                                    written.update(chunk);
                                    return chunk;
                                })
                        .onRequest()
                        .invoke(asked -> mostAsked.accumulateAndGet(asked, Math::max));
        UUID id = Uuid7.mint();

        ArchiveFile file =
                write(
                        archive(),
                        entry(Uuid7.mint(), 1),
                        new ArchiveEntry(id, null, chunks, Map::of),
                        entry(Uuid7.mint(), 2));

        ArchiveFile.Frame frame = file.frames().get(1);
        MessageDigest read = MessageDigest.getInstance("SHA-256");
        AtomicLong bytes = new AtomicLong();
        archive()
                .read(file.name(), frame.position(), frame.length())
                .invoke(
                        chunk -> {
                            assertThat(chunk).hasSizeBetween(1, 256 * 1024);
                            bytes.addAndGet(chunk.length);
                            read.update(chunk);
                        })
                .collect()
                .last()
                .await()
                .atMost(PATIENCE);
        assertThat(bytes).hasValue(50L * 1024 * 1024);
        assertThat(read.digest()).isEqualTo(written.digest());
        assertThat(mostAsked.get()).isLessThanOrEqualTo(2);
        ArchiveFile.Frame last = file.frames().get(2);
        assertThat(read(archive(), file.name(), last.position(), last.length()))
                .asString(UTF_8)
                .isEqualTo(lines(last.id(), 2));
    }

    @Test
    void readerThatGoesAway_closesTheFile() {
        Multi<byte[]> chunks = Multi.createFrom().range(0, 9).map(n -> new byte[1024 * 1024]);
        ArchiveFile file = write(archive(), new ArchiveEntry(Uuid7.mint(), null, chunks, Map::of));
        ArchiveFile.Frame frame = file.frames().get(0);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Storage watched =
                new Relayed(storage()) {
                    @Override
                    public InputStream open(ArchiveName name, long position, long length)
                            throws IOException {
                        return new FilterInputStream(super.open(name, position, length)) {
                            @Override
                            public void close() throws IOException {
                                super.close();
                                closed.complete(null);
                            }
                        };
                    }
                };

        AssertSubscriber<byte[]> reader =
                Archives.on(watched)
                        .read(file.name(), frame.position(), frame.length())
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(0));
        reader.awaitNextItem(PATIENCE);
        assertThat(closed).isNotDone();
        reader.cancel();

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(reader.getItems()).hasSize(1);
    }

    @Test
    void failureOfAnEntry_leavesNothing() throws IOException {
        IllegalStateException broken = new IllegalStateException("the database is away");
        ArchiveEntry bad =
                new ArchiveEntry(Uuid7.mint(), null, Multi.createFrom().failure(broken), Map::of);

        assertThatThrownBy(() -> write(archive(), entry(Uuid7.mint(), 1), bad)).isSameAs(broken);

        assertThat(names()).isEmpty();
    }

    @Test
    void writerThatIsCancelled_leavesNothing() throws IOException {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        Multi<byte[]> endless =
                Multi.createFrom()
                        .<byte[]>nothing()
                        .onSubscription()
                        .invoke(() -> reached.complete(null));
        ArchiveEntry slow = new ArchiveEntry(Uuid7.mint(), null, endless, Map::of);

        var writing =
                archive()
                        .write(
                                LABEL,
                                archive().mint(LABEL),
                                Multi.createFrom().items(entry(Uuid7.mint(), 1), slow))
                        .subscribe()
                        .with(file -> {}, failure -> {});
        reached.join();
        writing.cancel();

        assertThat(eventuallyNames()).isEmpty();
    }

    private List<String> eventuallyNames() throws IOException {
        List<String> names = names();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!names.isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
            names = names();
        }
        return names;
    }

    @Test
    void leftovers_areSweptOnceTheyAreOld() throws IOException {
        ArchiveFile kept = write(archive(), entry(Uuid7.mint(), 1));
        ArchiveName left = ArchiveName.mint("default", LABEL.day());
        put(left.data(), new byte[] {1, 2, 3});
        Instant now = Instant.now();

        assertThat(archive().sweepLeftovers(now.minusSeconds(60)).await().atMost(PATIENCE))
                .isZero();
        assertThat(names()).contains(left.data());
        assertThat(archive().sweepLeftovers(now.plusSeconds(1)).await().atMost(PATIENCE)).isOne();
        assertThat(names()).containsExactlyInAnyOrder(kept.name(), manifestOf(kept));
    }

    /** As if the process had been killed between the file and its manifest. */
    @Test
    void fileWithoutManifest_isLeftByAWriterThatWasKilled() throws IOException {
        AtomicInteger deletions = new AtomicInteger();
        Storage dying =
                new Relayed(storage()) {
                    @Override
                    public void confirm(ArchiveName name, byte[] manifest) throws IOException {
                        throw new IOException("killed");
                    }

                    @Override
                    public void delete(ArchiveName name) throws IOException {
                        deletions.incrementAndGet();
                        throw new IOException("killed");
                    }
                };

        assertThatThrownBy(() -> write(Archives.on(dying), entry(Uuid7.mint(), 1)))
                .hasMessageContaining("cannot be written: killed");

        assertThat(deletions).hasValue(1);
        assertThat(names()).hasSize(1).allMatch(name -> name.endsWith(".ndjson.zst"));
        archive().sweepLeftovers(Instant.now().plusSeconds(1)).await().atMost(PATIENCE);
        assertThat(names()).isEmpty();
    }

    @Test
    void file_isDeletedOnceAndAgain() throws IOException {
        ArchiveFile file = write(archive(), entry(Uuid7.mint(), 1));
        ArchiveFile other = write(archive(), entry(Uuid7.mint(), 1));

        archive().delete(file.name()).await().atMost(PATIENCE);
        archive().delete(file.name()).await().atMost(PATIENCE);

        assertThat(names()).containsExactlyInAnyOrder(other.name(), manifestOf(other));
        archive().delete(other.name()).await().atMost(PATIENCE);
        assertThat(names()).isEmpty();
    }

    @Test
    void damage_isToldAsAFailureOfTheArchive() throws IOException {
        ArchiveFile file = write(archive(), entry(Uuid7.mint(), 40));
        ArchiveFile.Frame frame = file.frames().get(0);
        byte[] bytes = bytes(file.name());
        byte[] skipped = bytes.clone();
        ByteBuffer.wrap(skipped)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) frame.position(), 0x184D2A50)
                .putInt((int) frame.position() + 4, (int) frame.length() - 8);
        List<byte[]> damaged =
                List.of(
                        skipped,
                        Arrays.copyOf(bytes, (int) (frame.position() + frame.length() - 1)),
                        Arrays.copyOf(bytes, (int) frame.position()),
                        new byte[0]);

        for (byte[] content : damaged) {
            put(file.name(), content);
            assertUnreadable(file.name(), frame);
        }
        put(file.name(), bytes);
        assertThat(read(archive(), file.name(), frame.position(), frame.length())).isNotEmpty();
    }

    @Test
    void flippedBits_neverChangeWhatIsRead() throws IOException {
        ArchiveFile file = write(archive(), entry(Uuid7.mint(), 40));
        ArchiveFile.Frame frame = file.frames().get(0);
        byte[] bytes = bytes(file.name());
        int failed = 0;

        int step = stepOfFlips();
        for (int i = 0; i < frame.length(); i += step) {
            byte[] flipped = bytes.clone();
            flipped[(int) frame.position() + i] ^= (byte) (1 << (i % 8));
            put(file.name(), flipped);
            try {
                // Some bits mean nothing.
                assertThat(read(archive(), file.name(), frame.position(), frame.length()))
                        .asString(UTF_8)
                        .isEqualTo(lines(frame.id(), 40));
            } catch (ProblemException unreadable) {
                failed++;
            }
        }

        assertThat(failed).isGreaterThan((int) (0.9 * frame.length() / step));
    }

    /** Of how many bytes one is tried: where that is slow, of more. */
    int stepOfFlips() {
        return 1;
    }

    private void assertUnreadable(String name, ArchiveFile.Frame frame) {
        AssertSubscriber<byte[]> reader =
                archive()
                        .read(name, frame.position(), frame.length())
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        reader.awaitFailure(PATIENCE);
        assertThat(reader.getItems()).isEmpty();
        assertThat(reader.getFailure())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> {
                            assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
                            assertThat(problem.extensions()).containsKey("retryAfter");
                            assertThat(problem.detail()).contains(name);
                        });
    }

    @Test
    void missingFile_isToldAsAFailureOfTheArchive() {
        ArchiveFile file = write(archive(), entry(Uuid7.mint(), 4));
        ArchiveFile.Frame frame = file.frames().get(0);
        archive().delete(file.name()).await().atMost(PATIENCE);

        assertUnreadable(file.name(), frame);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../x/2026-01-31/0196f5a0-0000-7000-8000-000000000000.ndjson.zst",
                "..\\x/2026-01-31/0196f5a0-0000-7000-8000-000000000000.ndjson.zst",
                "x/../2026-01-31/0196f5a0-0000-7000-8000-000000000000.ndjson.zst",
                "./2026-01-31/0196f5a0-0000-7000-8000-000000000000.ndjson.zst",
                "x/2026-01-31/../0196f5a0-0000-7000-8000-000000000000.ndjson.zst",
                "/x/2026-01-31/0196f5a0-0000-7000-8000-000000000000.ndjson.zst",
                "x//0196f5a0-0000-7000-8000-000000000000.ndjson.zst",
                "x/2026-01-31/0196f5a0-0000-7000-8000-000000000000.json",
                "x/2026-01-31/0196f5a0-0000-7000-8000-000000000000.ndjson.zst\n",
                "x/2026-01-31/0196f5a0-0000-7000-8000-000000000000.ndjson.zst\0",
                "x\0/2026-01-31/0196f5a0-0000-7000-8000-000000000000.ndjson.zst",
                "s3://other/2026-01-31/0196f5a0-0000-7000-8000-000000000000.ndjson.zst"
            })
    void hostileNames_areRefused(String name) {
        assertThatThrownBy(() -> read(archive(), name, 0, 10))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> archive().delete(name).await().atMost(PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", ".", "../../etc", "/", "a/b", ".hidden", "ä %2e ✓", "con", "A.b-c_d"})
    void hostileNamespaces_areOneSegment(String namespace) throws IOException {
        UUID id = Uuid7.mint();
        ArchiveLabel label = new ArchiveLabel(namespace, LABEL.day(), "p");

        ArchiveFile file =
                archive()
                        .write(label, archive().mint(label), Multi.createFrom().items(entry(id, 1)))
                        .await()
                        .atMost(PATIENCE);

        ArchiveFile.Frame frame = file.frames().get(0);
        assertThat(names()).containsExactlyInAnyOrder(file.name(), manifestOf(file));
        assertThat(file.name().split("/")).hasSize(3);
        assertThat(read(archive(), file.name(), frame.position(), frame.length())).isNotEmpty();
        assertThat(JSON.readTree(bytes(manifestOf(file))).path("namespace").textValue())
                .isEqualTo(namespace);
    }

    @Test
    void check_leavesNothing() throws IOException {
        archive().check().await().atMost(PATIENCE);

        assertThat(names()).isEmpty();
    }
}
