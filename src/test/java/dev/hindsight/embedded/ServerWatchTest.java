package dev.hindsight.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.LogLines;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server ends under a running service. */
class ServerWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path folder;

    private final LogLines log = LogLines.of("dev.hindsight.embedded");

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void serverThatIsKilled_isStartedAgainWhereItWasWithWhatItHeld() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home())) {
            ask(database, "CREATE TABLE kept_one AS SELECT 'committed' AS word", false);
            ProcessHandle killed = kill();

            // It answers a moment before that is told.
            awaitTrue(() -> isUp(database) && log.all().size() > 1);

            assertThat(ask(database, "SELECT word FROM kept_one", true)).isEqualTo("committed");
            assertThat(server()).isNotEqualTo(killed);
            assertThat(log.all()).hasSize(2);
            assertThat(log.all().get(0))
                    .startsWith("WARN The embedded PostgreSQL ended and is started again: ")
                    .doesNotContain("\n");
            assertThat(log.all().get(1)).isEqualTo("INFO The embedded PostgreSQL runs again");
        }
        assertThat(home().resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void serverThatIsKilledTwice_isStartedTwice() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home())) {
            for (int i = 0; i < 2; i++) {
                kill();
                awaitTrue(() -> isUp(database));
            }

            awaitTrue(() -> log.all().stream().filter(it -> it.startsWith("INFO")).count() == 2);
            assertThat(log.all().stream().filter(it -> it.startsWith("WARN"))).hasSize(1);
        }
    }

    @Test
    void serverThatDoesNotStart_isToldOnceAndTriedUntilItDoes() throws Exception {
        Path control = home().resolve("data/global/pg_control");
        Path hidden = home().resolve("pg_control");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home())) {
            Files.move(control, hidden);
            kill();
            // The second try, a second later, has nothing new to tell.
            awaitTrue(() -> tries() > 1);
            Files.move(hidden, control);

            assertThat(log.all().stream().filter(it -> it.contains("tried again"))).hasSize(1);
            assertThat(log.all().get(1)).contains("does not start: ", "pg_control");
            awaitTrue(() -> isUp(database));
        }
    }

    @Test
    void close_whileTheServerIsDownEndsTheTries() throws Exception {
        Path control = home().resolve("data/global/pg_control");
        Path hidden = home().resolve("pg_control");
        EmbeddedDatabase database = EmbeddedDatabase.start(home());
        Files.move(control, hidden);
        kill();
        awaitTrue(() -> log.all().stream().anyMatch(it -> it.contains("tried again")));

        database.close();

        Files.move(hidden, control);
        // The lock is free, and nobody else starts the server.
        try (EmbeddedDatabase next = EmbeddedDatabase.start(home())) {
            assertThat(isUp(next)).isTrue();
            assertThat(isUp(database)).isFalse();
        }
    }

    @Test
    void close_rightAfterTheServerWasKilledLeavesNone() throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.start(home());
        kill();

        database.close();

        assertThat(isUp(database)).isFalse();
        EmbeddedDatabase.start(home()).close();
    }

    private static long tries() throws IOException {
        return Files.readAllLines(home().resolve("postgres.log")).stream()
                .filter(line -> line.contains("could not open file"))
                .count();
    }

    private static Path home() throws IOException {
        return folder.toRealPath().resolve("home");
    }

    /** As {@code kill -9} does. */
    private static ProcessHandle kill() throws Exception {
        ProcessHandle server = server();
        server.destroyForcibly();
        server.onExit().get();
        return server;
    }

    private static ProcessHandle server() throws IOException {
        return PostmasterFile.of(home().resolve("data")).orElseThrow().process().orElseThrow();
    }

    private static boolean isUp(EmbeddedDatabase database) {
        try {
            return "1".equals(ask(database, "SELECT 1", true));
        } catch (SQLException away) {
            return false;
        }
    }

    private static String ask(EmbeddedDatabase database, String sql, boolean answers)
            throws SQLException {
        URI url = URI.create(database.url());
        List<String> login = List.of(url.getUserInfo().split(":", 2));
        String jdbc =
                "jdbc:postgresql://%s:%d%s".formatted(url.getHost(), url.getPort(), url.getPath());
        try (Connection connection = DriverManager.getConnection(jdbc, login.get(0), login.get(1));
                Statement statement = connection.createStatement()) {
            if (!answers) {
                statement.execute(sql);
                return "";
            }
            try (ResultSet rows = statement.executeQuery(sql)) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    private static void awaitTrue(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
