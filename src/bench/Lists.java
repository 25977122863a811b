import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a page of a list takes, over HTTP, one question at a time, out of so many executions.
 *
 * <pre>
 *   mvn package -DskipTests
 *   HINDSIGHT_DATABASE_URL=postgresql://user:password@host:port/db java -jar target/quarkus-app/quarkus-run.jar
 *   HINDSIGHT_DATABASE_URL=… java -cp 'target/quarkus-app/lib/main/*' src/bench/Lists.java [executions]
 * </pre>
 *
 * <p>Fills the namespace {@code default} with 100,000 executions unless it holds that many: 200
 * workflows, 5 % failed, 1 % running, starts spread over the last day. Asks each question 500 times
 * after 200 that are not counted, and prints the median and the 99th percentile in milliseconds.
 */
public final class Lists {

    private static final int WARM_UP = 200;
    private static final int COUNTED = 500;
    private static final String BASE = "http://127.0.0.1:8080/api/v1/executions";

    /** Ids of the day before today and of today, whose first 48 bits are the start in milliseconds. */
    private static final String FILL =
            """
            INSERT INTO execution (namespace_id, version, id, created_at, updated_at, started_at,
              completed_at, duration_ms, status, workflow_id, workflow_name, trigger_type, source,
              created_by, engine_instance, run_id, labels, error_message, error_type, failed_node,
              fingerprint)
            SELECT 1, 1,
              (lpad(to_hex((extract(epoch FROM s.at) * 1000)::bigint), 12, '0') || '7'
                || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
              s.at, s.at, s.at,
              CASE WHEN n %% 100 <> 0 THEN s.at + d.ms * interval '1 ms' END,
              CASE WHEN n %% 100 <> 0 THEN d.ms END,
              CASE WHEN n %% 100 = 0 THEN 1 WHEN n %% 20 = 1 THEN 3 ELSE 2 END,
              'workflow-' || n %% 200, 'Workflow ' || n %% 200,
              (ARRAY['manual', 'schedule', 'webhook'])[1 + n %% 3], 'API', 'user-' || n %% 50,
              'worker-' || n %% 8, 'run-' || n,
              jsonb_build_object('team', 'team-' || n %% 10, 'order', 'o-' || n),
              CASE WHEN n %% 20 = 1 THEN 'card declined' END,
              CASE WHEN n %% 20 = 1 THEN 'PaymentError' END,
              CASE WHEN n %% 20 = 1 THEN 'node-' || n %% 7 END,
              CASE WHEN n %% 20 = 1 THEN 'print-' || n %% 7 END
            FROM generate_series(1, %d) AS n
            CROSS JOIN LATERAL (SELECT date_trunc('milliseconds', now()) - n * interval '800 ms' AS at) AS s
            CROSS JOIN LATERAL (SELECT (n * 7919::bigint) %% 600000 AS ms) AS d
            """;

    private Lists() {}

    public static void main(String... arguments) throws Exception {
        int executions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        fill(executions);
        HttpClient client = HttpClient.newHttpClient();
        System.out.printf("%-58s %8s %8s %9s%n", "question", "p50 ms", "p99 ms", "bytes");
        for (Map.Entry<String, String> question : questions(client).entrySet()) {
            measure(client, question.getKey(), question.getValue());
        }
    }

    private static Map<String, String> questions(HttpClient client) throws Exception {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("newest 50", "?limit=50");
        questions.put("newest 1,000", "?limit=1000");
        questions.put("oldest 50", "?orderDir=asc");
        questions.put("slowest 50", "?orderBy=durationMs");
        questions.put("updated last 50", "?orderBy=updatedAt");
        questions.put("one workflow", "?workflowId=workflow-7");
        questions.put("one workflow, slowest", "?workflowId=workflow-7&orderBy=durationMs");
        questions.put("three workflows", "?workflowId=workflow-7,workflow-8,workflow-9");
        questions.put("failed", "?status=failed");
        questions.put("failed or running of one workflow", "?status=failed,running&workflowId=workflow-1");
        questions.put("one failed node", "?failedNode=node-3");
        questions.put("one user", "?createdBy=user-5");
        questions.put("one run", "?runId=run-777");
        questions.put("label, one in ten", "?label=team:team-3");
        questions.put("label, one in all", "?label=order:o-77777");
        questions.put("longer than 599,990 ms", "?minDurationMs=599990");
        String cursor = ask(client, "?limit=1000").replaceAll("(?s).*\"nextCursor\":\"([^\"]*)\".*", "$1");
        questions.put("behind the first 1,000", "?limit=50&cursor=" + cursor.replace("limit=1000", ""));
        questions.put("counts of one workflow", "/counts?workflowId=workflow-7");
        questions.put("newest 50 and the count up to 10,000", "?count=capped");
        return questions;
    }

    private static void measure(HttpClient client, String name, String query) throws Exception {
        double[] millis = new double[COUNTED];
        int bytes = 0;
        for (int i = -WARM_UP; i < COUNTED; i++) {
            long start = System.nanoTime();
            bytes = ask(client, query).length();
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                "%-58s %8.2f %8.2f %9d%n",
                name, millis[COUNTED / 2], millis[COUNTED * 99 / 100], bytes);
    }

    private static String ask(HttpClient client, String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(BASE + query)).build();
        var answer = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(query + ": " + answer.body());
        }
        return answer.body();
    }

    private static void fill(int executions) throws Exception {
        URI url = URI.create(System.getenv("HINDSIGHT_DATABASE_URL"));
        String[] login = url.getUserInfo().split(":", 2);
        String jdbc = "jdbc:postgresql://%s:%d%s".formatted(url.getHost(), url.getPort(), url.getPath());
        try (Connection connection = DriverManager.getConnection(jdbc, login[0], login[1]);
                Statement statement = connection.createStatement()) {
            try (ResultSet count = statement.executeQuery("SELECT count(*) FROM execution")) {
                count.next();
                if (count.getLong(1) >= executions) {
                    return;
                }
            }
            statement.execute(FILL.formatted(executions));
            statement.execute(
                    """
                    UPDATE partition_day SET
                      oldest_started_at = least(oldest_started_at, day - interval '1 day'),
                      newest_started_at = greatest(newest_started_at, day + interval '2 days')
                    """);
            statement.execute("VACUUM ANALYZE execution");
        }
    }
}
