package dev.hindsight.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.NodeProgram;
import dev.hindsight.fixture.Postgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traces by OpenTelemetry's own programs: its agent for Java, and its exporters for JavaScript. */
class OtelClientsIT {

    private static final String KEY = "planted-admin-key-of-a-process-79";

    private static final Path AGENT =
            Artifact.TARGET.resolve("otel-agent/opentelemetry-javaagent.jar").toAbsolutePath();

    private static final Path SHOP = Path.of("src/test/clients/agent/Shop.java").toAbsolutePath();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Artifact service;

    private static String url;

    @BeforeAll
    static void start() throws IOException {
        service =
                Artifact.start(
                        Map.of(
                                "HINDSIGHT_DATABASE_URL",
                                Postgres.NEWEST.freshDatabase(),
                                "HINDSIGHT_AUTH",
                                "keys",
                                "HINDSIGHT_ADMIN_KEY",
                                KEY));
        url = service.url();
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(service.complaints()).isEmpty();
        service.close();
    }

    @Test
    void applicationWithTheAgent_isAnExecutionForEachOrder() throws Exception {
        Process shop = shop();
        try (BufferedReader says = shop.inputReader(StandardCharsets.UTF_8)) {
            order(says.readLine());

            // By the root's name: where the spans below it are exported first, the workflow is the
            // shop's.
            JsonNode execution = ofOrders(await("", list -> ofOrders(list) != null));
            assertThat(execution).isNotNull();
            String id = execution.get("id").asText();
            Answer steps = await("/" + id + "/steps", list -> list.at("/items").size() == 3);

            assertThat(ask("/" + id).at("/externalId").asText()).matches("[0-9a-f]{32}");
            assertThat(ask("/" + id).at("/status").asText()).isEqualTo("completed");
            assertThat(ask("/" + id).at("/labels").toString()).contains("shop");
            assertThat(steps.at("/items").findValuesAsText("nodeId"))
                    .contains("GET /orders", "GET /stock");
            assertThat(steps.at("/items").findValuesAsText("status")).containsOnly("completed");
        } finally {
            shop.getOutputStream().close();
            assertThat(shop.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void exportersOfAnotherLanguage_areUnderstoodInBothEncodings() throws Exception {
        NodeProgram program = new NodeProgram("otlp");
        assumeTrue(program.install(), "neither Node.js nor the exporters are there");

        NodeProgram.Ended client = program.run(KEY, url);

        assertThat(client.code()).as(client.output()).isZero();
        JsonNode traces = new ObjectMapper().readTree(client.output());
        for (String encoding : new String[] {"json", "protobuf"}) {
            String execution = "/ext:" + traces.get(encoding).asText();
            Answer told = ask(execution);
            assertThat(told.text("/workflowId")).as(encoding).isEqualTo("nightly");
            assertThat(told.text("/status")).isEqualTo("failed");
            assertThat(told.text("/error/message")).isEqualTo("store failed");
            Answer steps = ask(execution + "/steps");
            assertThat(steps.at("/items").findValuesAsText("nodeId"))
                    .contains("nightly", "load", "store");
            assertThat(steps.body().toString()).contains("disk is full");
            assertThat(ask(execution + "/logs").body().toString())
                    .contains("loaded", "disk is full");
        }
    }

    private static Process shop() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-javaagent:" + AGENT,
                        SHOP.toString());
        builder.environment()
                .putAll(
                        Map.of(
                                "OTEL_SERVICE_NAME", "shop",
                                "OTEL_EXPORTER_OTLP_ENDPOINT", url,
                                "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20" + KEY,
                                "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
                                "OTEL_METRICS_EXPORTER", "none",
                                "OTEL_LOGS_EXPORTER", "none",
                                "OTEL_BSP_SCHEDULE_DELAY", "200"));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static void order(String shop) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shop + "/orders")).build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body())
                .isEqualTo("7");
    }

    private static @Nullable JsonNode ofOrders(Answer list) {
        for (JsonNode execution : list.at("/items")) {
            if (execution.path("workflowName").asText().equals("GET /orders")) {
                return execution;
            }
        }
        return null;
    }

    private static Answer ask(String path) {
        return Api.sendTo(
                url, "GET", Api.EXECUTIONS + path, null, "Authorization", "Bearer " + KEY);
    }

    private static Answer await(String path, Predicate<Answer> isThere) {
        Instant patience = Instant.now().plus(PATIENCE);
        while (true) {
            Answer answer = ask(path);
            if (isThere.test(answer)) {
                return answer;
            }
            assertThat(Instant.now()).as(answer.http().body()).isBefore(patience);
        }
    }
}
