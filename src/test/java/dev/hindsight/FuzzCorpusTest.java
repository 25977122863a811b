package dev.hindsight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.hindsight.fixture.FuzzTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What fuzzing began with and what it found: taken again, without a fuzzer. */
class FuzzCorpusTest {

    private static final Path CORPUS = Path.of("src/fuzz/corpus");

    /** Far more than any of them takes, and far less than one that is no longer linear. */
    private static final Duration LONG = Duration.ofSeconds(10);

    static Stream<String> targets() {
        return Fuzzing.TARGETS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void target_takesEveryInput(String name) {
        FuzzTarget target = Fuzzing.TARGETS.get(name);
        List<Path> inputs = list(CORPUS.resolve(name));

        assertThat(inputs).isNotEmpty();
        assertThat(inputs)
                .allSatisfy(
                        input -> {
                            byte[] bytes = Files.readAllBytes(input);
                            assertTimeout(LONG, () -> target.take(bytes));
                        });
    }

    @Test
    void corpus_isOfTargetsAlone() {
        assertThat(list(CORPUS))
                .extracting(folder -> folder.getFileName().toString())
                .containsExactlyElementsOf(Fuzzing.TARGETS.keySet());
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
