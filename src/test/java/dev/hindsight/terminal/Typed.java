package dev.hindsight.terminal;

import dev.hindsight.command.Program;
import io.restassured.RestAssured;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

/** A command that was typed, and has ended. */
record Typed(int exitCode, String out, String err) {

    /** Asks the service under test. */
    static Typed of(String... arguments) {
        return at("http://localhost:" + RestAssured.port, arguments);
    }

    /** Asks a service at an address. */
    static Typed at(String url, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Program done =
                Program.read(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        Stream.concat(Stream.of(arguments), Stream.of("--url", url))
                                .toArray(String[]::new));
        return new Typed(done.exitCode(), out.toString(), err.toString());
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
