package dev.hindsight.embedded;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

    private static final String STAMP = "2026-11-20 18:00:00.123 UTC [42] ";

    @TempDir private Path folder;

    @Test
    void lastWord_isThePanicBeforeWhatFollowsFromIt() throws IOException {
        ServerLog log =
                log(
                        "LOG:  database system is ready to accept connections",
                        "PANIC:  could not write to file \"pg_wal/xlogtemp.42\": No space left on device",
                        "LOG:  server process (PID 43) was terminated by signal 6: Aborted",
                        "LOG:  terminating any other active server processes",
                        "FATAL:  the database system is in recovery mode",
                        "LOG:  aborting startup due to startup process failure",
                        "LOG:  database system is shut down");

        assertThat(log.lastWord(0))
                .isEqualTo(
                        "PANIC: could not write to file \"pg_wal/xlogtemp.42\": No space left on device");
    }

    @Test
    void lastWord_isTheLastLineThatSaysSomethingWhereNothingFailed() throws IOException {
        ServerLog log =
                log(
                        "LOG:  database system is ready to accept connections",
                        "FATAL:  password authentication failed for user \"x\"",
                        "LOG:  received immediate shutdown request",
                        "LOG:  database system is shut down");

        assertThat(log.lastWord(0)).isEqualTo("LOG: received immediate shutdown request");
    }

    @Test
    void lastWord_isOfThisServerAndNotOfTheOneBefore() throws IOException {
        ServerLog log = log("PANIC:  long ago");
        long now = log.size();

        Files.writeString(log.file(), STAMP + "LOG:  listening on IPv4 address\n", APPEND);

        assertThat(log.lastWord(now)).startsWith("its log does not tell why");
        assertThat(new ServerLog(folder.resolve("none")).lastWord(0))
                .startsWith("its log does not tell why");
    }

    private ServerLog log(String... lines) throws IOException {
        Path file = folder.resolve("postgres.log");
        Files.write(file, List.of(lines).stream().map(STAMP::concat).toList());
        return new ServerLog(file);
    }

    @Test
    void from_leavesOutWhatClientsOfAStartingServerAreTold() throws IOException {
        ServerLog log =
                log(
                        "LOG:  starting PostgreSQL 18.3",
                        "FATAL:  the database system is starting up",
                        "FATAL:  could not write lock file \"postmaster.pid\": No space left on device");

        assertThat(Program.complaint(log.from(0)))
                .isEqualTo(
                        "FATAL:  could not write lock file \"postmaster.pid\": No space left on device");
    }
}
