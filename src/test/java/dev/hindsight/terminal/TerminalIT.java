package dev.hindsight.terminal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.Postgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The packaged program, beside a service that is one too: processes that speak over the network. */
class TerminalIT {

    private static final String KEY = "an-admin-key-of-this-test-alone-0123456789";

    private record Ended(int exitCode, String said) {}

    private final Map<String, String> settings =
            Map.of(
                    "HINDSIGHT_DATABASE_URL",
                    Postgres.NEWEST.freshDatabase(),
                    "HINDSIGHT_AUTH",
                    "keys",
                    "HINDSIGHT_ADMIN_KEY",
                    KEY);

    private static Ended run(String url, String key, String... arguments) throws Exception {
        try (Artifact command =
                Artifact.start(Map.of("HINDSIGHT_URL", url, "HINDSIGHT_KEY", key), arguments)) {
            String said = command.rest();
            return new Ended(command.exitCode(), said);
        }
    }

    private static void report(String url, String members) {
        assertThat(
                        Api.sendTo(
                                        url,
                                        "POST",
                                        Api.EXECUTIONS,
                                        Api.json("{'workflowId': 'w', " + members + "}"),
                                        "Authorization",
                                        "Bearer " + KEY)
                                .status())
                .isBetween(200, 201);
    }

    @Test
    void commands_lookAtARunningService() throws Exception {
        try (Artifact service = Artifact.start(settings)) {
            String url = service.url();
            report(url, "'externalId': 'a', 'steps': [{'key': 'k', 'nodeId': 'n'}]");
            report(url, "'externalId': 'b', 'status': 'failed', 'error': 'no'");

            Ended list = run(url, KEY, "list", "status=failed");
            assertThat(list.exitCode()).as(list.said()).isZero();
            assertThat(list.said().lines()).hasSize(2);
            assertThat(list.said()).contains("  b  ").doesNotContain("\u001b");
            Ended show = run(url, KEY, "show", "ext:a");
            assertThat(show.exitCode()).isZero();
            assertThat(show.said()).startsWith("w  running").contains("  k  running  n");
            Ended diff = run(url, KEY, "diff", "ext:a", "ext:b");
            assertThat(diff.exitCode()).isOne();
            assertThat(diff.said()).contains("--- ", "  /status\n-   \"running\"\n+   \"failed\"");
            assertThat(run(url, KEY, "diff", "ext:a", "ext:a").exitCode()).isZero();
            assertThat(run(url, KEY, "diff", "ext:a", "ext:c").exitCode()).isEqualTo(2);

            CompletableFuture<Ended> tail =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return run(url, KEY, "tail", "ext:a", "--json");
                                } catch (Exception failure) {
                                    throw new IllegalStateException(failure);
                                }
                            });
            for (int i = 0; i < 20; i++) {
                report(
                        url,
                        "'externalId': 'a', 'logs': [{'sequence': %1$d, 'message': 'm%1$d'}]"
                                .formatted(i));
            }
            report(url, "'externalId': 'a', 'status': 'completed'");
            Ended tailed = tail.get(60, SECONDS);
            assertThat(tailed.exitCode()).as(tailed.said()).isZero();
            List<String> lines =
                    tailed.said().lines().filter(line -> line.startsWith("{")).toList();
            assertThat(lines).doesNotHaveDuplicates().isNotEmpty();
            assertThat(lines.get(lines.size() - 1)).contains("m19");

            Ended tls = run(url.replace("http:", "https:"), KEY, "list");
            assertThat(tls.exitCode()).isOne();
            assertThat(tls.said()).startsWith("hindsight: TLS with https://").hasLineCount(1);
            Ended stranger = run(url, "wrong", "list");
            assertThat(stranger.exitCode()).isOne();
            assertThat(stranger.said().lines())
                    .singleElement()
                    .asString()
                    .startsWith("hindsight: ");
            assertThat(stranger.said()).doesNotContain("wrong");

            report(url, "'externalId': 'd', 'logs': [{'message': 'last'}]");
            interrupted(url);
        }
    }

    private static void interrupted(String url) throws Exception {
        Assumptions.assumeTrue(Artifact.hearsInterrupts());
        try (Artifact tail =
                Artifact.start(
                        Map.of("HINDSIGHT_URL", url, "HINDSIGHT_KEY", KEY), "tail", "ext:d")) {
            assertThat(tail.line()).endsWith("last");
            long from = System.nanoTime();

            tail.interrupt();

            assertThat(tail.exitCode()).isIn(0, 130);
            assertThat(Duration.ofNanos(System.nanoTime() - from))
                    .isLessThan(Duration.ofSeconds(5));
            assertThat(tail.rest()).isEmpty();
        }
    }

    @Test
    void help_namesTheCommands() throws Exception {
        Ended help = run("http://localhost:1", "", "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.said()).contains("  list ", "  tail ", "  keys ", "  sweep ");
        assertThat(run("http://localhost:1", "", "help", "tail").said())
                .startsWith("Usage: hindsight tail ")
                .contains("--follow");
        assertThat(run("http://localhost:1", "", "list").said())
                .startsWith("hindsight: http://localhost:1 cannot be reached: ");
    }
}
