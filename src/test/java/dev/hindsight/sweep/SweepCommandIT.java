package dev.hindsight.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps from a terminal, beside a service and without one. */
class SweepCommandIT {

    private final String database = Postgres.NEWEST.freshDatabase();
    private final Map<String, String> settings = Map.of("HINDSIGHT_DATABASE_URL", database);

    @TempDir private Path folder;
    private Artifact service;
    private String url = "";

    SweepCommandIT() throws IOException {
        service = Artifact.start(settings);
    }

    @BeforeEach
    void listen() throws IOException {
        url = service.url();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private String completed(String workflow, int daysAgo) {
        Instant end = Instant.now().minus(Duration.ofDays(daysAgo));
        Answer told =
                Api.sendTo(
                        url,
                        "POST",
                        Api.EXECUTIONS,
                        Api.json(
                                "{'workflowId': '%s', 'status': 'completed', 'startedAt': '%2$s', 'completedAt': '%2$s', 'steps': [{'nodeId': 'n'}]}"
                                        .formatted(workflow, end)));
        assertThat(told.status()).as(told.http().body()).isEqualTo(201);
        return told.text("/id");
    }

    private Answer of(String id) {
        return Api.sendTo(url, "GET", Api.EXECUTIONS + "/" + id, null);
    }

    @Test
    void sweep_worksBesideAService() throws Exception {
        String old = completed("w", 31);
        String young = completed("w", 29);

        Ended sweep = Ended.after(settings, "sweep");

        assertThat(sweep.said()).contains("Done: 1 execution removed, 0 of them archived.");
        assertThat(sweep.exitCode()).isZero();
        assertThat(sweep.said())
                .contains(
                        "default: 1 executions removed, 0 of them archived, payloads of 0 and logs of 0 dropped.");
        assertThat(sweep.complaints()).isEmpty();
        assertThat(of(old).status()).isEqualTo(410);
        assertThat(of(young).status()).isEqualTo(200);
        Answer runs = Api.sendTo(url, "GET", House.RUNS, null);
        assertThat(runs.at("/items")).hasSize(1);
        assertThat(runs.at("/items/0/items/0/executions").asInt()).isEqualTo(1);
        // The service notices nothing of what went beneath it.
        assertThat(completed("w", 0)).isNotEmpty();
        // How slow the machine is, is no test.
        assertThat(service.complaints()).allMatch(line -> line.contains("BlockedThreadChecker"));
    }

    @Test
    void sweep_needsNoService() throws Exception {
        String old = completed("w", 31);
        String young = completed("w", 29);
        service.kill();

        Ended sweep = Ended.after(settings, "sweep");
        Ended again = Ended.after(settings, "sweep");

        assertThat(sweep.exitCode()).isZero();
        assertThat(again.exitCode()).isZero();
        assertThat(again.said())
                .contains("Done: nothing was due.")
                .noneMatch(it -> it.contains("removed"));
        service = Artifact.start(settings);
        listen();
        assertThat(of(old).status()).isEqualTo(410);
        assertThat(of(young).status()).isEqualTo(200);
    }

    @Test
    void archiveThatCannotBeWritten_isToldInOneLineAndKeepsItsExecutions() throws Exception {
        String kept = completed("kept", 31);
        String plain = completed("plain", 31);
        assertThat(
                        Api.sendTo(
                                        url,
                                        "PUT",
                                        House.POLICIES + "/archive",
                                        Api.json(
                                                "{'priority': 1, 'workflowId': 'kept', 'maxAge': 'P30D', 'archive': true}"))
                                .status())
                .isEqualTo(201);
        Path file = Files.createFile(folder.resolve("file"));

        Ended sweep =
                Ended.after(
                        Map.of(
                                "HINDSIGHT_DATABASE_URL",
                                database,
                                "HINDSIGHT_ARCHIVE_DIR",
                                file.toString()),
                        "sweep");

        assertThat(sweep.exitCode()).as(String.join("\n", sweep.said())).isOne();
        assertThat(sweep.complaints())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("archive", "cannot be written"));
        assertThat(sweep.said()).noneMatch(line -> line.startsWith("\tat "));
        assertThat(of(kept).status()).isEqualTo(200);
        assertThat(of(kept).at("/archived").asBoolean()).isFalse();
        assertThat(
                        Api.sendTo(url, "GET", Api.EXECUTIONS + "/" + kept + "/steps", null)
                                .at("/items"))
                .hasSize(1);
        assertThat(of(plain).status()).isEqualTo(410);
        assertThat(Ended.after(settings, "sweep").complaints())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("there is no archive"));
        assertThat(of(kept).at("/archived").asBoolean()).isFalse();
    }

    @Test
    void misuse_endsWithTwo() throws Exception {
        Ended sweep = Ended.after(settings, "sweep", "now");

        assertThat(sweep.exitCode()).isEqualTo(2);
        assertThat(sweep.complaints())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("hindsight: usage: sweep"));
    }
}
