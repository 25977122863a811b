package dev.hindsight.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All tests share one home, as the starts of one installation do; a path with a space must work. */
class EmbeddedDatabaseTest {

    @TempDir private static Path folder;

    private static Path home;

    @BeforeAll
    static void nameHome() throws IOException {
        home = folder.toRealPath().resolve("my home");
    }

    @Test
    void start_givesADurableDatabaseOfUnicodeText() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            assertThat(answer(database, "SHOW server_version")).startsWith("18");
            assertThat(answer(database, "SHOW fsync")).isEqualTo("on");
            assertThat(answer(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(answer(database, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(answer(database, "SELECT lower('Ä') || (U&'\\00E4' > 'z')"))
                    .isEqualTo("ätrue");
        }
    }

    @Test
    void start_keepsTheHomeToItsOwner() throws IOException {
        EmbeddedDatabase.start(home).close();

        assertThat(permissions(home)).isEqualTo("rwx------");
        assertThat(permissions(home.resolve("data"))).isEqualTo("rwx------");
        assertThat(permissions(home.resolve("password"))).isEqualTo("rw-------");
        assertThat(Files.readString(home.resolve("password")).strip()).hasSize(64);
    }

    @Test
    void start_letsNobodyInWithoutThePassword() {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            String wrong = jdbc(database.url().replaceFirst(":[0-9a-f]{64}@", ":wrong@"));

            assertThatThrownBy(() -> DriverManager.getConnection(wrong))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void start_findsWhatTheLastOneStored() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            remember(database, "kept");
        }

        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            assertThat(answer(database, "SELECT word FROM kept")).isEqualTo("kept");
        }
    }

    @Test
    void start_isRefusedWhileAnotherServiceRuns() throws Exception {
        try (AnotherService other = AnotherService.start(home)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage(
                            "%s is in use by the service with process id %d: stop that one first;"
                                            .formatted(home, other.pid())
                                    + " what it knows it exports while it runs, too, by GET"
                                    + " /api/v1/executions/export");
        }
    }

    @Test
    void start_stopsTheServerThatAKilledServiceLeft() throws Exception {
        ProcessHandle left;
        try (AnotherService other = AnotherService.start(home)) {
            remember(other.url(), "left");
            left = server();
            other.kill();
            assertThat(left.isAlive()).isTrue();
        }

        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(10));
            assertThat(server()).isNotEqualTo(left);
            assertThat(answer(database, "SELECT word FROM kept")).isEqualTo("left");
        }
    }

    @Test
    void start_recoversWhatWasCommittedBeforeTheServerWasKilled() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            remember(database, "committed");
            ProcessHandle server = server();
            server.destroyForcibly();
            server.onExit().get();
        }

        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            assertThat(answer(database, "SELECT word FROM kept")).isEqualTo("committed");
        }
    }

    @Test
    void start_passesOverAStaleFileWhoseProcessIdIsAnotherPrograms() throws Exception {
        EmbeddedDatabase.start(home).close();
        List<String> stale =
                List.of(
                        Long.toString(ProcessHandle.current().pid()),
                        home.resolve("data").toString(),
                        "1700000000",
                        "5432");
        Files.write(home.resolve("data/postmaster.pid"), stale);

        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            assertThat(answer(database, "SELECT 1")).isEqualTo("1");
        }
        assertThat(home.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void start_passesOverAnEmptyServerFile() throws Exception {
        EmbeddedDatabase.start(home).close();
        Files.createFile(home.resolve("data/postmaster.pid"));

        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            assertThat(answer(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void start_makesANewPasswordForALostOne() throws Exception {
        EmbeddedDatabase.start(home).close();
        String lost = Files.readString(home.resolve("password"));
        Files.delete(home.resolve("password"));

        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            assertThat(database.url()).doesNotContain(lost.strip());
            assertThat(answer(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void start_refusesTheDataOfAnotherMajorVersion() throws IOException {
        EmbeddedDatabase.start(home).close();
        Files.writeString(home.resolve("data/PG_VERSION"), "17\n");

        assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith(
                        home.resolve("data")
                                + " was made by PostgreSQL 17 and this release brings 18")
                .hasMessageNotContaining("\n");

        Files.writeString(home.resolve("data/PG_VERSION"), "18\n");
        EmbeddedDatabase.start(home).close();
    }

    @Test
    void start_throwsAwayADataFolderThatWasNeverFinished() throws Exception {
        Path other = folder.toRealPath().resolve("interrupted");
        Files.createDirectories(other.resolve("data.new/base"));
        Files.writeString(other.resolve("data.new/PG_VERSION"), "18\n");

        try (EmbeddedDatabase database = EmbeddedDatabase.start(other)) {
            assertThat(answer(database, "SELECT 1")).isEqualTo("1");
        }
        assertThat(other.resolve("data.new")).doesNotExist();
    }

    @Test
    void start_leavesFilesAloneThatAreNotPostgres() throws IOException {
        Path other = folder.toRealPath().resolve("foreign");
        Files.createDirectories(other.resolve("data"));
        Files.writeString(other.resolve("data/thesis.txt"), "years of work");

        assertThatThrownBy(() -> EmbeddedDatabase.start(other))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("is not a PostgreSQL data folder");
        assertThat(other.resolve("data/thesis.txt")).hasContent("years of work");
    }

    private static void remember(EmbeddedDatabase database, String word) throws SQLException {
        remember(database.url(), word);
    }

    private static void remember(String url, String word) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc(url));
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS kept");
            statement.execute("CREATE TABLE kept AS SELECT '" + word + "' AS word");
        }
    }

    private static String answer(EmbeddedDatabase database, String question) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc(database.url()));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static String jdbc(String url) {
        URI parsed = URI.create(url);
        String[] login = parsed.getUserInfo().split(":", 2);
        return "jdbc:postgresql://%s:%d%s?user=%s&password=%s"
                .formatted(
                        parsed.getHost(), parsed.getPort(), parsed.getPath(), login[0], login[1]);
    }

    private static ProcessHandle server() throws IOException {
        return PostmasterFile.of(home.resolve("data")).orElseThrow().process().orElseThrow();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
