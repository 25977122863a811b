import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One very large execution, from its first report to its end: written, listed, told as columns,
 * exported, purged, imported and exported again, by a service with a small heap.
 *
 * <pre>
 *   HINDSIGHT_DATABASE_URL=postgresql://user:password@host:port/db java -Xmx256m -jar target/quarkus-app/quarkus-run.jar
 *   java src/bench/LargeRun.java [--steps=100000] [--megabytes=1024] [--pid=the service's] [--folder=for two exports]
 * </pre>
 *
 * <p>Prints seconds for each part and, if it is told the service's process, the most memory that had
 * been resident by then. Fails if the two exports differ.
 */
public final class LargeRun {

    private static final int STEPS_A_CALL = 1_000;
    private static final int LINES_A_CALL = 8_000;
    private static final int BYTES_A_LINE = 1_024;
    private static final Pattern NEXT = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String execution;
    private final Map<String, String> options;

    private LargeRun(Map<String, String> options) {
        this.options = options;
        this.base = options.getOrDefault("url", "http://127.0.0.1:8080") + "/api/v1/executions";
        this.execution = base + "/ext:large-" + System.currentTimeMillis();
    }

    public static void main(String[] arguments) throws Exception {
        new LargeRun(
                        Arrays.stream(arguments)
                                .map(argument -> argument.replaceFirst("^--", "").split("=", 2))
                                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])))
                .run();
    }

    private interface Part {
        String run() throws IOException, InterruptedException;
    }

    private void run() throws IOException, InterruptedException {
        int steps = Integer.parseInt(options.getOrDefault("steps", "100000"));
        long lines =
                Long.parseLong(options.getOrDefault("megabytes", "1024")) * (1 << 20) / BYTES_A_LINE;
        Path folder = Path.of(options.getOrDefault("folder", System.getProperty("java.io.tmpdir")));
        Path first = folder.resolve("large-1.ndjson");
        Path second = folder.resolve("large-2.ndjson");
        String id = execution.substring(execution.indexOf("ext:") + 4);
        System.out.printf("| what | seconds | | resident MiB, at most |%n| --- | ---: | --- | ---: |%n");
        part("begin", () -> post(base, "{\"externalId\": \"%s\", \"workflowId\": \"large\"}".formatted(id)));
        part("write steps", () -> writeSteps(steps));
        part("write lines", () -> writeLines(lines));
        part("list steps", () -> pages("/steps?limit=1000&fields=summary"));
        part("list lines", () -> pages("/logs?limit=1000"));
        part("columns", () -> get("/timeline").length() / 1024 + " KiB");
        part("storage", () -> get("/storage"));
        part("export", () -> export(first));
        part("purge", () -> send("DELETE", execution + "?purge=true", BodyPublishers.noBody()));
        part("import", () -> load(first));
        part("export again", () -> export(second));
        if (Files.mismatch(first, second) != -1) {
            throw new IllegalStateException("the exports differ at byte " + Files.mismatch(first, second));
        }
        part("soft delete", () -> send("DELETE", execution, BodyPublishers.noBody()));
        part("purge", () -> send("DELETE", execution + "?purge=true", BodyPublishers.noBody()));
        Files.delete(first);
        Files.delete(second);
    }

    private void part(String name, Part part) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        String said = part.run();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %s | %s |%n",
                name,
                (System.nanoTime() - begun) / 1e9,
                said.length() > 200 ? "" : said,
                resident());
    }

    private String resident() throws IOException {
        String pid = options.get("pid");
        if (pid == null) {
            return "";
        }
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> String.valueOf(Long.parseLong(line.replaceAll("\\D", "")) / 1024))
                .findFirst()
                .orElse("");
    }

    private String writeSteps(int steps) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < steps; i++) {
            body.append(body.isEmpty() ? '[' : ',')
                    .append("{\"key\":\"step-").append(i)
                    .append("\",\"nodeId\":\"node-").append(i % 50)
                    .append("\",\"stepIndex\":").append(i)
                    .append(",\"status\":\"completed\",\"input\":{\"i\":").append(i)
                    .append("},\"output\":{\"text\":\"").append("x".repeat(300)).append("\"}}");
            if ((i + 1) % STEPS_A_CALL == 0 || i + 1 == steps) {
                post(execution + "/steps", body.append(']').toString());
                body.setLength(0);
            }
        }
        return steps + " steps";
    }

    private String writeLines(long lines) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        for (long i = 0; i < lines; i++) {
            String begin = "line " + i + ' ';
            body.append("{\"sequence\":").append(i)
                    .append(",\"message\":\"").append(begin)
                    .append("m".repeat(BYTES_A_LINE - begin.length())).append("\"}\n");
            if ((i + 1) % LINES_A_CALL == 0 || i + 1 == lines) {
                send("POST", execution + "/logs", BodyPublishers.ofString(body.toString()), "application/x-ndjson");
                body.setLength(0);
            }
        }
        return lines + " lines";
    }

    private String pages(String path) throws IOException, InterruptedException {
        int pages = 0;
        String cursor = "";
        while (true) {
            String page = get(path + cursor);
            pages++;
            Matcher next = NEXT.matcher(page.substring(Math.max(0, page.length() - 1_000)));
            if (!next.find()) {
                return pages + " pages";
            }
            cursor = "&cursor=" + next.group(1);
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        return send("GET", execution + path, BodyPublishers.noBody());
    }

    private String post(String url, String body) throws IOException, InterruptedException {
        send("POST", url, BodyPublishers.ofString(body));
        return "";
    }

    private String export(Path file) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(execution + "/export")).build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            Files.copy(body, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        check(answer.statusCode(), "");
        return Files.size(file) / (1 << 20) + " MiB";
    }

    private String load(Path file) throws IOException, InterruptedException {
        return send("POST", base + "/import", BodyPublishers.ofFile(file), "application/x-ndjson");
    }

    private String send(String method, String url, BodyPublisher body) throws IOException, InterruptedException {
        return send(method, url, body, "application/json");
    }

    private String send(String method, String url, BodyPublisher body, String type)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).method(method, body).header("Content-Type", type).build();
        HttpResponse<String> answer =
                client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        check(answer.statusCode(), answer.body());
        return answer.body();
    }

    private static void check(int status, String body) {
        if (status / 100 != 2) {
            throw new IllegalStateException(status + " " + body);
        }
    }
}
