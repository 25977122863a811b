package dev.hindsight.systems;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that is named for a promise exists. */
class SystemsReadmeTest {

    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?`");

    private final Map<String, Path> classes;

    SystemsReadmeTest() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            classes =
                    files.filter(it -> it.toString().endsWith(".java"))
                            .collect(
                                    Collectors.toMap(
                                            it -> it.getFileName().toString().replace(".java", ""),
                                            it -> it,
                                            (one, other) -> one));
        }
    }

    @Test
    void testsThatAreNamed_exist() throws IOException {
        String readme = Files.readString(TESTS.resolve("dev/hindsight/systems/README.md"));

        assertThat(NAMED.matcher(readme).results())
                .hasSizeGreaterThan(60)
                .allSatisfy(this::assertExists);
    }

    private void assertExists(MatchResult named) throws IOException {
        assertThat(classes).containsKey(named.group(1));
        if (named.group(2) != null) {
            assertThat(Files.readString(classes.get(named.group(1))))
                    .contains("void " + named.group(2) + "(");
        }
    }
}
