package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.Gate;
import dev.hindsight.fixture.Postgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** The reporters that engines may copy, each a program of its own, while the service is killed and comes back. */
class ReportersIT {

    /** Each with a step and two log lines, in five operations. */
    private static final int EXECUTIONS = 600;

    private static final long PATIENCE_SECONDS = 60;

    private static final Path EXAMPLES = Path.of("src/examples");

    private static final Path BUNDLERS = Path.of("target/node_modules/@esbuild");

    private static final String STORED =
            """
            SELECT e.workflow_id, count(*), count(*) FILTER (WHERE e.completed_at IS NOT NULL),
                   sum((SELECT count(*) FROM step s
                         WHERE s.namespace_id = e.namespace_id AND s.execution_id = e.id)),
                   sum((SELECT count(*) FROM log l
                         WHERE l.namespace_id = e.namespace_id AND l.execution_id = e.id))
              FROM execution e GROUP BY e.workflow_id ORDER BY e.workflow_id
            """;

    @TempDir private Path folder;

    private final String database = Postgres.NEWEST.freshDatabase();
    private final Map<String, String> settings = Map.of("HINDSIGHT_DATABASE_URL", database);
    private final AtomicInteger port = new AtomicInteger();

    @Test
    void everything_isStoredOnceThoughTheServiceWasAway(TestReporter notice) throws Exception {
        Map<String, Process> programs = new LinkedHashMap<>();
        Artifact service = Artifact.start(settings);
        try (Gate gate = new Gate(port::get)) {
            String url = service.url();
            port.set(URI.create(url).getPort());
            for (var program : programs(notice).entrySet()) {
                programs.put(
                        program.getKey(), start(program.getKey(), program.getValue(), gate.url()));
            }
            awaitFirst(programs, url);

            port.set(0);
            gate.cut();
            service.kill();
            service = Artifact.start(settings);
            port.set(URI.create(service.url()).getPort());

            for (var program : programs.entrySet()) {
                assertThat(program.getValue().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                assertThat(program.getValue().exitValue())
                        .as(Files.readString(folder.resolve(program.getKey())))
                        .isZero();
            }
            assertThat(stored())
                    .containsExactlyElementsOf(
                            programs.keySet().stream()
                                    .sorted()
                                    .map(
                                            it ->
                                                    "%s: %2$d %2$d %2$d %3$d"
                                                            .formatted(
                                                                    it, EXECUTIONS, 2 * EXECUTIONS))
                                    .toList());
        } finally {
            programs.values().forEach(Process::destroyForcibly);
            service.close();
        }
    }

    /** How each of them is run that can be run here. */
    private Map<String, List<String>> programs(TestReporter notice) throws Exception {
        Map<String, List<String>> programs = new LinkedHashMap<>();
        programs.put(
                "java",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        EXAMPLES.resolve("java/dev/hindsight/example/BufferedReporter.java")
                                .toString()));
        if (isThere("python3")) {
            programs.put(
                    "python",
                    List.of("python3", EXAMPLES.resolve("python/buffered_reporter.py").toString()));
        } else {
            notice.publishEntry("There is no python3: its reporter is not tested");
        }
        if (isThere("node")) {
            programs.put("typescript", List.of("node", bundled().toString()));
        } else {
            notice.publishEntry("There is no node: the reporter in TypeScript is not tested");
        }
        return programs;
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /** By the bundler that the build has unpacked for the dashboard. */
    private Path bundled() throws IOException, InterruptedException {
        Path script = folder.resolve("demo.mjs");
        try (Stream<Path> files = Files.walk(BUNDLERS, 3)) {
            Path bundler =
                    files.filter(Files::isRegularFile)
                            .filter(it -> it.getFileName().toString().matches("esbuild(\\.exe)?"))
                            .findFirst()
                            .orElseThrow();
            Process bundling =
                    new ProcessBuilder(
                                    bundler.toString(),
                                    EXAMPLES.resolve("typescript/demo.ts").toString(),
                                    "--bundle",
                                    "--format=esm",
                                    "--log-level=error",
                                    "--outfile=" + script)
                            .inheritIO()
                            .start();
            assertThat(bundling.waitFor()).isZero();
        }
        return script;
    }

    private Process start(String name, List<String> program, String url) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(url, name, Integer.toString(EXECUTIONS)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(it -> it.startsWith("HINDSIGHT_"));
        return builder.redirectOutput(folder.resolve(name).toFile()).start();
    }

    /** Waits until each of them has stored something. */
    private static void awaitFirst(Map<String, Process> programs, String url) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (String name : programs.keySet()) {
            while (Api.sendTo(url, "GET", Api.EXECUTIONS + "?workflowId=" + name, null)
                    .at("/items")
                    .isEmpty()) {
                assertThat(System.nanoTime()).as("reports of " + name).isLessThan(end);
            }
        }
    }

    private List<String> stored() throws SQLException {
        String jdbc = "jdbc:" + database.replace("postgres:postgres@", "") + "?user=postgres";
        List<String> stored = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(STORED)) {
            while (rows.next()) {
                stored.add(
                        "%s: %d %d %d %d"
                                .formatted(
                                        rows.getString(1),
                                        rows.getLong(2),
                                        rows.getLong(3),
                                        rows.getLong(4),
                                        rows.getLong(5)));
            }
        }
        return stored;
    }
}
