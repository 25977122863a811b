import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A sweep of a million executions while reports come in and others read: by age, so that their day is
 * dropped, or by number, so that they leave in batches.
 *
 * <pre>
 *   HINDSIGHT_DATABASE_URL=postgresql://user:password@host:port/db java -jar target/quarkus-app/quarkus-run.jar
 *   java -cp 'target/quarkus-app/lib/main/*' src/bench/Retention.java --age|--count [--executions=1000000]
 *     [--workflows=1000] [--steps=5] [--logs=5] [--rate=200] [--seconds=20] [--days-ago=40] [--blocks]
 * </pre>
 *
 * <p>Latencies are those of an open loop: calls have fixed moments and are counted from these, so that
 * a stall is charged to every call that it held up. What waits for a lock, and how long the sweep's
 * transactions and statements take, is asked of PostgreSQL every 5 ms.
 */
public final class Retention {

    private static final Pattern DATABASE =
            Pattern.compile("postgres(?:ql)?://([^:@/]+)(?::([^@/]*))?@([^/]+)/([^?]+).*");
    private static final Pattern STATEMENT = Pattern.compile(";$", Pattern.MULTILINE);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECTIONS = 8;
    private static final int STEPS = 5;

    /** Executions of the day beside, which others read and write to. */
    private static final int BESIDE = 20_000;

    /** Of the advisory lock that a sweep's transactions hold. */
    private static final String SWEEPS =
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 1212763716 AND objid = 5";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> options;
    private final String base;
    private final String run = "load-" + System.currentTimeMillis();
    private final AtomicLong units = new AtomicLong();
    private final AtomicInteger refused = new AtomicInteger();
    private final Connection connection;
    private final ConcurrentSkipListMap<Long, String> phases = new ConcurrentSkipListMap<>();
    private volatile boolean isDone;

    private Retention(Map<String, String> options) throws SQLException {
        this.options = options;
        this.base = options.getOrDefault("url", "http://127.0.0.1:8080") + "/api/v1";
        this.connection = connect();
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options =
                Arrays.stream(arguments)
                        .map(argument -> argument.replaceFirst("^--", "").split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : ""));
        Retention retention = new Retention(options);
        if (options.containsKey("age")) {
            retention.age();
        } else if (options.containsKey("count")) {
            retention.count();
        } else {
            throw new IllegalArgumentException("--age or --count");
        }
        System.exit(0);
    }

    private int option(String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, String.valueOf(otherwise)));
    }

    /** A day whose every execution is past its age. */
    private void age() throws Exception {
        int n = option("executions", 1_000_000);
        int steps = option("steps", 5);
        int logs = option("logs", 5);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        policy("{\"maxAge\":\"P30D\"}");
        fill(today.minusDays(10), "beside", BESIDE, 5, 5, 10);
        fill(today.minusDays(option("days-ago", 40)), "aged", n, steps, logs, option("workflows", 50));
        JsonNode preview = preview();
        check(preview.path("executions").asLong() == n, preview);
        check(preview.path("steps").asLong() == (long) n * steps, preview);
        check(preview.path("logs").asLong() == (long) n * logs, preview);
        JsonNode sweep = measure();
        check(sweep.at("/items/0/executions").asLong() == n, sweep);
    }

    /** Today, with a tenth too many executions of each workflow. */
    private void count() throws Exception {
        int workflows = option("workflows", 1_000);
        int kept = option("executions", 1_000_000) / workflows;
        int each = kept + kept / 10;
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        policy("{\"maxCount\":%d,\"countPer\":\"workflow\"}".formatted(kept));
        fill(today.minusDays(10), "beside", Math.min(BESIDE, 10 * kept), 5, 5, 10);
        fill(today, "counted", workflows * each, option("steps", 5), option("logs", 0), workflows);
        JsonNode preview = preview();
        check(preview.path("executions").asLong() == (long) workflows * (each - kept), preview);
        JsonNode sweep = measure();
        check(sweep.at("/items/0/executions").asLong() == (long) workflows * (each - kept), sweep);
        String left =
                text(
                        "SELECT min(n) || ' to ' || max(n) || ' of ' || count(*) FROM (SELECT count(*) AS n FROM execution"
                                + " WHERE workflow_id LIKE 'counted-%' GROUP BY workflow_id) AS w");
        System.out.println("left of each workflow: " + left);
        check(left.equals("%1$d to %1$d of %2$d".formatted(kept, workflows)), sweep);
    }

    private static void check(boolean isRight, JsonNode said) {
        if (!isRight) {
            throw new IllegalStateException("not as it was made: " + said);
        }
    }

    private JsonNode preview() throws Exception {
        long begun = System.nanoTime();
        JsonNode item = JSON.readTree(send("POST", "/retention/preview", "")).at("/items/0");
        System.out.printf(Locale.ROOT, "preview: %.2f s, %s%n", (System.nanoTime() - begun) / 1e9, item);
        return item;
    }

    private void policy(String body) throws Exception {
        send("PUT", "/retention/policies/default", body);
    }

    // ---- What is measured

    /** Puts load on the service; sweeps; prints. */
    private JsonNode measure() throws Exception {
        int seconds = option("seconds", 20);
        ExecutorService threads = Executors.newCachedThreadPool();
        Watch watch = new Watch();
        begin("warm-up");
        List<Calls> all = load(threads);
        threads.submit(watch);
        TimeUnit.SECONDS.sleep(option("warm-up", 20));
        execute("CHECKPOINT");
        long disk = number("SELECT pg_database_size(current_database())");
        begin("before");
        long lsn = lsn();
        TimeUnit.SECONDS.sleep(seconds);
        long before = lsn() - lsn;
        begin("during");
        lsn = lsn();
        long begun = System.nanoTime();
        JsonNode sweep = JSON.readTree(send("POST", "/retention/runs?wait=true", ""));
        double took = (System.nanoTime() - begun) / 1e9;
        long during = lsn() - lsn;
        begin("after");
        lsn = lsn();
        TimeUnit.SECONDS.sleep(seconds);
        long after = lsn() - lsn;
        isDone = true;
        threads.shutdown();
        threads.awaitTermination(30, TimeUnit.SECONDS);

        double ofLoad = (before + after) / 2.0 / seconds;
        System.out.printf(Locale.ROOT, "sweep: %.2f s, %s%n", took, sweep);
        System.out.printf(
                Locale.ROOT,
                "WAL: %.1f MB, of which the load's %.2f MB/s (%.2f before, %.2f after) make %.1f; the sweep's: %.1f MB%n",
                during / 1e6,
                ofLoad / 1e6,
                before / 1e6 / seconds,
                after / 1e6 / seconds,
                ofLoad * took / 1e6,
                (during - ofLoad * took) / 1e6);
        System.out.printf(
                Locale.ROOT,
                "database: %.0f MB before, %.0f MB after%n",
                disk / 1e6,
                number("SELECT pg_database_size(current_database())") / 1e6);
        System.out.println("refused calls: " + refused);
        System.out.printf("%n| ms | | calls | p50 | p99 | max |%n| --- | --- | ---: | ---: | ---: | ---: |%n");
        all.forEach(Calls::print);
        watch.print();
        return sweep;
    }

    private void begin(String phase) {
        phases.put(System.nanoTime(), phase);
    }

    private List<Calls> load(ExecutorService threads) throws SQLException {
        List<String> ids = texts("SELECT id FROM execution WHERE workflow_id LIKE 'beside-%' ORDER BY id LIMIT " + BESIDE);
        Calls reports = new Calls("reports, step by step");
        Calls changes = new Calls("changes of another day");
        Calls pages = new Calls("first page of the list");
        Calls points = new Calls("executions of another day with steps");
        double rate = option("rate", 200);
        for (int i = 0; i < CONNECTIONS && rate > 0; i++) {
            threads.submit(new Pace(reports, rate / CONNECTIONS, i, new Reports()));
        }
        AtomicInteger turn = new AtomicInteger();
        Callable<String> next = () -> "/executions/" + ids.get(turn.addAndGet(7919) % ids.size());
        threads.submit(
                new Pace(changes, 20, 0, () -> send("PATCH", next.call(), "{\"note\":\"" + System.nanoTime() + "\"}")));
        threads.submit(new Pace(pages, 20, 0, () -> send("GET", "/executions?limit=50", null)));
        threads.submit(new Pace(points, 50, 0, () -> send("GET", next.call() + "?include=steps", null)));
        return List.of(reports, changes, pages, points);
    }

    /** Latencies of one kind of calls by phase. */
    private static final class Calls {
        private final String name;
        private final Map<String, ConcurrentLinkedQueue<Long>> nanos =
                Map.of(
                        "before", new ConcurrentLinkedQueue<>(),
                        "during", new ConcurrentLinkedQueue<>(),
                        "after", new ConcurrentLinkedQueue<>());

        Calls(String name) {
            this.name = name;
        }

        /** Calls belong to the phase in which they were due. */
        void add(String phase, long taken) {
            ConcurrentLinkedQueue<Long> its = nanos.get(phase);
            if (its != null) {
                its.add(taken);
            }
        }

        void print() {
            for (String phase : List.of("before", "during", "after")) {
                long[] sorted = nanos.get(phase).stream().mapToLong(Long::longValue).sorted().toArray();
                if (sorted.length > 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "| %s | %s | %d | %.1f | %.1f | %.1f |%n",
                            name,
                            phase,
                            sorted.length,
                            at(sorted, 50),
                            at(sorted, 99),
                            at(sorted, 100));
                }
            }
        }

        private static double at(long[] sorted, int percent) {
            return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)] / 1e6;
        }
    }

    /** One connection, which makes a call whenever one is due. */
    private final class Pace implements Callable<Void> {
        private final Calls calls;
        private final long interval;
        private final long offset;
        private final Callable<String> call;

        Pace(Calls calls, double rate, int i, Callable<String> call) {
            this.calls = calls;
            this.interval = (long) (1e9 / rate);
            this.offset = interval * i / CONNECTIONS;
            this.call = call;
        }

        @Override
        public Void call() throws Exception {
            long due = System.nanoTime() + offset;
            while (!isDone) {
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                try {
                    call.call();
                } catch (IllegalStateException | IOException refusal) {
                    if (refused.incrementAndGet() == 1) {
                        System.out.println("refused: " + refusal);
                    }
                }
                calls.add(phases.floorEntry(due).getValue(), System.nanoTime() - due);
                due += interval;
            }
            return null;
        }
    }

    /** An execution that begins, reports its steps and ends, a call each; then the next one. */
    private final class Reports implements Callable<String> {
        private String id = "";
        private int calls;

        @Override
        public String call() throws Exception {
            int n = calls++ % (STEPS + 2);
            if (n == 0) {
                long unit = units.incrementAndGet();
                id = run + "-" + unit;
                return send(
                        "POST",
                        "/executions",
                        "{\"externalId\":\"%s\",\"workflowId\":\"load-%d\",\"status\":\"running\",\"input\":{\"text\":\"%s\"}}"
                                .formatted(id, unit % 1_000, "x".repeat(300)));
            }
            return n <= STEPS
                    ? send(
                            "POST",
                            "/executions/ext:" + id + "/steps",
                            "{\"key\":\"step-%1$d\",\"nodeId\":\"node-%1$d\",\"status\":\"completed\",\"output\":{\"text\":\"%2$s\"}}"
                                    .formatted(n, "x".repeat(300)))
                    : send("PATCH", "/executions/ext:" + id, "{\"status\":\"completed\"}");
        }
    }

    /** Looks every 5 ms at who waits for a lock, and at what the sweep does. */
    private final class Watch implements Callable<Void> {
        private static final String WAITS =
                """
                SELECT l.pid || ' ' || l.waitstart, l.locktype || ' ' || l.mode
                    || coalesce(' ' || l.relation::regclass, ''),
                  extract(epoch FROM clock_timestamp() - l.waitstart) * 1000
                FROM pg_locks l
                WHERE NOT l.granted AND l.waitstart IS NOT NULL AND l.pid NOT IN (%s)
                """
                        .formatted(SWEEPS);
        private static final String SWEEP =
                """
                SELECT a.pid || ' ' || a.xact_start, extract(epoch FROM clock_timestamp() - a.xact_start) * 1000,
                  left(regexp_replace(a.query, '\\s+', ' ', 'g'), 70), a.state,
                  coalesce(a.wait_event_type || ':' || a.wait_event, 'runs'), a.backend_xid IS NOT NULL
                FROM pg_stat_activity a
                WHERE a.xact_start IS NOT NULL AND a.pid IN (%s AND granted)
                """
                        .formatted(SWEEPS);

        private final Map<String, TreeMap<Double, String>> waits = new HashMap<>();
        private final Map<String, Double> reading = new HashMap<>();
        private final Map<String, Double> writing = new HashMap<>();
        private final Map<String, Integer> doings = new HashMap<>();
        private int looks;

        @Override
        public Void call() throws Exception {
            try (Connection own = connect();
                    Statement statement = own.createStatement()) {
                statement.execute("SET application_name = 'watch'");
                while (!isDone) {
                    String now = phases.lastEntry().getValue();
                    if (now.equals("before") || now.equals("during")) {
                        look(statement, now);
                    }
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            } catch (SQLException failure) {
                System.out.println("nobody watches: " + failure);
            }
            return null;
        }

        private void look(Statement statement, String now) throws SQLException {
            try (ResultSet rows = statement.executeQuery(WAITS)) {
                while (rows.next()) {
                    waits.computeIfAbsent(now, any -> new TreeMap<>()).put(rows.getDouble(3), rows.getString(2));
                }
            }
            if (!now.equals("during")) {
                return;
            }
            looks++;
            try (ResultSet rows = statement.executeQuery(SWEEP)) {
                while (rows.next()) {
                    (rows.getBoolean(6) ? writing : reading)
                            .merge(rows.getString(1), rows.getDouble(2), Math::max);
                    boolean isActive = rows.getString(4).equals("active");
                    doings.merge(isActive ? rows.getString(3) + "` " + rows.getString(5) : "the service thinks`", 1, Integer::sum);
                }
            }
        }

        private static void print(String which, Map<String, Double> transactions) {
            double[] sorted = transactions.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
            if (sorted.length > 0) {
                System.out.printf(
                        Locale.ROOT,
                        "transactions of the sweep %s: %d seen, ms p50 %.0f, p99 %.0f, longest %.0f%n",
                        which,
                        sorted.length,
                        sorted[sorted.length / 2],
                        sorted[(int) (sorted.length * 0.99)],
                        sorted[sorted.length - 1]);
            }
        }

        void print() {
            for (String when : List.of("before", "during")) {
                Map.Entry<Double, String> longest = waits.getOrDefault(when, new TreeMap<>()).lastEntry();
                System.out.printf(
                        Locale.ROOT,
                        "%nlongest wait of others for a lock %s: %s",
                        when,
                        longest == null ? "none seen" : "%.0f ms, %s".formatted(longest.getKey(), longest.getValue()));
            }
            reading.keySet().removeAll(writing.keySet());
            System.out.println();
            print("that only read", reading);
            print("that wrote", writing);
            System.out.printf("%nwhat the sweep was seen doing in %d looks:%n", looks);
            doings.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(12)
                    .forEach(it -> System.out.printf("%5d `%s%n", it.getValue(), it.getKey()));
        }
    }

    // ---- What is made

    /** Makes a day and what it holds; refuses where the day holds something. */
    private void fill(LocalDate day, String prefix, int n, int steps, int logs, int workflows) throws Exception {
        String suffix = day.format(DateTimeFormatter.BASIC_ISO_DATE);
        List<String> tables =
                texts(
                        "SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid::regclass::text ~ '^[a-z_]+_%s$' ORDER BY 1"
                                .formatted(LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE)));
        if (text("SELECT to_regclass('execution_%s') IS NOT NULL".formatted(suffix)).equals("t")) {
            if (text("SELECT EXISTS (SELECT FROM execution_%s)".formatted(suffix)).equals("t")) {
                System.out.println(day + " is there already");
                return;
            }
            execute(tables.stream().map(it -> it + "_" + suffix).collect(Collectors.joining(", ", "DROP TABLE ", "")));
        }
        long begun = System.nanoTime();
        long first = day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        long next = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        long span = Math.min(next, System.currentTimeMillis() - 60_000) - first;
        String at = "to_timestamp((%d + i::bigint * %d / %d) / 1000.0)".formatted(first, span, n);
        String id =
                "(lpad(to_hex(%d + i::bigint * %d / %d), 12, '0') || '7000' || lpad(to_hex(i), 16, '8'))::uuid"
                        .formatted(first, span, n);
        String payload = "('{\"order\":' || i || ',\"text\":\"%s\"}')::jsonb".formatted("x".repeat(270));
        String sql =
                Files.readString(Path.of("src/bench/fill-day.sql"))
                        .replace("{id}", id)
                        .replace("{at}", at)
                        .replace("{payload}", payload)
                        .replace("{suffix}", suffix)
                        .replace("{prefix}", prefix)
                        .replace("{n}", String.valueOf(n))
                        .replace("{steps}", String.valueOf(steps))
                        .replace("{logs}", String.valueOf(logs))
                        .replace(
                                "{workflow}",
                                options.containsKey("blocks")
                                        ? "i::bigint * %d / %d".formatted(workflows, n)
                                        : "i %% %d".formatted(workflows))
                        .replace("{workflows}", String.valueOf(workflows));
        String bounds = "FROM ('%s') TO ('%s')".formatted(least(first), least(next));
        ExecutorService two = Executors.newFixedThreadPool(2);
        List<Future<?>> parts = new ArrayList<>();
        // The largest first, so that neither of the two waits long for the other at the end.
        List<String> order = List.of("step_payload", "execution", "step", "log", "execution_payload");
        Map<String, String> bodies = new HashMap<>();
        Matcher names = Pattern.compile("(?m)^-- (\\w+)$").matcher(sql);
        while (names.find()) {
            int end = sql.indexOf("\n-- ", names.end());
            bodies.put(names.group(1), sql.substring(names.end(), end < 0 ? sql.length() : end));
        }
        List<String> all = new ArrayList<>(order);
        bodies.keySet().stream().filter(it -> !order.contains(it)).forEach(all::add);
        tables.stream().filter(it -> !bodies.containsKey(it)).forEach(all::add);
        for (String table : all) {
            parts.add(two.submit(() -> fill(table, suffix, bodies.get(table), tables.contains(table) ? bounds : null)));
        }
        for (Future<?> part : parts) {
            part.get();
        }
        two.shutdown();
        execute(
                ("INSERT INTO partition_day (day, oldest_started_at, newest_started_at) VALUES ('%s', '%s', '%s') ON CONFLICT (day) DO NOTHING")
                        .formatted(day, Instant.ofEpochMilli(first), Instant.ofEpochMilli(next)));
        System.out.printf(
                Locale.ROOT, "%s: %d executions in %d s%n", day, n, (System.nanoTime() - begun) / 1_000_000_000);
    }

    private Void fill(String table, String suffix, String body, String bounds) throws SQLException {
        try (Connection own = connect();
                Statement statement = own.createStatement()) {
            statement.execute("SET maintenance_work_mem = '256MB'; SET synchronous_commit = off");
            if (body == null) {
                statement.execute("CREATE TABLE %1$s_%2$s (LIKE %1$s INCLUDING ALL)".formatted(table, suffix));
            } else {
                for (String part : STATEMENT.split(body)) {
                    if (!part.isBlank()) {
                        statement.execute(part);
                    }
                }
            }
            String its = table;
            if (bounds != null) {
                its = table + "_" + suffix;
                statement.execute("ALTER TABLE %s ATTACH PARTITION %s FOR VALUES %s".formatted(table, its, bounds));
            }
            statement.execute("VACUUM (ANALYZE) " + its);
        }
        return null;
    }

    private static String least(long millis) {
        return "%012x00000000000000000000".formatted(millis);
    }

    // ---- How others are asked

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/json")
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static Connection connect() throws SQLException {
        String url = System.getenv("HINDSIGHT_DATABASE_URL");
        Matcher parts = DATABASE.matcher(url == null ? "" : url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("HINDSIGHT_DATABASE_URL must name the service's database");
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://" + parts.group(3) + "/" + parts.group(4), parts.group(1), parts.group(2));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private String text(String sql) throws SQLException {
        return texts(sql).get(0);
    }

    private long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private long lsn() throws SQLException {
        return number("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint");
    }
}
