package dev.hindsight.archive;

import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Transcripts.export;
import static dev.hindsight.fixture.Transcripts.forget;
import static dev.hindsight.fixture.Transcripts.id;
import static dev.hindsight.fixture.Transcripts.sorted;
import static dev.hindsight.fixture.Transcripts.taken;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.blob.Zstd;
import dev.hindsight.command.Commands;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the archive are taken in again, as they are or decompressed. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ArchiveImportTest {

    @Inject Commands commands;
    @Inject Archive configured;

    @TempDir Path folder;

    private final List<String> externalIds = List.of(fresh(), fresh());

    /** Archives two executions, and forgets them. */
    private Path archived() {
        ArchiveEntry[] entries = externalIds.stream().map(this::entry).toArray(ArchiveEntry[]::new);
        ArchiveFile file = Archives.write(Archives.in(folder), entries);
        externalIds.forEach(it -> forget(id(it)));
        return folder.resolve(file.name());
    }

    private ArchiveEntry entry(String externalId) {
        post(
                Api.EXECUTIONS,
                "{'externalId': '%1$s', 'workflowId': '%1$s', 'steps': [{'key': 'k', 'nodeId': 'n'}]}"
                        .formatted(externalId));
        String lines = String.join("\n", own(export(externalId))) + "\n";
        return new ArchiveEntry(
                id(externalId),
                externalId,
                Multi.createFrom().items(lines.getBytes(UTF_8)),
                () -> Map.of("steps", 1L, "logs", 0L));
    }

    /** The lines of an export that are an execution's, sorted within. */
    private static List<String> own(String export) {
        List<String> lines = sorted(export);
        return lines.subList(1, lines.size() - 1);
    }

    private static List<String> lines(Path file) throws IOException {
        try (InputStream in = Zstd.decompress(Files.newInputStream(file))) {
            return sorted(new String(in.readAllBytes(), UTF_8));
        }
    }

    private int importOf(Path file) {
        return commands.run("import", file.toString());
    }

    @Test
    void file_isTakenByTheCommand() {
        Path file = archived();

        assertThat(importOf(file)).isZero();

        assertThat(externalIds)
                .allSatisfy(it -> assertThat(lines(file)).containsAll(own(export(it))));
    }

    @Test
    void file_isTakenOverHttpOnceItIsDecompressed() throws IOException {
        Path file = archived();

        taken(String.join("\n", lines(file)) + "\n");

        assertThat(externalIds)
                .allSatisfy(it -> assertThat(lines(file)).containsAll(own(export(it))));
    }

    @Test
    void fileThatIsCutOff_isNotTaken() throws IOException {
        Path file = archived();
        byte[] bytes = Files.readAllBytes(file);

        Path cut = folder.resolve("cut");
        Files.write(cut, Arrays.copyOf(bytes, 100));

        assertThat(importOf(cut)).isOne();
    }

    @Test
    void archive_isNotConfiguredUnlessItIsSet() {
        assertThat(configured.isConfigured()).isFalse();
    }
}
