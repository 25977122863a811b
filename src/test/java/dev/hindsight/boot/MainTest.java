package dev.hindsight.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered before anything is unpacked, made or started: in a process of its own. */
class MainTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void help_namesTheCommands(String word) throws Exception {
        Ended ended = run(Map.of(), List.of(), word);

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.said())
                .contains(
                        "  list ",
                        "  show ",
                        "  tail ",
                        "  diff ",
                        "  export ",
                        "  import ",
                        "  keys ",
                        "  migrate ",
                        "  sweep ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsNoCommand_isOneLine() throws Exception {
        assertThat(run(Map.of(), List.of(), "exprot", "file"))
                .isEqualTo(new Ended(2, "hindsight: there is no command 'exprot': see --help\n"));
        assertThat(run(Map.of(), List.of(), "--port=80"))
                .isEqualTo(new Ended(2, "hindsight: there is no option '--port': see --help\n"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void unknownVariable_isToldBeforeADatabaseIsMade() throws Exception {
        assertThat(run(Map.of("HINDSIGHT_HOEM", "x"), List.of()))
                .isEqualTo(
                        new Ended(
                                1,
                                "hindsight: HINDSIGHT_HOEM is not a setting that is known: correct or unset it\n"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void unknownProperty_isToldBeforeADatabaseIsMade() throws Exception {
        assertThat(run(Map.of(), List.of("-Dhindsight.hoem=x")))
                .isEqualTo(
                        new Ended(
                                1,
                                "hindsight: hindsight.hoem is not a setting that is known: correct or remove it\n"));
        assertThat(folder).isEmptyDirectory();
    }

    private record Ended(int exitCode, String said) {}

    private Ended run(Map<String, String> environment, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("HINDSIGHT_"));
        builder.environment().putAll(environment);
        builder.environment().put("HINDSIGHT_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), said);
    }
}
