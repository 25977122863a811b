package dev.hindsight.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.Postgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A collector is told what the service does, if there is one. */
class CollectorIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Test
    void collector_isToldOfARequestAndItsStatementsWithinTheCallersTrace() throws Exception {
        HttpServer collector = collector();
        Map<String, String> settings =
                Map.of(
                        "HINDSIGHT_DATABASE_URL",
                        Postgres.NEWEST.freshDatabase(),
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://localhost:" + collector.getAddress().getPort(),
                        "OTEL_BSP_SCHEDULE_DELAY",
                        "100");
        try (Artifact service = Artifact.start(settings)) {
            String url = service.url();
            Api.sendTo(url, "GET", "/q/health/ready", null);

            Api.sendTo(
                    url,
                    "GET",
                    "/api/v1/executions?limit=3",
                    null,
                    "traceparent",
                    "00-" + TRACE + "-00f067aa0ba902b7-01");

            String spans = heard("/api/v1/executions");
            assertThat(spans)
                    .contains("hindsight", "FROM execution")
                    .contains(bytes(TRACE))
                    .doesNotContain("/q/health");
            assertThat(service.complaints()).isEmpty();
        } finally {
            collector.stop(0);
        }
    }

    private HttpServer collector() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/v1/traces",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    told.add(new String(body, StandardCharsets.ISO_8859_1));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }

    /** All that was told until something with these words and a statement was. */
    private String heard(String words) throws InterruptedException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(words) < 0 || all.indexOf("FROM execution") < 0) {
            String next = told.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("told so far: %s", all).isNotNull();
            all.append(next);
        }
        return all.toString();
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
