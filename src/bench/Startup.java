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
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * How long each packaged artifact takes from its exec to the first 200 on {@code /q/health/ready},
 * and in another start from its exec to the first report that it has stored; what processor time
 * that took, how much memory it holds once it is idle, and how large it is.
 *
 * <pre>
 *   mvn package -DskipTests -Dquarkus.package.jar.type=aot-jar   # the JVM application, target/quarkus-app
 *   mvn package -DskipTests -Pnative                             # the native binary, target/hindsight-*-runner
 *   HINDSIGHT_DATABASE_URL=postgresql://… java src/bench/Startup.java [runs]
 * </pre>
 *
 * <p>Needs Linux and a running database without keys, which a first, uncounted start migrates. Run by
 * a JDK 25 or newer, it also measures the JVM application with an AOT cache, which it makes by a
 * training run. Artifacts take turns, so that a disturbance of the machine meets all of them. An
 * artifact that is not there is left out. Ends within two minutes a run.
 */
public final class Startup {

    private static final int USUAL_RUNS = 10;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** After its first answer a process is left alone for this long before its memory is read. */
    private static final long IDLE_MILLIS = 3_000;

    private static final int REPORTS_OF_A_TRAINING = 20;

    /** Clock ticks of 10 ms, as Linux counts them everywhere. */
    private static final int MILLIS_A_TICK = 10;

    private Startup() {}

    /** One artifact and what was measured of it. */
    private record Artifact(
            String name,
            List<String> command,
            List<Path> files,
            List<Double> ready,
            List<Double> stored,
            List<Double> processor,
            List<Double> mebibytes) {

        static Artifact of(String name, List<Path> files, String... command) {
            return new Artifact(
                    name,
                    List.of(command),
                    files,
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }

        void forget() {
            List.of(ready, stored, processor, mebibytes).forEach(List::clear);
        }
    }

    public static void main(String... arguments) throws Exception {
        if (System.getenv("HINDSIGHT_DATABASE_URL") == null) {
            System.err.println("Set HINDSIGHT_DATABASE_URL to a database that may be migrated.");
            System.exit(2);
        }
        int runs = arguments.length == 0 ? USUAL_RUNS : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("startup");
        List<Artifact> artifacts = artifacts(folder);
        for (Artifact artifact : artifacts) {
            measure(artifact);
            artifact.forget();
        }
        for (int run = 0; run < runs; run++) {
            for (Artifact artifact : artifacts) {
                measure(artifact);
            }
        }
        String columns = "%-14s %5s %10s %10s %10s %10s %10s %10s %9s%n";
        System.out.printf(columns, "", "", "ready", "", "stored", "", "CPU", "RSS", "size");
        System.out.printf(
                columns,
                "artifact",
                "runs",
                "min ms",
                "median ms",
                "min ms",
                "median ms",
                "min ms",
                "idle MiB",
                "MiB");
        for (Artifact artifact : artifacts) {
            System.out.printf(
                    "%-14s %5d %10.0f %10.0f %10.0f %10.0f %10.0f %10.1f %9.1f%n",
                    artifact.name(),
                    runs,
                    Collections.min(artifact.ready()),
                    median(artifact.ready()),
                    Collections.min(artifact.stored()),
                    median(artifact.stored()),
                    Collections.min(artifact.processor()),
                    median(artifact.mebibytes()),
                    size(artifact.files()) / 1024.0 / 1024.0);
        }
    }

    private static List<Artifact> artifacts(Path folder) throws IOException, InterruptedException {
        List<Artifact> found = new ArrayList<>();
        Path app = Path.of("target/quarkus-app");
        if (Files.isDirectory(app)) {
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String jar = app + "/quarkus-run.jar";
            // The second tier of the compiler is what heavy load is fast by, and slow to come.
            String tier = "-XX:TieredStopAtLevel=1";
            found.add(Artifact.of("jvm", List.of(app), java, "-jar", jar));
            if (Runtime.version().feature() >= 25) {
                Path cache = folder.resolve("hindsight.aot");
                train(List.of(java, "-XX:AOTCacheOutput=" + cache, "-jar", jar));
                String use = "-XX:AOTCache=" + cache;
                List<Path> files = List.of(app, cache);
                found.add(Artifact.of("jvm, cache", files, java, use, "-jar", jar));
                found.add(Artifact.of("jvm, cache, C1", files, java, use, tier, "-jar", jar));
            }
        }
        File[] binaries =
                new File("target").listFiles((all, name) -> name.matches("hindsight-.*-runner"));
        for (File binary : binaries == null ? new File[0] : binaries) {
            found.add(Artifact.of("native", List.of(binary.toPath()), binary.getAbsolutePath()));
        }
        return found;
    }

    /** Makes a cache of what a start and a few reports load; it is written as the process ends. */
    private static void train(List<String> command) throws IOException, InterruptedException {
        int port = freePort();
        Process process = start(command, port);
        until("the training", process, () -> isReady(port));
        for (int i = 0; i < REPORTS_OF_A_TRAINING; i++) {
            isStored(port, UUID.randomUUID());
        }
        process.destroy();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("no cache was made");
        }
    }

    private static void measure(Artifact artifact) throws IOException, InterruptedException {
        int port = freePort();
        long begun = System.nanoTime();
        Process process = start(artifact.command(), port);
        try {
            until(artifact.name(), process, () -> isReady(port));
            artifact.ready().add((System.nanoTime() - begun) / 1e6);
            TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
            artifact.mebibytes().add(residentMebibytes(process.pid()));
        } finally {
            end(process);
        }
        UUID execution = UUID.randomUUID();
        begun = System.nanoTime();
        process = start(artifact.command(), port);
        try {
            until(artifact.name(), process, () -> isStored(port, execution));
            artifact.stored().add((System.nanoTime() - begun) / 1e6);
            artifact.processor().add(processorMillis(process.pid()));
        } finally {
            end(process);
        }
    }

    private static Process start(List<String> command, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return builder.start();
    }

    private static void until(String name, Process process, BooleanSupplier reached)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (!reached.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE_NANOS) {
                process.destroyForcibly();
                throw new IOException(name + " did not become ready");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static boolean isReady(int port) {
        return status(port, "GET /q/health/ready HTTP/1.1\r\n", "").equals("200");
    }

    /** Whether a report was stored, by this call or one whose answer got lost. */
    private static boolean isStored(int port, UUID execution) {
        String report = "{\"externalId\": \"" + execution + "\", \"workflowId\": \"startup\"}";
        return status(
                        port,
                        "POST /api/v1/executions HTTP/1.1\r\nContent-Type: application/json\r\n",
                        report)
                .matches("20[01]");
    }

    /** The status of the answer; empty if there was none. */
    private static String status(int port, String head, String body) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            String rest = "Host: localhost\r\nConnection: close\r\nContent-Length: ";
            out.write(
                    (head + rest + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            String answer = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            in.transferTo(OutputStream.nullOutputStream());
            return answer.startsWith("HTTP/1.1 ") ? answer.substring(9) : "";
        } catch (IOException notYet) {
            return "";
        }
    }

    /** In user mode and in the kernel, of all threads: fields 14 and 15 of what Linux tells. */
    private static double processorMillis(long pid) throws IOException {
        String told = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = told.substring(told.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_A_TICK;
    }

    private static double residentMebibytes(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String kibibytes =
                new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
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

    private static long size(List<Path> files) throws IOException {
        long size = 0;
        for (Path file : files) {
            try (Stream<Path> all = Files.walk(file)) {
                size +=
                        all.filter(Files::isRegularFile)
                                .mapToLong(it -> it.toFile().length())
                                .sum();
            }
        }
        return size;
    }
}
