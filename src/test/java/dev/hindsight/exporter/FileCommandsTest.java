package dev.hindsight.exporter;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Transcripts.export;
import static dev.hindsight.fixture.Transcripts.forget;
import static dev.hindsight.fixture.Transcripts.id;
import static dev.hindsight.fixture.Transcripts.sorted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.command.Commands;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.ForeignSamples;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports and imports from a terminal. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class FileCommandsTest {

    @Inject Commands commands;

    @TempDir Path folder;

    private final String externalId = fresh();

    private int run(String name, String... arguments) {
        return commands.run(
                Stream.concat(Stream.of(name), Stream.of(arguments)).toArray(String[]::new));
    }

    private String begun() {
        post(
                Api.EXECUTIONS,
                "{'externalId': '%1$s', 'workflowId': '%1$s', 'steps': [{'key': 'k', 'nodeId': 'n'}]}"
                        .formatted(externalId));
        return export(externalId);
    }

    @Test
    void export_writesWhatImportTakes() throws IOException {
        String lines = begun();
        Path file = folder.resolve("some.ndjson");

        assertThat(run("export", file.toString(), "workflowId=" + externalId)).isZero();
        assertThat(sorted(Files.readString(file))).isEqualTo(sorted(lines));
        forget(id(externalId));

        assertThat(run("import", file.toString())).isZero();
        assertThat(sorted(export(externalId))).isEqualTo(sorted(lines));
        assertThat(folder).isDirectoryContaining(it -> it.endsWith("some.ndjson"));
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void compressedFiles_areRecognised() throws IOException {
        String lines = begun();
        Path file = folder.resolve("some.ndjson.gz");

        assertThat(run("export", file.toString(), "workflowId=" + externalId)).isZero();
        assertThat(Files.readAllBytes(file)).startsWith(0x1f, 0x8b);
        forget(id(externalId));

        assertThat(run("import", file.toString())).isZero();
        assertThat(sorted(export(externalId))).isEqualTo(sorted(lines));
    }

    @Test
    void formats_areRecognisedByTheirContent() throws IOException {
        begun();
        Path document = folder.resolve("document");
        Files.writeString(document, get(ext(externalId) + "/export?format=json").http().body());
        Path instance = folder.resolve("instance");
        Files.writeString(
                instance,
                """
                {"name": "%s", "schemaVersion": "1.5", "workflow": {
                  "specification": {"tasks": [{"id": "a", "name": "a", "parents": [], "children": []}]},
                  "execution": {"makespanInSeconds": 3, "executedAt": "2026-01-01T00:00:00Z",
                    "tasks": [{"id": "a", "runtimeInSeconds": 1}]}}}
                """
                        .formatted(externalId));

        assertThat(run("import", document.toString(), instance.toString())).isZero();
    }

    @Test
    void documentsOfOtherEngines_areRecognised() throws IOException {
        String mark = ForeignSamples.freshMark();
        List<String> names =
                List.of(
                        "n8n/list.json",
                        "temporal/ends.ndjson",
                        "argo/success.json",
                        "airflow/success-v1.json");
        List<String> files = new ArrayList<>();
        for (String name : names) {
            Path file = folder.resolve(name.replace('/', '-'));
            Files.write(file, ForeignSamples.bytes(name, mark));
            files.add(file.toString());
        }

        assertThat(run("import", files.toArray(String[]::new))).isZero();
        assertThat(get(ext("argo:3f2c8c1e-9d1b-4f0e-8f57-8a1b" + mark)).status()).isEqualTo(200);
        assertThat(get(ext("n8n:kT3bXwz0" + mark + ":232")).status()).isEqualTo(200);
    }

    @Test
    void whatIsNotThere_endsWithOne() throws IOException {
        Path rubbish = folder.resolve("rubbish");
        Files.writeString(rubbish, "rubbish");

        assertThat(run("import", folder.resolve("none").toString())).isOne();
        assertThat(run("import", rubbish.toString())).isOne();
        assertThat(run("export", folder.resolve("no/such/folder").toString())).isOne();
        assertThat(run("export", folder.resolve("x").toString(), "status=odd")).isOne();
        assertThat(run("export", folder.resolve("x").toString(), "odd=status")).isOne();
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void misuse_endsWithTwo() {
        assertThat(run("import")).isEqualTo(2);
        assertThat(run("export")).isEqualTo(2);
        assertThat(run("export", "a", "b", "c")).isEqualTo(2);
    }
}
