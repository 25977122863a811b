import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Fills a service's database with executions, and measures how fast it lists them. */
public final class Lists {

    private static final Pattern DATABASE =
            Pattern.compile("postgres(?:ql)?://([^:@/]+)(?::([^@/]*))?@([^/]+)/([^?]+).*");

    private static final Pattern NEXT = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final int requests;
    private final Duration most;

    private Lists(Map<String, String> options) {
        this.base = options.getOrDefault("url", "http://127.0.0.1:8080") + "/api/v1/executions";
        this.requests = Integer.parseInt(options.getOrDefault("requests", "500"));
        this.most = Duration.ofSeconds(Integer.parseInt(options.getOrDefault("seconds", "10")));
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options =
                Arrays.stream(arguments)
                        .map(argument -> argument.replaceFirst("^--", "").split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        if (!options.getOrDefault("fill", "true").equals("false")) {
            fill(options);
        }
        new Lists(options).run();
    }

    private static void fill(Map<String, String> options) throws Exception {
        String url = System.getenv("HINDSIGHT_DATABASE_URL");
        Matcher parts = DATABASE.matcher(url == null ? "" : url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "HINDSIGHT_DATABASE_URL must name the service's database");
        }
        String jdbc = "jdbc:postgresql://" + parts.group(3) + "/" + parts.group(4);
        String sql = Files.readString(Path.of("src/bench/fill-executions.sql"));
        try (Connection connection =
                        DriverManager.getConnection(jdbc, parts.group(1), parts.group(2));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET bench.executions = "
                            + Integer.parseInt(options.getOrDefault("executions", "100000")));
            statement.execute(
                    "SET bench.days = " + Integer.parseInt(options.getOrDefault("days", "30")));
            long before = System.nanoTime();
            statement.execute(sql);
            statement.execute("VACUUM execution");
            System.out.printf("filled in %d s%n", (System.nanoTime() - before) / 1_000_000_000);
        }
    }

    private void run() throws IOException, InterruptedException {
        System.out.printf(
                "%nup to %d requests a question, one after another, at most %d s each; ms%n%n",
                requests, most.toSeconds());
        warmUp();
        System.out.println("| question | p50 | p90 | p99 | max | n | KiB |");
        System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (String order : List.of("startedAt", "durationMs", "updatedAt")) {
            for (String filter : filters()) {
                measure("?orderBy=" + order + (filter.isEmpty() ? "" : "&" + filter));
            }
            measure("?orderDir=asc&orderBy=" + order);
            measure("?limit=1000&orderBy=" + order);
            deep("?orderBy=" + order);
        }
        for (String filter : List.of("", "&status=failed", "&workflowId=workflow-3", "&source=API",
                "&label=team:team-3", "&createdBy=service&source=API")) {
            measure("?count=capped" + filter);
        }
        for (String filter : List.of("", "?workflowId=workflow-3", "?status=failed", "?label=team:team-3",
                "?startedAfter=" + Instant.now().minus(Duration.ofDays(1)).toEpochMilli())) {
            measure("/counts" + filter);
        }
    }

    /** Else the first questions would measure the compiler of a service that has just started. */
    private void warmUp() throws IOException, InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < end) {
            for (String filter : filters()) {
                get("?" + filter);
            }
        }
    }

    private static List<String> filters() {
        String recent = String.valueOf(Instant.now().minus(Duration.ofDays(3)).toEpochMilli());
        return List.of(
                "",
                "workflowId=workflow-0",
                "workflowId=workflow-48",
                "status=failed",
                "status=completed",
                "status=running",
                "workflowId=workflow-3&status=failed",
                "triggerType=db_change",
                "triggerType=webhook",
                "createdBy=user-7",
                "createdBy=service&source=Dashboard",
                "runId=run-7",
                "externalId=external-7",
                "engineInstance=worker-1",
                "errorType=java.lang.Error3",
                "failedNode=node-3",
                "label=team:team-3",
                "label=stage:test",
                "label=customer:c77",
                "minDurationMs=1000",
                "minDurationMs=8000000",
                "minDurationMs=2000&maxDurationMs=2050",
                "startedAfter=" + recent,
                "pinned=true",
                "deleted=true");
    }

    /** Measures a page that lies behind twenty others of 1,000. */
    private void deep(String question) throws IOException, InterruptedException {
        String cursor = null;
        for (int page = 0; page < 20; page++) {
            Matcher next = NEXT.matcher(get(question + "&limit=1000" + behind(cursor)));
            if (!next.find()) {
                break;
            }
            cursor = next.group(1);
        }
        String last = behind(cursor);
        measure(question + " behind 20,000 rows", () -> question + last);
    }

    private static String behind(String cursor) {
        return cursor == null
                ? ""
                : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }

    private void measure(String question) throws IOException, InterruptedException {
        measure(question, () -> question);
    }

    /** Warms up for a third of the time and requests, then measures whole answers. */
    private void measure(String name, Supplier<String> question)
            throws IOException, InterruptedException {
        String path = question.get();
        long bytes = 0;
        long end = System.nanoTime() + most.toNanos() / 3;
        for (int i = 0; i < requests / 3 && System.nanoTime() < end; i++) {
            bytes = get(path).length();
        }
        long[] nanos = new long[requests];
        int n = 0;
        end = System.nanoTime() + most.toNanos();
        while (n < requests && System.nanoTime() < end) {
            long before = System.nanoTime();
            get(path);
            nanos[n++] = System.nanoTime() - before;
        }
        Arrays.sort(nanos, 0, n);
        System.out.printf(
                Locale.ROOT,
                "| `%s` | %.2f | %.2f | %.2f | %.2f | %d | %d |%n",
                name,
                at(nanos, n, 50),
                at(nanos, n, 90),
                at(nanos, n, 99),
                at(nanos, n, 100),
                n,
                bytes / 1024);
    }

    private static double at(long[] sorted, int n, int percent) {
        return sorted[Math.max(0, (int) Math.ceil(n * percent / 100.0) - 1)] / 1e6;
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.body());
        }
        return answer.body();
    }
}
