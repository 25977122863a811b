package dev.hindsight.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A second process that runs the database of a home folder, as a service would, and can be killed. */
final class AnotherService implements AutoCloseable {

    private final Process process;
    private final String url;

    private AnotherService(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it and waits until its database is up. */
    static AnotherService start(Path home) throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnotherService.class.getName(),
                        home.toString());
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader said = process.inputReader(UTF_8);
        String url = said.readLine();
        if (url == null) {
            throw new IOException("the other service did not start");
        }
        return new AnotherService(process, url);
    }

    /** The other process: says where its database is, and stops when its input ends. */
    public static void main(String... arguments) throws IOException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]))) {
            System.out.println(database.url());
            System.in.transferTo(System.out);
        }
    }

    long pid() {
        return process.pid();
    }

    String url() {
        return url;
    }

    /** As {@code kill -9} does; its database goes on running. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
