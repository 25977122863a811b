package dev.hindsight.terminal;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.command.Program;
import dev.hindsight.fixture.Gate;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What is told while it happens, over connections that are cut. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TailTest {

    private static final long PATIENCE_SECONDS = 30;

    private final String externalId = fresh();
    private final Gate gate;

    TailTest() throws IOException {
        gate = new Gate();
    }

    @AfterEach
    void close() throws IOException {
        gate.close();
    }

    /** A command that goes on. */
    private static final class Running {

        private final Lines out = new Lines();
        private final Lines err = new Lines();
        private final CompletableFuture<Integer> ended;

        Running(Gate gate, String... arguments) {
            String[] all =
                    Stream.concat(Stream.of(arguments), Stream.of("--url", gate.url()))
                            .toArray(String[]::new);
            ended =
                    CompletableFuture.supplyAsync(
                            () ->
                                    Program.read(new PrintWriter(out), new PrintWriter(err), all)
                                            .exitCode());
        }

        int exitCode() {
            return ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    /** What was printed; when it is closed, whoever prints hears that nobody reads any more. */
    private static final class Lines extends Writer {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final StringBuilder line = new StringBuilder();
        private volatile boolean closed;

        @Override
        public void write(char[] chars, int from, int length) throws IOException {
            if (closed) {
                throw new IOException("nobody reads");
            }
            for (char c : new String(chars, from, length).toCharArray()) {
                if (c == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append(c);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            closed = true;
        }
    }

    private static void await(String what, BooleanSupplier met) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            post(
                    ext(externalId) + "/logs",
                    "[{'sequence': %1$d, 'message': 'm%1$d'}]".formatted(i));
        }
    }

    @Test
    void logLines_areToldOnceInOrderUntilTheEnd() throws IOException {
        report(externalId, "");
        write(0, 20);

        Running tail = new Running(gate, "tail", "ext:" + externalId, "-n", "5", "--json");
        await("lines that were there", () -> tail.out.lines.size() == 5);
        for (int round = 1; round <= 3; round++) {
            int connections = gate.connections();
            write(20 * round, 20 * round + 10);
            gate.cut();
            write(20 * round + 10, 20 * round + 20);
            await("it came back", () -> gate.connections() > connections);
        }
        write(80, 90);
        patch(ext(externalId), "{'status': 'completed'}");

        assertThat(tail.exitCode()).isZero();
        List<Integer> told = new ArrayList<>();
        for (String line : tail.out.lines) {
            told.add(Service.JSON.readTree(line).path("sequence").asInt());
        }
        assertThat(told).isEqualTo(IntStream.range(15, 90).boxed().toList());
        assertThat(tail.err.lines)
                .anyMatch(it -> it.startsWith("hindsight: the connection is lost: "))
                .endsWith("hindsight: the execution is completed");
    }

    @Test
    void executionThatHasEnded_isToldAndLeft() {
        report(externalId, "'status': 'failed', 'logs': [{'message': 'a'}, {'message': 'b'}]");

        Typed tail = Typed.of("tail", "ext:" + externalId);

        assertThat(tail.exitCode()).isZero();
        assertThat(tail.lines()).hasSize(2);
        assertThat(tail.lines().get(1)).endsWith("  info   b");
        assertThat(Typed.of("tail", "ext:" + externalId, "-n", "0").out()).isEmpty();
    }

    @Test
    void follow_staysWhenTheExecutionHasEnded() {
        report(externalId, "'status': 'failed', 'logs': [{'sequence': 0, 'message': 'm0'}]");

        Running tail = new Running(gate, "tail", "ext:" + externalId, "--follow");
        await("the line that was there", () -> tail.out.lines.size() == 1);
        gate.cut();
        write(1, 2);
        await("a late line", () -> tail.out.lines.size() == 2);
        tail.out.close();
        write(2, 3);

        assertThat(tail.exitCode()).isZero();
    }

    @Test
    void changes_areToldOnceInOrder() throws IOException {
        String label = "label=test:" + externalId;
        report(externalId + "-before", "'labels': {'test': '%s'}".formatted(externalId));
        Running tail = new Running(gate, "tail", label, "-n", "1", "--json");
        await("what was there", () -> tail.out.lines.size() == 1);

        for (int i = 0; i < 6; i++) {
            int connections = gate.connections();
            if (i % 2 == 1) {
                gate.cut();
            }
            report(externalId + i, "'labels': {'test': '%s'}".formatted(externalId));
            report(externalId + i, "'status': 'completed'");
            int at = i;
            await("the end of " + at, () -> tail.out.lines.stream().anyMatch(it -> isEnd(it, at)));
            assertThat(gate.connections()).isEqualTo(connections + i % 2);
        }
        tail.out.close();
        report(externalId + "-after", "'labels': {'test': '%s'}".formatted(externalId));

        assertThat(tail.exitCode()).isZero();
        List<String> versions = new ArrayList<>();
        for (String line : tail.out.lines) {
            JsonNode event = Service.JSON.readTree(line);
            if (event.has("kind")) {
                versions.add(event.path("execution").asText() + event.path("version").asInt());
            }
        }
        assertThat(versions).doesNotHaveDuplicates().hasSizeBetween(6, 12);
    }

    private boolean isEnd(String line, int number) {
        return line.contains("\"" + externalId + number + "\"")
                && line.contains("execution.completed");
    }

    @Test
    void removals_areSaidInWords() throws IOException {
        StringWriter out = new StringWriter();
        CommandSpec spec = CommandSpec.create();
        new CommandLine(spec).setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        ExecutionsTail tail =
                new ExecutionsTail(new Screen(spec), false, Service.JSON.createObjectNode(), 0);

        tail.hear(
                Service.JSON.readTree(
                        """
                        {"type": "events", "events": [
                          {"kind": "executions.removed", "at": "2026-01-01T00:00:01Z",
                           "execution": "019c", "policy": null},
                          {"kind": "executions.removed", "at": "2026-01-01T00:00:02Z",
                           "execution": null, "policy": "of\\u001bday", "count": 12}]}
                        """));

        assertThat(out.toString().lines())
                .satisfiesExactly(
                        one -> assertThat(one).endsWith("  removed    019c"),
                        many ->
                                assertThat(many)
                                        .endsWith(
                                                "  removed    12 executions  by the policy of␛day"));
    }

    @Test
    void changes_areLinesForPeople() {
        Running tail = new Running(gate, "tail", "workflowId=w", "externalId=" + externalId);
        await("it watches", () -> gate.connections() == 1);
        await(
                "a change",
                () -> {
                    report(externalId, "'note': '%d'".formatted(System.nanoTime()));
                    return !tail.out.lines.isEmpty();
                });
        tail.out.close();
        report(externalId, "'status': 'completed'");

        assertThat(tail.exitCode()).isZero();
        assertThat(tail.out.lines.element())
                .contains("  running    ", "  ext:" + externalId + "  w");
    }
}
