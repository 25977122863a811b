package dev.hindsight.archive;

import static dev.hindsight.archive.Archives.LABEL;
import static dev.hindsight.archive.Archives.PATIENCE;
import static dev.hindsight.archive.Archives.entry;
import static dev.hindsight.archive.Archives.ids;
import static dev.hindsight.archive.Archives.lines;
import static dev.hindsight.archive.Archives.read;
import static dev.hindsight.archive.Archives.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.blob.Zstd;
import dev.hindsight.partition.Uuid7;
import io.airlift.compress.zstd.ZstdInputStream;
import io.smallrye.mutiny.Multi;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What files and their manifests hold, wherever they lie. */
abstract class FormatPromises {

    static final ObjectMapper JSON = new ObjectMapper();

    abstract Storage storage();

    /** The names of all files there, leaving out what does not belong to the archive. */
    abstract List<String> names() throws IOException;

    abstract byte[] bytes(String name) throws IOException;

    abstract void put(String name, byte[] content) throws IOException;

    final Archive archive() {
        return Archives.on(storage());
    }

    static String manifestOf(ArchiveFile file) {
        return file.name().replace(".ndjson.zst", ".json");
    }

    @Test
    void executions_areReadOneByOne() {
        List<UUID> ids = ids(300);

        ArchiveFile file =
                archive()
                        .write(
                                LABEL,
                                archive().mint(LABEL),
                                Multi.createFrom().iterable(ids).map(id -> entry(id, 3)))
                        .await()
                        .atMost(PATIENCE);

        assertThat(file.frames()).extracting(ArchiveFile.Frame::id).isEqualTo(ids);
        for (ArchiveFile.Frame frame : file.frames().subList(140, 160)) {
            assertThat(read(archive(), file.name(), frame.position(), frame.length()))
                    .asString(UTF_8)
                    .isEqualTo(lines(frame.id(), 3));
        }
    }

    @Test
    void file_isAnExportOnceItIsDecompressed() throws IOException {
        List<UUID> ids = ids(3);

        ArchiveFile file =
                write(archive(), entry(ids.get(0), 1), entry(ids.get(1), 0), entry(ids.get(2), 5));

        byte[] bytes = bytes(file.name());
        String expected =
                "{\"hindsight\":{\"format\":1}}\n"
                        + lines(ids.get(0), 1)
                        + lines(ids.get(1), 0)
                        + lines(ids.get(2), 5)
                        + "{\"end\":{\"executions\":3,\"steps\":6,\"logs\":0}}\n";
        assertThat(file.bytes()).isEqualTo(bytes.length);
        try (InputStream all = Zstd.decompress(new ByteArrayInputStream(bytes))) {
            assertThat(all.readAllBytes()).asString(UTF_8).isEqualTo(expected);
        }
        byte[] frames = Arrays.copyOf(bytes, bytes.length - index(bytes).length - 8);
        try (InputStream all = new ZstdInputStream(new ByteArrayInputStream(frames))) {
            assertThat(all.readAllBytes()).asString(UTF_8).isEqualTo(expected);
        }
    }

    @Test
    void manifest_tellsWhatWasWritten() throws Exception {
        List<UUID> ids = ids(2);

        ArchiveFile file = write(archive(), entry(ids.get(0), 1), entry(ids.get(1), 2));

        byte[] bytes = bytes(file.name());
        JsonNode manifest = JSON.readTree(bytes(manifestOf(file)));
        assertThat(manifest.path("format").asInt()).isEqualTo(1);
        assertThat(file.name()).endsWith("/" + manifest.path("file").textValue());
        assertThat(manifest.path("namespace").textValue()).isEqualTo(LABEL.namespace());
        assertThat(manifest.path("day").textValue()).isEqualTo("2026-01-31");
        assertThat(manifest.path("policy").textValue()).isEqualTo(LABEL.policy());
        assertThat(Instant.parse(manifest.path("createdAt").textValue()))
                .isBetween(Instant.now().minusSeconds(600), Instant.now());
        assertThat(manifest.path("executions").asLong()).isEqualTo(2);
        assertThat(manifest.path("steps").asLong()).isEqualTo(3);
        assertThat(manifest.path("logs").asLong()).isZero();
        assertThat(manifest.path("bytes").asLong()).isEqualTo(bytes.length);
        try (InputStream all = Zstd.decompress(new ByteArrayInputStream(bytes))) {
            assertThat(manifest.path("rawBytes").asLong()).isEqualTo(all.readAllBytes().length);
        }
        assertThat(manifest.path("sha256").textValue())
                .isEqualTo(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        JsonNode index = manifest.path("index");
        assertThat(index).isEqualTo(JSON.readTree(index(bytes)));
        for (int i = 0; i < 2; i++) {
            ArchiveFile.Frame frame = file.frames().get(i);
            assertThat(index.get(i).path("execution").textValue()).isEqualTo(frame.id().toString());
            assertThat(index.get(i).path("position").asLong()).isEqualTo(frame.position());
            assertThat(index.get(i).path("length").asLong()).isEqualTo(frame.length());
        }
        assertThat(index.get(0).path("externalId").textValue()).isEqualTo("ext \"" + ids.get(0));
        assertThat(index.get(1).path("externalId").isNull()).isTrue();
    }

    /** The content of the skippable frame, which is found from the frames before it. */
    private static byte[] index(byte[] file) {
        byte[] magic = {0x50, 0x2a, 0x4d, 0x18};
        for (int i = file.length - 8; i >= 0; i--) {
            int size = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(i + 4);
            if (Arrays.equals(magic, 0, 4, file, i, i + 4) && i + 8 + size == file.length) {
                return Arrays.copyOfRange(file, i + 8, file.length);
            }
        }
        throw new AssertionError("There is no index");
    }

    @Test
    void emptyFile_isStillOne() throws IOException {
        ArchiveFile file = write(archive());

        assertThat(file.frames()).isEmpty();
        try (InputStream all = Zstd.decompress(new ByteArrayInputStream(bytes(file.name())))) {
            assertThat(all.readAllBytes())
                    .asString(UTF_8)
                    .isEqualTo(
                            """
                            {"hindsight":{"format":1}}
                            {"end":{"executions":0,"steps":0,"logs":0}}
                            """);
        }
    }

    @Test
    void executionWithoutLines_isLeftOut() {
        UUID there = Uuid7.mint();
        Multi<byte[]> none = Multi.createFrom().items(new byte[0]);

        ArchiveFile file =
                write(
                        archive(),
                        new ArchiveEntry(Uuid7.mint(), "gone", none, Map::of),
                        entry(there, 1));

        assertThat(file.frames()).extracting(ArchiveFile.Frame::id).containsExactly(there);
    }
}
