import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fills a service's database with executions, waits until the service has rolled them up, and measures
 * how fast it tells statistics.
 */
public final class Statistics {

    private static final Pattern DATABASE =
            Pattern.compile("postgres(?:ql)?://([^:@/]+)(?::([^@/]*))?@([^/]+)/([^?]+).*");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final int requests;

    private Statistics(Map<String, String> options) {
        this.base = options.getOrDefault("url", "http://127.0.0.1:8080") + "/api/v1";
        this.requests = Integer.parseInt(options.getOrDefault("requests", "300"));
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options =
                Arrays.stream(arguments)
                        .map(argument -> argument.replaceFirst("^--", "").split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        if (!options.getOrDefault("fill", "true").equals("false")) {
            fill(options);
        }
        new Statistics(options).run();
    }

    private static void fill(Map<String, String> options) throws Exception {
        String url = System.getenv("HINDSIGHT_DATABASE_URL");
        Matcher parts = DATABASE.matcher(url == null ? "" : url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "HINDSIGHT_DATABASE_URL must name the service's database");
        }
        String jdbc = "jdbc:postgresql://" + parts.group(3) + "/" + parts.group(4);
        try (Connection connection =
                        DriverManager.getConnection(jdbc, parts.group(1), parts.group(2));
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("executions=1000000", "days=30", "workflows=1000")) {
                String[] pair = setting.split("=", 2);
                int number = Integer.parseInt(options.getOrDefault(pair[0], pair[1]));
                statement.execute("SET bench." + pair[0] + " = " + number);
            }
            long before = System.nanoTime();
            statement.execute(Files.readString(Path.of("src/bench/fill-executions.sql")));
            statement.execute("VACUUM execution");
            System.out.printf("executions filled in %d s%n", secondsSince(before));
            before = System.nanoTime();
            statement.execute(Files.readString(Path.of("src/bench/fill-statistics.sql")));
            long deltas = number(statement, "SELECT max(id) FROM statistics_delta");
            System.out.printf("%,d deltas filled in %d s%n", deltas, secondsSince(before));
            before = System.nanoTime();
            while (number(statement, "SELECT count(*) FROM (SELECT FROM statistics_delta LIMIT 1) d") > 0) {
                Thread.sleep(1_000);
            }
            long seconds = Math.max(1, secondsSince(before));
            System.out.printf("rolled up in %d s: %,d a second%n", seconds, deltas / seconds);
            statement.execute("VACUUM ANALYZE rollup, node_rollup");
            for (String table : List.of("execution", "rollup", "node_rollup", "failure_rollup")) {
                System.out.printf(
                        "%s: %,d rows, %,d MB%n",
                        table,
                        number(statement, "SELECT count(*) FROM " + table),
                        number(statement, size(table)) >> 20);
            }
        }
    }

    /** Bytes of a table with its partitions and indexes. */
    private static String size(String table) {
        return """
               SELECT pg_total_relation_size('%1$s') + coalesce((
                 SELECT sum(pg_total_relation_size(inhrelid))
                 FROM pg_inherits WHERE inhparent = '%1$s'::regclass), 0)
               """
                .formatted(table);
    }

    private static long number(Statement statement, String sql) throws Exception {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static long secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000_000;
    }

    private void run() throws IOException, InterruptedException {
        System.out.printf("%n%d requests a question, one after another; ms%n%n", requests);
        System.out.println("| question | p50 | p90 | p99 | max | KiB |");
        System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
        Instant now = Instant.now();
        String day = "from=" + now.minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.HOURS);
        String month = "from=" + now.minus(Duration.ofDays(30)).truncatedTo(ChronoUnit.DAYS);
        String uneven = "from=" + now.minus(Duration.ofDays(9)).minusSeconds(431);
        for (String question :
                List.of(
                        "/stats",
                        "/stats?" + day,
                        "/stats?" + month,
                        "/stats?" + month + "&weighted=true",
                        "/stats?" + uneven,
                        "/stats?workflowId=workflow-0",
                        "/stats?workflowId=workflow-0&" + month,
                        "/stats?createdBy=user-7",
                        "/stats/timeseries?bucket=minute",
                        "/stats/timeseries?bucket=hour&" + day,
                        "/stats/timeseries?bucket=hour&" + month,
                        "/stats/timeseries?bucket=day&" + month,
                        "/stats/timeseries?bucket=day&zone=Europe/Berlin&" + month,
                        "/stats/timeseries?bucket=day&zone=Asia/Kolkata&" + month,
                        "/stats/timeseries?bucket=day&zone=Asia/Kolkata&workflowId=workflow-0&" + month,
                        "/stats/nodes?workflowId=workflow-0",
                        "/stats/nodes?workflowId=workflow-0&" + day,
                        "/stats/errors",
                        "/stats/errors?" + day,
                        "/stats/errors?workflowId=workflow-0&" + month,
                        "/stats/storage",
                        "/stats/storage?by=workflow",
                        "/workflows",
                        "/workflows?orderBy=total",
                        "/workflows?orderBy=failed",
                        "/workflows/workflow-0")) {
            measure(question);
        }
    }

    /** Warms up with a third of the requests, then measures whole answers. */
    private void measure(String question) throws IOException, InterruptedException {
        long bytes = 0;
        for (int i = 0; i < requests / 3; i++) {
            bytes = get(question).length();
        }
        long[] nanos = new long[requests];
        for (int i = 0; i < requests; i++) {
            long before = System.nanoTime();
            get(question);
            nanos[i] = System.nanoTime() - before;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "| `%s` | %.2f | %.2f | %.2f | %.2f | %d |%n",
                question,
                at(nanos, 50),
                at(nanos, 90),
                at(nanos, 99),
                at(nanos, 100),
                bytes / 1024);
    }

    private static double at(long[] sorted, int percent) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)] / 1e6;
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
