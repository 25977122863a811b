package dev.hindsight.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.StartFailure;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

    @TempDir Path folder;

    private Place place(String dir) {
        return new Place(() -> Optional.of(dir), () -> Optional.of(folder.toString()));
    }

    @Test
    void archive_isConfiguredByItsSettingAlone() {
        assertThat(new Place(Optional::empty, Optional::empty).isConfigured()).isFalse();
        assertThat(place(" ").isConfigured()).isFalse();
        assertThat(place("/some").isConfigured()).isTrue();
    }

    @Test
    void folders_areMadeAbsolute() {
        assertThat(place("some/../archive").storage().place())
                .isEqualTo(Path.of("archive").toAbsolutePath().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://archive",
                "s3://archive/",
                "s3://my.bucket-1/hindsight/a_b",
                "s3://abc/x/"
            })
    void buckets_areRecognised(String dir) {
        assertThatCode(() -> place(dir).storage()).doesNotThrowAnyException();
        assertThat(place(dir).storage().place()).startsWith(dir).endsWith("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:",
                "s3://",
                "s3://A",
                "s3://UPPER/x",
                "s3://user:key@bucket/x",
                "s3://bucket//x",
                "s3://bucket/../x",
                "s3://bucket/x/..",
                "s3://bucket/x?region=y",
                "gs://bucket/x",
                "https://bucket.example.org/x",
                "\0"
            })
    void whatCannotBeUsed_stopsTheStart(String dir) {
        Place place = place(dir);

        assertThatThrownBy(place::check)
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("HINDSIGHT_ARCHIVE_DIR cannot be used: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void folderThatCannotBeWritten_stopsNothing() {
        // Not in the test's own folder: it may be gone before the archive is tried.
        assertThatCode(place("/dev/null/archive")::check).doesNotThrowAnyException();
    }
}
