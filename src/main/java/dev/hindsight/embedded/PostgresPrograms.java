package dev.hindsight.embedded;

import dev.hindsight.problem.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's programs, unpacked.
 *
 * @param folder of one release
 * @param prefix what to put before a program's name, see {@link Privileges}
 */
record PostgresPrograms(Path folder, List<String> prefix) {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    PostgresPrograms {
        prefix = List.copyOf(prefix);
    }

    /** Runs a program to its end, however that turns out. */
    Program call(String name, List<String> arguments, String input) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(folder.resolve("bin").resolve(name).toString());
        command.addAll(arguments);
        return Program.run(prefix, command, input);
    }

    /**
     * Runs a program that is expected to succeed.
     *
     * @return what it said
     * @throws StartFailure if it fails, with its complaint
     */
    String run(String name, List<String> arguments, String input) throws IOException {
        Program program = call(name, arguments, input);
        if (!program.succeeded()) {
            throw failed(name, program.complaint());
        }
        return program.output();
    }

    /** The major version of the programs, such as 18. */
    String release() throws IOException {
        String said = run("postgres", List.of("--version"), "");
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw failed(
                    "postgres", said.lines().findFirst().orElse("it does not tell its version"));
        }
        return version.group(1);
    }

    private static StartFailure failed(String name, String complaint) {
        return new StartFailure(
                "PostgreSQL's %s failed: %s%s"
                        .formatted(name, complaint, StartFailure.advice(complaint)));
    }
}
