package dev.hindsight.sweep;

import dev.hindsight.fixture.Artifact;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A command that was given from a terminal, and has ended.
 *
 * @param said both of its outputs
 */
record Ended(int exitCode, List<String> said) {

    static Ended after(Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        try (Artifact command = Artifact.start(settings, arguments)) {
            List<String> said = command.rest().lines().toList();
            return new Ended(command.exitCode(), said);
        }
    }

    /** What it says of itself, rather than of what it did. */
    List<String> complaints() {
        return said.stream().filter(line -> line.startsWith("hindsight: ")).toList();
    }
}
