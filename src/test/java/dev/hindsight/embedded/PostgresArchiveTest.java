package dev.hindsight.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresArchiveTest {

    private static final PostgresArchive ARCHIVE =
            PostgresArchive.of(System.getProperty("os.name"), System.getProperty("os.arch"));

    @Test
    void unpackInto_throwsAwayWhatWasLeftHalfDone(@TempDir Path parent) throws IOException {
        Files.createDirectories(parent.resolve("unfinished/bin"));
        Files.writeString(parent.resolve("unfinished/bin/postgres"), "half");
        Files.createDirectories(parent.resolve("0123456789abcdef/bin"));

        Path folder = ARCHIVE.unpackInto(parent);

        assertThat(folder.resolve("bin/postgres")).isExecutable();
        assertThat(folder.resolve("share/postgresql/postgres.bki")).isRegularFile();
        assertThat(parent.toFile().list()).containsExactly(folder.getFileName().toString());
    }

    @Test
    void unpackInto_unpacksOnce(@TempDir Path parent) throws IOException {
        Path first = ARCHIVE.unpackInto(parent);
        Files.writeString(first.resolve("mark"), "still the same");

        Path second = ARCHIVE.unpackInto(parent);

        assertThat(second).isEqualTo(first);
        assertThat(second.resolve("mark")).exists();
    }

    @Test
    void of_namesTheWayOutWhereThereAreNoPrograms() {
        assertThatThrownBy(() -> PostgresArchive.of("Windows 11", "amd64"))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "there is no embedded PostgreSQL for Windows 11 on amd64:"
                                + " set HINDSIGHT_DATABASE_URL");
    }

    @Test
    void of_knowsEveryPlatformThatIsShipped() {
        assertThat(
                        PostgresArchive.class.getResource(
                                "/" + PostgresArchive.of("Linux", "amd64").resource()))
                .isNotNull();
        assertThat(
                        PostgresArchive.class.getResource(
                                "/" + PostgresArchive.of("Linux", "aarch64").resource()))
                .isNotNull();
        assertThat(
                        PostgresArchive.class.getResource(
                                "/" + PostgresArchive.of("Mac OS X", "aarch64").resource()))
                .isNotNull();
    }
}
