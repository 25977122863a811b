package dev.hindsight.embedded;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.LogLines;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service whose own database is killed answers again without being restarted. */
@QuarkusTest
@TestProfile(DatabaseReturnTest.OwnDatabase.class)
class DatabaseReturnTest {

    private static final int CALLERS = 17;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The application on the database that it brings along. */
    public static final class OwnDatabase implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Embedded.class));
        }
    }

    /** That database, which {@code Main} would start. */
    public static final class Embedded implements QuarkusTestResourceLifecycleManager {
        private final Path home = folder();
        private EmbeddedDatabase database;

        @Override
        public Map<String, String> start() {
            database = EmbeddedDatabase.start(home);
            return Map.of("hindsight.database.url", database.url());
        }

        @Override
        public void stop() {
            database.close();
        }

        @Override
        public void inject(TestInjector tests) {
            tests.injectIntoFields(home, new TestInjector.MatchesType(Path.class));
        }

        private static Path folder() {
            try {
                return Files.createTempDirectory("embedded-postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Path home;

    @Test
    void requests_areAnsweredAgainAfterEveryKill() throws Exception {
        assertThat(report("before")).isEqualTo(201);
        try (LogLines log = LogLines.of("")) {
            for (int i = 0; i < 2; i++) {
                AtOnce.ask(
                        CALLERS, number -> number == 0 ? kill() : awaitAnswers("after-" + number));
                // Nobody is to restart the service meanwhile.
                given().get("/q/health/live").then().statusCode(200);
                awaitAnswers("after");

                assertThat(given().get("/api/v1/executions/ext:before").statusCode())
                        .isEqualTo(200);
                given().get("/q/health/ready").then().statusCode(200);
            }
            assertThat(log.complaints())
                    .allMatch(
                            line ->
                                    line.matches(
                                            "WARN The (embedded PostgreSQL ended|database does not answer).*"));
        }
    }

    private static int report(String externalId) {
        return Api.report(externalId, "").status();
    }

    /** Reports until some refusals are over; each is stored or refused as overloaded. */
    private static boolean awaitAnswers(String externalId) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int stored = 0; stored < 50; ) {
            int status = report(externalId);
            assertThat(status).isIn(200, 201, 503);
            stored = status == 503 ? 0 : stored + 1;
            assertThat(System.nanoTime()).as("time").isLessThan(deadline);
            Thread.onSpinWait();
        }
        return true;
    }

    private boolean kill() {
        try {
            String pid = Files.readAllLines(home.resolve("data/postmaster.pid")).get(0).strip();
            ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            server.destroyForcibly();
            server.onExit().join();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
