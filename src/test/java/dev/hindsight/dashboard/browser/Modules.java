package dev.hindsight.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The dashboard's modules that only reckon, as one script, bundled by what bundled the package. */
final class Modules {

    private static final Path BUNDLERS = Path.of("target/node_modules/@esbuild");

    private Modules() {}

    /** A script that leaves them in {@code modules}. */
    static String script() {
        List<String> command =
                List.of(
                        bundler().toString(),
                        "src/test/ui/modules.ts",
                        "--bundle",
                        "--format=iife",
                        "--target=es2022",
                        "--global-name=modules",
                        "--footer:js=globalThis.modules = modules;",
                        "--log-level=error");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String script =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("exit code of the bundler").isZero();
            return script;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The program of this platform, which the build has unpacked. */
    private static Path bundler() {
        try (Stream<Path> files = Files.walk(BUNDLERS, 3)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches("esbuild(\\.exe)?"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
