package dev.hindsight.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built artifact, started as an operator would: a process of its own, told by its environment. */
final class Artifact implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;

    private Artifact(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Whether the last build made the native binary, and not the JVM application. */
    static boolean isNative() throws IOException {
        return "native".equals(built().getProperty("type"));
    }

    /** Starts it with a home folder, on a free port, and with no database configured. */
    static Artifact start(Path home) throws IOException {
        return start(Map.of("HINDSIGHT_HOME", home.toString()));
    }

    /** Starts it on a free port with these variables and no others that begin like a setting. */
    static Artifact start(Map<String, String> environment) throws IOException {
        Path artifact = Path.of("target", built().getProperty("path"));
        List<String> command = new ArrayList<>();
        if (!isNative()) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-jar");
        }
        command.add(artifact.toAbsolutePath().toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("HINDSIGHT_"));
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        return new Artifact(builder.start());
    }

    /** What the build says it made. */
    private static Properties built() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("target/quarkus-artifact.properties"))) {
            properties.load(in);
        }
        return properties;
    }

    /** Reads on until the service listens, and says where. */
    String url() throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return listening.group(1);
            }
            said.append(line).append('\n');
        }
        throw new IOException("the service ended before it listened, and said: " + said);
    }

    /** Reads on to its end, which is the end of its output. */
    String rest() throws IOException {
        StringBuilder said = new StringBuilder();
        output.lines().forEach(line -> said.append(line).append('\n'));
        return said.toString();
    }

    /** Asks it to end, as Ctrl-C, systemd and Kubernetes do. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end and gives its exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the service did not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
