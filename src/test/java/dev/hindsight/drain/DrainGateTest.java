package dev.hindsight.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.shutdown.ShutdownConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class DrainGateTest {

    private static final Duration NOT_BEFORE_THE_TEST_IS_OVER = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<HttpServerResponse> held = new LinkedBlockingQueue<>();
    private Duration delay = NOT_BEFORE_THE_TEST_IS_OVER;
    private DrainGate gate;
    private int port;

    @BeforeEach
    void start() {
        gate = new DrainGate(new Shutdown(), vertx);
        Router router = Router.router(vertx);
        gate.register(router);
        router.get("/at-once").handler(request -> request.response().end("done"));
        router.get("/later")
                .handler(
                        request -> {
                            request.response().setChunked(true).write("begun");
                            held.add(request.response());
                        });
        HttpServer server =
                vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
        port = server.actualPort();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private final class Shutdown implements ShutdownConfig {

        @Override
        public Optional<Duration> timeout() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> delay() {
            return Optional.of(delay);
        }
    }

    private static void ask(Socket connection, String path) throws IOException {
        connection
                .getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path).getBytes(UTF_8));
    }

    private static String read(Socket connection, String last) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(last) < 0) {
            int next = connection.getInputStream().read();
            assertThat(next).as("after: %s", text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private Socket open() throws IOException {
        return new Socket("localhost", port);
    }

    @Test
    void answers_ofWhoIsLeaving_areTheLastOfTheirConnections() throws Exception {
        try (Socket connection = open()) {
            ask(connection, "/at-once");
            assertThat(read(connection, "done")).doesNotContainIgnoringCase("connection:");

            gate.leave(new ShutdownDelayInitiatedEvent());

            ask(connection, "/at-once");
            assertThat(read(connection, "done")).containsIgnoringCase("connection: close");
            assertThat(connection.getInputStream().read()).isNegative();
        }
    }

    @Test
    void connections_onWhichNobodyAsks_areClosed_othersWhenTheyAreAnswered() throws Exception {
        delay = Duration.ZERO;
        try (Socket idle = open();
                Socket busy = open()) {
            ask(idle, "/at-once");
            read(idle, "done");
            ask(busy, "/later");
            read(busy, "begun");

            gate.leave(new ShutdownDelayInitiatedEvent());

            assertThat(idle.getInputStream().read()).isNegative();
            HttpServerResponse answer = held.poll(10, TimeUnit.SECONDS);
            assertThat(answer).isNotNull();
            answer.end("ended");
            read(busy, "ended\r\n0\r\n\r\n");
            assertThat(busy.getInputStream().read()).isNegative();
        }
    }

    @Test
    void aConnectionThatWasNotTold_mayBeAskedOnceMore() throws Exception {
        try (Socket connection = open()) {
            ask(connection, "/later");
            read(connection, "begun");
            gate.leave(new ShutdownDelayInitiatedEvent());
            HttpServerResponse answer = held.poll(10, TimeUnit.SECONDS);
            assertThat(answer).isNotNull();
            answer.end("ended");
            read(connection, "ended\r\n0\r\n\r\n");

            ask(connection, "/at-once");

            assertThat(read(connection, "done")).containsIgnoringCase("connection: close");
        }
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT0S", "PT1S, PT0.75S", "PT2S, PT1.5S", "PT5S, PT4.5S"})
    void idleConnections_areClosedAMomentBeforeTheDelayIsOver(Duration whole, Duration after) {
        assertThat(DrainGate.idleAfter(whole)).isEqualTo(after);
    }
}
