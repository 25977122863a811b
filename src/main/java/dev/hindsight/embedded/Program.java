package dev.hindsight.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program did.
 *
 * @param exitCode 0 if it succeeded
 * @param output what it said, on both streams
 */
record Program(int exitCode, String output) {

    private static final Pattern FAILURE =
            Pattern.compile("(?:\\b(?:FATAL|PANIC|ERROR):|\\w+: error:).*");

    /**
     * Runs a program to its end. No shell is involved; settings of PostgreSQL's clients are kept
     * from it, and it speaks English.
     *
     * @param prefix what to put before its name
     * @param command its name and arguments
     * @param input what it reads; if it ends sooner, the rest is dropped
     * @throws IOException if it cannot be run
     */
    static Program run(List<String> prefix, List<String> command, String input) throws IOException {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        } catch (IOException e) {
            // It has ended without reading: its exit code says how.
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            return new Program(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    boolean succeeded() {
        return exitCode == 0;
    }

    /** The first line of the output that tells of a failure, else the last; perhaps empty. */
    String complaint() {
        return complaint(output);
    }

    /** The same of what a program wrote elsewhere. The time and process it begins with are left out. */
    static String complaint(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .map(FAILURE::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(failure -> failure.group().strip())
                .or(() -> lines.stream().reduce((before, after) -> after).map(String::strip))
                .orElse("");
    }
}
