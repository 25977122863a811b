import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many who watch, each something else, while much changes; then who does not read; then who comes and
 * goes.
 *
 * <pre>
 *   HINDSIGHT_DATABASE_URL=postgresql://user:password@host:port/db java -jar target/quarkus-app/quarkus-run.jar
 *   java src/bench/Live.java [--subscribers=1000] [--rate=2000] [--seconds=20] [--slow=1000] [--cuts=10000] [--pid=the service's]
 * </pre>
 *
 * <p>Latency is from the moment that an event names, shortly before its commit, to its arrival. Prints
 * how often the feed was looked at in a second, with and without those who watch, and if it is told the
 * service's process, its processor time and its heap after a collection.
 */
public final class Live {

    private static final int BATCHES_A_SECOND = 20;
    private static final Pattern AT = Pattern.compile("\"at\":\"([^\"]+)\"}");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> options;
    private final String base;
    private final String run = "live-" + System.currentTimeMillis();
    private final AtomicLong events = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private volatile boolean measures;

    private Live(Map<String, String> options) {
        this.options = options;
        this.base = options.getOrDefault("url", "http://127.0.0.1:8080");
    }

    public static void main(String[] arguments) throws Exception {
        new Live(
                        Arrays.stream(arguments)
                                .map(argument -> argument.replaceFirst("^--", "").split("=", 2))
                                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])))
                .run();
        System.exit(0);
    }

    private int option(String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, String.valueOf(otherwise)));
    }

    private void run() throws Exception {
        int subscribers = option("subscribers", 1_000);
        int rate = option("rate", 2_000);
        int seconds = option("seconds", 20);
        ingest(IntStream.range(0, subscribers).mapToObj(this::begun).toList());
        System.out.printf("heap before: %s MiB%n", heap());
        List<WebSocket> sockets = new ArrayList<>();
        CountDownLatch ready = new CountDownLatch(subscribers);
        for (int i = 0; i < subscribers; i++) {
            sockets.add(subscribe(i, new Reader(ready)));
        }
        ready.await(60, TimeUnit.SECONDS);
        write(subscribers, rate, 10);
        double looks = metric("hindsight_change_looks_total");
        double cpu = cpu();
        measures = true;
        long start = System.nanoTime();
        int written = write(subscribers, rate, seconds);
        measures = false;
        double took = (System.nanoTime() - start) / 1e9;
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%d subscribers, %.0f changes/s, %.0f events/s heard; ms p50 %d, p99 %d, most %d; looks at the feed/s %.1f; CPU of the service %.2f cores%n",
                subscribers,
                written / took,
                sorted.length / took,
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.99)],
                sorted[sorted.length - 1],
                (metric("hindsight_change_looks_total") - looks) / took,
                (cpu() - cpu) / took);
        sockets.forEach(WebSocket::abort);
        slow(option("slow", 1_000), rate);
        cuts(option("cuts", 10_000));
    }

    /** Those who do not read: each watches everything. */
    private void slow(int number, int rate) throws Exception {
        List<WebSocket> sockets = new ArrayList<>();
        CountDownLatch ready = new CountDownLatch(number);
        for (int i = 0; i < number; i++) {
            Reader deaf = new Reader(ready);
            deaf.deafAfter = 2;
            sockets.add(subscribe(-1, deaf));
        }
        ready.await(120, TimeUnit.SECONDS);
        write(option("subscribers", 1_000), rate, 10);
        System.out.printf("heap with %d slow readers: %s MiB%n", number, heap());
        sockets.forEach(WebSocket::abort);
        System.out.printf("heap without them: %s MiB%n", heap());
    }

    private void cuts(int number) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < number; i++) {
            CountDownLatch ready = new CountDownLatch(1);
            WebSocket socket = subscribe(i % 100, new Reader(ready));
            ready.await(30, TimeUnit.SECONDS);
            socket.abort();
        }
        System.out.printf(
                "%d connects and cuts in %d s; heap afterwards: %s MiB%n",
                number, (System.nanoTime() - start) / 1_000_000_000, heap());
    }

    private final class Reader implements WebSocket.Listener {

        private final CountDownLatch ready;
        private final StringBuilder text = new StringBuilder();
        private final AtomicInteger frames = new AtomicInteger();
        private int deafAfter = Integer.MAX_VALUE;

        Reader(CountDownLatch ready) {
            this.ready = ready;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                hear(text);
                text.setLength(0);
            }
            if (frames.incrementAndGet() < deafAfter) {
                socket.request(1);
            }
            return null;
        }

        private void hear(CharSequence frame) {
            String head = frame.subSequence(0, Math.min(30, frame.length())).toString();
            if (head.contains("\"snapshot\"")) {
                ready.countDown();
            } else if (head.contains("\"events\"")) {
                long now = System.currentTimeMillis();
                Matcher moments = AT.matcher(frame);
                while (moments.find()) {
                    events.incrementAndGet();
                    if (measures) {
                        latencies.add(now - Instant.parse(moments.group(1)).toEpochMilli());
                    }
                }
            }
        }
    }

    /** Watches what one of them began; all of it, if none is named. */
    private WebSocket subscribe(int i, Reader reader) {
        WebSocket socket =
                client.newWebSocketBuilder()
                        .subprotocols("hindsight.live.v1")
                        .buildAsync(
                                URI.create(base.replaceFirst("^http", "ws") + "/api/v1/live"),
                                reader)
                        .join();
        String filter = i < 0 ? "{}" : "{\"createdBy\":\"%s-%d\"}".formatted(run, i);
        socket.sendText("{\"type\":\"hello\"}", true).join();
        socket.sendText(
                        "{\"type\":\"subscribe\",\"id\":\"s\",\"topic\":\"executions\",\"snapshot\":1,\"filter\":%s}"
                                .formatted(filter),
                        true)
                .join();
        return socket;
    }

    /** Writes changes evenly; tells how many. */
    private int write(int executions, int rate, int seconds) throws Exception {
        int batch = rate / BATCHES_A_SECOND;
        long start = System.nanoTime();
        int written = 0;
        for (int i = 0; i < seconds * BATCHES_A_SECOND; i++) {
            long due = start + i * 1_000_000_000L / BATCHES_A_SECOND;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            int from = written;
            ingest(
                    IntStream.range(from, from + batch)
                            .mapToObj(n -> changed(n % executions, n))
                            .toList());
            written += batch;
        }
        return written;
    }

    private String begun(int i) {
        return "{\"execution\":{\"externalId\":\"%1$s-%2$d\",\"workflowId\":\"live\",\"createdBy\":\"%1$s-%2$d\"}}"
                .formatted(run, i);
    }

    private String changed(int i, int n) {
        return "{\"execution\":{\"externalId\":\"%s-%d\",\"workflowId\":\"live\",\"note\":\"%d\"}}"
                .formatted(run, i, System.nanoTime() + n);
    }

    private void ingest(List<String> lines) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(base + "/api/v1/ingest"))
                                .header("Content-Type", "application/x-ndjson")
                                .POST(BodyPublishers.ofString(String.join("\n", lines)))
                                .build(),
                        BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().contains("\"rejected\":0")) {
            throw new IllegalStateException(answer.body());
        }
    }

    private double metric(String name) throws IOException, InterruptedException {
        String all =
                client.send(
                                HttpRequest.newBuilder(URI.create(base + "/q/metrics")).build(),
                                BodyHandlers.ofString())
                        .body();
        return all.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Seconds of processor time. */
    private double cpu() throws IOException {
        String pid = options.get("pid");
        if (pid == null) {
            return Double.NaN;
        }
        String[] fields = Files.readString(Path.of("/proc", pid, "stat")).split("\\) ")[1].split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    /** What lives in the heap after a collection. */
    private String heap() throws IOException, InterruptedException {
        String pid = options.get("pid");
        if (pid == null) {
            return "?";
        }
        Process histogram =
                new ProcessBuilder("jcmd", pid, "GC.class_histogram").redirectErrorStream(true).start();
        String said = new String(histogram.getInputStream().readAllBytes());
        return said.lines()
                .filter(line -> line.startsWith("Total"))
                .map(line -> line.trim().split("\\s+")[2])
                .map(bytes -> String.valueOf(Long.parseLong(bytes) / 1024 / 1024))
                .findFirst()
                .orElse("?");
    }
}
