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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Measures how fast a service finds words and values in what fill-executions and fill-logs made. */
public final class Searches {

    private static final Pattern DATABASE =
            Pattern.compile("postgres(?:ql)?://([^:@/]+)(?::([^@/]*))?@([^/]+)/([^?]+).*");

    private static final List<String> QUESTIONS =
            List.of(
                    "/logs/search?q=customer7",
                    "/logs/search?q=card declined",
                    "/logs/search?q=deadlock",
                    "/logs/search?q=deadlock updating orders",
                    "/logs/search?q=retrying attempt",
                    "/logs/search?q=request",
                    "/logs/search?q=orderservice",
                    "/logs/search?q=nosuchword",
                    "/logs/search?q=deadlock&workflowId=workflow-0",
                    "/logs/search?q=deadlock&workflowId=workflow-500",
                    "/logs/search?q=request&workflowId=workflow-500",
                    "/logs/search?minLevel=error",
                    "/executions?q=nosuchword",
                    "/executions?q=failed line 1200000",
                    "/executions?q=failed",
                    "/executions?q=number 999",
                    "/executions?q=failed number 500",
                    "/executions?q=failed&workflowId=workflow-500",
                    "/executions?q=failed&orderBy=durationMs",
                    "/executions?inputContains={\"order\":{\"id\":17}}",
                    "/executions?inputPath=$.order.total > 990",
                    "/executions?inputContains={\"nosuch\":1}&workflowId=workflow-500");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final int requests;

    private Searches(Map<String, String> options) {
        this.base = options.getOrDefault("url", "http://127.0.0.1:8080") + "/api/v1";
        this.requests = Integer.parseInt(options.getOrDefault("requests", "20"));
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options =
                Arrays.stream(arguments)
                        .map(argument -> argument.replaceFirst("^--", "").split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (!options.getOrDefault("fill", "true").equals("false")) {
                fill(statement, options);
            }
            weigh(statement);
        }
        new Searches(options).run();
    }

    private static Connection connect() throws SQLException {
        String url = System.getenv("HINDSIGHT_DATABASE_URL");
        Matcher parts = DATABASE.matcher(url == null ? "" : url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "HINDSIGHT_DATABASE_URL must name the service's database");
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://" + parts.group(3) + "/" + parts.group(4),
                parts.group(1),
                parts.group(2));
    }

    private static void fill(Statement statement, Map<String, String> options)
            throws IOException, SQLException {
        for (String setting : List.of("executions=10000000", "days=30", "workflows=1000")) {
            String[] pair = setting.split("=", 2);
            int number = Integer.parseInt(options.getOrDefault(pair[0], pair[1]));
            statement.execute("SET bench." + pair[0] + " = " + number);
        }
        statement.execute(Files.readString(Path.of("src/bench/fill-executions.sql")));
        List<String> days = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("SELECT day FROM partition_day WHERE day <= current_date")) {
            while (rows.next()) {
                days.add(rows.getString(1));
            }
        }
        String lines = Files.readString(Path.of("src/bench/fill-logs.sql"));
        for (String day : days) {
            statement.execute("SET bench.day = '" + day + "'");
            statement.execute(lines);
        }
        statement.execute("VACUUM ANALYZE execution, log");
    }

    /** What the tables weigh, and the indexes that days get when they are over. */
    private static void weigh(Statement statement) throws SQLException {
        for (String table : List.of("execution", "log")) {
            try (ResultSet row =
                    statement.executeQuery(
                            """
                            SELECT sum(pg_table_size(i.inhrelid))::bigint >> 20,
                              sum(pg_indexes_size(i.inhrelid))::bigint >> 20,
                              (SELECT count(*) FROM pg_class c WHERE c.relname ~ '^%1$s_[0-9]{8}_words_idx$'),
                              (SELECT coalesce(sum(pg_relation_size(c.oid)), 0)::bigint >> 20
                               FROM pg_class c WHERE c.relname ~ '^%1$s_[0-9]{8}_words_idx$')
                            FROM pg_inherits i
                            WHERE i.inhparent = '%1$s'::regclass
                            """
                                    .formatted(table))) {
                row.next();
                System.out.printf(
                        "%s: %,d MB of rows, %,d MB of indexes; %d days indexed, of that %,d MB%n",
                        table, row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        System.out.printf("%d requests a question, one after another; ms%n%n", requests);
        System.out.println("| question | answer | p50 | p90 | max |");
        System.out.println("| --- | --- | ---: | ---: | ---: |");
        for (String question : QUESTIONS) {
            measure(question);
        }
    }

    /** Asks twice to warm up, and then as often as is wanted; of slow ones fewer. */
    private void measure(String question) throws IOException, InterruptedException {
        String answer = "";
        long slowest = 0;
        for (int i = 0; i < 2; i++) {
            long before = System.nanoTime();
            answer = ask(question);
            slowest = System.nanoTime() - before;
        }
        long[] nanos = new long[slowest > 1_000_000_000L ? 3 : requests];
        for (int i = 0; i < nanos.length; i++) {
            long before = System.nanoTime();
            answer = ask(question);
            nanos[i] = System.nanoTime() - before;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "| `%s` | %s | %.1f | %.1f | %.1f |%n",
                question,
                answer,
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) Math.ceil(nanos.length * 0.9) - 1] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }

    /** How much was found, and whether there is more; or why not. */
    private String ask(String question) throws IOException, InterruptedException {
        String[] parts = question.split("\\?", 2);
        String query =
                Arrays.stream(parts[1].split("&"))
                        .map(
                                pair ->
                                        pair.substring(0, pair.indexOf('=') + 1)
                                                + URLEncoder.encode(
                                                        pair.substring(pair.indexOf('=') + 1),
                                                        StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(base + parts[0] + "?" + query)).build(),
                        HttpResponse.BodyHandlers.ofString());
        String body = answer.body();
        if (answer.statusCode() != 200) {
            return body.replaceFirst("(?s).*\"type\":\"/problems/([^\"]*)\".*", "$1");
        }
        String mark = parts[0].startsWith("/logs") ? "\"executionId\"" : "\"externalId\"";
        int found = body.split(mark, -1).length - 1;
        return found + (body.endsWith("\"nextCursor\":null}") ? "" : ", more");
    }
}
