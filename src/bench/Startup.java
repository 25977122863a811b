import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long each packaged artifact takes from its exec to the first 200 on {@code /q/health/ready},
 * how much memory it holds once it is idle, and how large it is.
 *
 * <pre>
 *   mvn package -DskipTests            # the JVM application, target/quarkus-app
 *   mvn package -DskipTests -Pnative   # the native binary, target/hindsight-*-runner
 *   HINDSIGHT_DATABASE_URL=postgresql://… java src/bench/Startup.java [runs]
 * </pre>
 *
 * <p>Needs a running database, which a first, uncounted start migrates. Artifacts take turns, so
 * that a disturbance of the machine meets all of them. An artifact that is not there is left out.
 * Ends within a minute a run.
 */
public final class Startup {

    private static final int USUAL_RUNS = 10;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** After its first answer a process is left alone for this long before its memory is read. */
    private static final long IDLE_MILLIS = 3_000;

    private static final byte[] QUESTION =
            "GET /q/health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private Startup() {}

    /** One artifact and what was measured of it. */
    private record Artifact(
            String name, List<String> command, Path files, List<Double> millis, List<Double> mib) {

        static Artifact of(String name, Path files, String... command) {
            return new Artifact(
                    name, List.of(command), files, new ArrayList<>(), new ArrayList<>());
        }
    }

    public static void main(String... arguments) throws Exception {
        if (System.getenv("HINDSIGHT_DATABASE_URL") == null) {
            System.err.println("Set HINDSIGHT_DATABASE_URL to a database that may be migrated.");
            System.exit(2);
        }
        int runs = arguments.length == 0 ? USUAL_RUNS : Integer.parseInt(arguments[0]);
        List<Artifact> artifacts = artifacts();
        for (Artifact artifact : artifacts) {
            measure(artifact);
            artifact.millis().clear();
            artifact.mib().clear();
        }
        for (int run = 0; run < runs; run++) {
            for (Artifact artifact : artifacts) {
                measure(artifact);
            }
        }
        System.out.printf(
                "%-8s %6s %14s %14s %14s %10s%n",
                "artifact", "runs", "ready min ms", "ready med ms", "RSS idle MiB", "size MiB");
        for (Artifact artifact : artifacts) {
            System.out.printf(
                    "%-8s %6d %14.0f %14.0f %14.1f %10.1f%n",
                    artifact.name(),
                    runs,
                    artifact.millis().stream().mapToDouble(x -> x).min().orElse(Double.NaN),
                    median(artifact.millis()),
                    median(artifact.mib()),
                    size(artifact.files()) / 1024.0 / 1024.0);
        }
    }

    private static List<Artifact> artifacts() {
        List<Artifact> found = new ArrayList<>();
        Path app = Path.of("target/quarkus-app");
        if (Files.isDirectory(app)) {
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            found.add(Artifact.of("jvm", app, java, "-jar", app + "/quarkus-run.jar"));
        }
        File[] binaries =
                new File("target").listFiles((folder, name) -> name.matches("hindsight-.*-runner"));
        for (File binary : binaries == null ? new File[0] : binaries) {
            found.add(Artifact.of("native", binary.toPath(), binary.getAbsolutePath()));
        }
        return found;
    }

    private static void measure(Artifact artifact) throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(artifact.command()).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        long begun = System.nanoTime();
        Process process = builder.start();
        try {
            while (!isReady(port)) {
                if (!process.isAlive() || System.nanoTime() - begun > PATIENCE_NANOS) {
                    throw new IOException(artifact.name() + " did not become ready");
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            artifact.millis().add((System.nanoTime() - begun) / 1e6);
            TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
            artifact.mib().add(residentMebibytes(process.pid()));
        } finally {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static boolean isReady(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(QUESTION);
            out.flush();
            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            in.transferTo(OutputStream.nullOutputStream());
            return status.equals("HTTP/1.1 200");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static double residentMebibytes(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String kibibytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return Long.parseLong(kibibytes.strip()) / 1024.0;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(x -> x).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static long size(Path files) throws IOException {
        try (Stream<Path> all = Files.walk(files)) {
            return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
