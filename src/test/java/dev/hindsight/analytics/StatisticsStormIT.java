package dev.hindsight.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.analytics.Recount.Question;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.Postgres;
import dev.hindsight.fixture.Transcripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two replicas take a storm of reports, and one of them is killed in the middle of it: every statistic
 * is what the records themselves give when they are counted, and stays that when a sweep has removed
 * them.
 *
 * <p>How many reports each thread sends is the system property {@code test.reports}, 150 unless set;
 * {@code test.seed} repeats the reports of a run, which prints its seed, though not their order.
 */
class StatisticsStormIT {

    private static final int REPLICAS = 2;
    private static final int THREADS = 4;

    /** Statistics are asked for whenever so many reports were sent. */
    private static final int GLANCE = 20;

    private static final int PATIENCE_SECONDS = 120;

    private static final Duration OLD = Duration.ofDays(45);
    private static final int OLD_EXECUTIONS = 30;

    /** Executions of a workflow that the sweep leaves. */
    private static final int LEFT = 30;

    private static final String RUNS = "/api/v1/retention/runs?wait=true";
    private static final String DEFAULT = "/api/v1/retention/policies/default";

    private final int reports = Integer.getInteger("test.reports", 150);
    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private final Instant change = changeBefore(now);
    private final List<Artifact> replicas = new ArrayList<>();
    private final AtomicReferenceArray<String> urls = new AtomicReferenceArray<>(REPLICAS);
    private final Map<String, String> settings;
    private final Connection connection;
    private final Recount recount;

    StatisticsStormIT() throws SQLException {
        String database = Postgres.NEWEST.freshDatabase();
        settings = Map.of("HINDSIGHT_DATABASE_URL", database);
        connection =
                DriverManager.getConnection(
                        "jdbc:" + database.replaceFirst("//[^@]*@", "//"), "postgres", "postgres");
        recount = new Recount(connection);
    }

    /** The last time that clocks in Berlin were put back. */
    private static Instant changeBefore(Instant moment) {
        ZoneOffsetTransition last =
                ZoneId.of("Europe/Berlin").getRules().previousTransition(moment);
        return last.isOverlap() ? last.getInstant() : changeBefore(last.getInstant());
    }

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < REPLICAS; i++) {
            replicas.add(Artifact.start(settings));
            urls.set(i, replicas.get(i).url());
        }
    }

    @AfterEach
    void stop() throws SQLException {
        replicas.forEach(Artifact::close);
        connection.close();
    }

    @Test
    void statistics_areThoseOfTheRecordsAndOutliveThem() throws Exception {
        System.out.printf("StatisticsStormIT: seed %d%n", seed);
        for (String house : Storm.HOUSES) {
            ask(house, "PUT", "/api/v1/namespaces/" + house, "{}", 201);
            // Nothing is swept until it is time to.
            ask(house, "DELETE", DEFAULT, "", 204);
        }
        String old = oldExecutions();
        for (String house : Storm.HOUSES) {
            take(house, old);
        }

        long taken = storm(old);
        quieten();
        System.out.printf(
                "StatisticsStormIT: %d reports and batches, %d executions, %d steps, %d soft-deleted, %d crashed%n",
                taken,
                number("SELECT count(*) FROM execution"),
                number("SELECT count(*) FROM step"),
                number("SELECT count(*) FROM execution WHERE deleted_at IS NOT NULL"),
                number("SELECT count(*) FROM execution WHERE status = 6"));

        assertThat(differences()).as("seed %d", seed).isEmpty();
        Map<String, String> before = answers(0);
        sweep();
        for (int replica = 0; replica < REPLICAS; replica++) {
            assertThat(answers(replica)).as("seed %d", seed).isEqualTo(before);
        }
        lateReportsCount();
    }

    /** Executions of a past day with a step each, as they are exported. */
    private String oldExecutions() {
        Instant start = now.minus(OLD);
        String lines =
                IntStream.range(0, OLD_EXECUTIONS)
                        .mapToObj(
                                i ->
                                        ("{'execution': {'externalId': 'old-%d', 'workflowId': '%s',"
                                                        + " 'status': '%s', 'startedAt': '%s', 'completedAt': '%s', 'durationMs': %d,"
                                                        + " 'cost': {'amount': 0.%d, 'unit': 'USD'},"
                                                        + " 'steps': [{'key': 'k', 'nodeId': 'fetch', 'status': 'completed',"
                                                        + " 'startedAt': '%s', 'durationMs': %d}]}}\n")
                                                .formatted(
                                                        i,
                                                        Storm.WORKFLOWS.get(i % 2),
                                                        i % 5 == 0 ? "failed" : "completed",
                                                        start.plusSeconds(700L * i),
                                                        start.plusSeconds(700L * i + 600),
                                                        1 + random.nextInt(1_000_000),
                                                        1 + i,
                                                        start.plusSeconds(700L * i + 1),
                                                        1 + random.nextInt(100_000)))
                        .reduce("", String::concat);
        ask("mould", "PUT", "/api/v1/namespaces/mould", "{}", 201);
        lines("mould", "/api/v1/ingest", lines);
        String exported = ask("mould", "GET", Api.EXECUTIONS + "/export", "", 200).http().body();
        ask(
                "mould",
                "POST",
                Api.EXECUTIONS + "/delete",
                "{'filter': {}, 'all': true, 'purge': true}",
                200);
        StringBuilder file = new StringBuilder();
        long day = start.truncatedTo(ChronoUnit.DAYS).toEpochMilli();
        for (String line : exported.lines().toList()) {
            JsonNode told = Transcripts.json(line);
            if (told.get("execution") instanceof ObjectNode execution) {
                long millis = day + random.nextLong(Duration.ofDays(1).toMillis());
                execution.put(
                        "id",
                        new UUID(
                                        (millis << 16) | 0x7000 | random.nextInt(0x1000),
                                        (random.nextLong() >>> 2) | Long.MIN_VALUE)
                                .toString());
            }
            file.append(told).append('\n');
        }
        return file.toString();
    }

    private void take(String house, String lines) {
        Answer answer = lines(house, Transcripts.IMPORT, lines);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    }

    private Answer lines(String house, String path, String lines) {
        return Api.sendTo(
                urls.get(0),
                "POST",
                path,
                path.equals(Transcripts.IMPORT) ? lines.getBytes(UTF_8) : Api.json(lines),
                "Content-Type",
                "application/x-ndjson",
                "Hindsight-Namespace",
                house);
    }

    /** How far a storm is. */
    private final class Course {

        private final AtomicLong taken = new AtomicLong();
        private final CountDownLatch third = new CountDownLatch(THREADS * reports / 3);
        private final CountDownLatch whole = new CountDownLatch(THREADS);
        private final Semaphore glances = new Semaphore(0);
        private volatile boolean isReturned;

        void step() {
            third.countDown();
            if (taken.incrementAndGet() % GLANCE == 0) {
                glances.release();
            }
        }
    }

    /** Tells how many reports were sent. */
    private long storm(String old) throws Exception {
        Course course = new Course();
        AtOnce.ask(
                THREADS + 2,
                i -> {
                    try {
                        if (i < THREADS) {
                            rage(course, i, old);
                        } else if (i == THREADS) {
                            kill(course);
                        } else {
                            read(course);
                        }
                        return true;
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    } catch (InterruptedException failure) {
                        throw new IllegalStateException(failure);
                    }
                });
        return course.taken.get();
    }

    /** Reports so often, and as long as the one that was killed is away. */
    private void rage(Course course, int number, String old) {
        Storm storm =
                new Storm(
                        new Random(seed + number), it -> urls.get(it % REPLICAS), now, change, old);
        try {
            for (int i = 0; i < reports || !course.isReturned; i++) {
                storm.rage();
                course.step();
            }
        } finally {
            course.whole.countDown();
        }
    }

    /** Kills one when a third is done, and starts it again. */
    private void kill(Course course) throws IOException, InterruptedException {
        try {
            if (course.third.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                replicas.get(0).kill();
                replicas.set(0, Artifact.start(settings));
                urls.set(0, replicas.get(0).url());
            }
        } finally {
            course.isReturned = true;
        }
    }

    /** Asks now and then while others report: what is told at any moment must add up. */
    private void read(Course course) throws InterruptedException {
        Random dice = new Random(seed - 1);
        int answers = 0;
        int kills = 0;
        while (course.whole.getCount() > 0) {
            if (!course.glances.tryAcquire(1, TimeUnit.SECONDS)) {
                continue;
            }
            Question question =
                    Question.of(Storm.HOUSES.get(dice.nextInt(2)))
                            .within(now.minus(Duration.ofHours(dice.nextInt(48))), null);
            try {
                addsUp(get(dice.nextInt(REPLICAS), question.house(), Recount.path(question)));
                Question day = question.within(change.minus(Duration.ofDays(1)), change);
                get(dice.nextInt(REPLICAS), day.house(), Recount.path(day, "hour", "Asia/Kolkata"))
                        .path("items")
                        .forEach(StatisticsStormIT::addsUp);
                get(
                        dice.nextInt(REPLICAS),
                        day.house(),
                        nodes(day.of(List.of(Storm.WORKFLOWS.get(dice.nextInt(4))))));
                answers += 3;
            } catch (UncheckedIOException killed) {
                // The next one is asked of any replica again.
                kills++;
            }
        }
        System.out.printf("StatisticsStormIT: %d answers meanwhile, %d cut off%n", answers, kills);
    }

    private static void addsUp(JsonNode told) {
        long sum = 0;
        for (String status :
                List.of(
                        "pending",
                        "running",
                        "completed",
                        "failed",
                        "cancelled",
                        "timedOut",
                        "crashed")) {
            assertThat(told.path(status).asLong(-1)).as(told.toString()).isNotNegative();
            sum += told.path(status).asLong();
        }
        assertThat(told.path("total").asLong()).as(told.toString()).isEqualTo(sum);
    }

    /** Ends what would be found to have crashed while it is counted. */
    private void quieten() throws SQLException {
        String silent =
                """
                SELECT n.name || ' ' || e.id
                FROM execution e
                JOIN namespace n ON n.id = e.namespace_id
                WHERE e.status < 2 AND e.heartbeat_timeout_ms IS NOT NULL
                """;
        for (String found : texts(silent)) {
            String[] parts = found.split(" ", 2);
            ask(
                    parts[0],
                    "PATCH",
                    Api.EXECUTIONS + "/" + parts[1] + "?force=true",
                    "{'status': 'completed'}",
                    200);
        }
        assertThat(texts(silent)).isEmpty();
    }

    /** Where an answer differs from what is counted, or from that of the other replica. */
    private List<String> differences() throws SQLException {
        List<String> found = new ArrayList<>();
        List<Question> totals = new ArrayList<>(totals());
        List<Series> series = new ArrayList<>(series());
        for (String house : Storm.HOUSES) {
            totals.addAll(totalsOfRecords(house));
            series.addAll(seriesOfRecords(house));
        }
        for (Question it : totals) {
            found.addAll(recount.totals(it, same(it.house(), Recount.path(it), found)));
        }
        for (Series it : series) {
            JsonNode told = same(it.question().house(), it.path(), found);
            found.addAll(recount.series(it.question(), it.bucket(), it.zone(), told));
        }
        for (Question it : nodes()) {
            found.addAll(recount.nodes(it, same(it.house(), nodes(it), found)));
        }
        return found;
    }

    /** What the first replica tells, which is the same that all others do. */
    private JsonNode same(String house, String path, List<String> differences) {
        ObjectNode told = timeless(0, house, path);
        for (int replica = 1; replica < REPLICAS; replica++) {
            if (!timeless(replica, house, path).equals(told)) {
                differences.add("%s %s is different by replica %d".formatted(house, path, replica));
            }
        }
        return told;
    }

    private ObjectNode timeless(int replica, String house, String path) {
        ObjectNode told = get(replica, house, path).deepCopy();
        told.remove("asOf");
        return told;
    }

    /** What is answered from sums alone, by question. */
    private Map<String, String> answers(int replica) {
        Map<String, String> answers = new LinkedHashMap<>();
        totals().forEach(it -> put(answers, replica, it, Recount.path(it)));
        series().forEach(it -> put(answers, replica, it.question(), it.path()));
        nodes().forEach(it -> put(answers, replica, it, nodes(it)));
        return answers;
    }

    private void put(Map<String, String> answers, int replica, Question question, String path) {
        answers.put(
                question.house() + " " + path,
                timeless(replica, question.house(), path).toString());
    }

    /** Questions of ranges that keep to quarters of an hour. */
    private List<Question> totals() {
        List<Question> questions = new ArrayList<>();
        for (String house : Storm.HOUSES) {
            Question all = Question.of(house);
            for (Question it : List.of(all, all.of(List.of("alpha", "gamma")))) {
                questions.add(it);
                questions.add(it.weighted());
                questions.add(it.within(now.minus(Duration.ofMinutes(1_575)), null));
                questions.add(it.within(null, change.plus(Duration.ofMinutes(45))).weighted());
                questions.add(
                        it.within(
                                now.minus(Duration.ofMinutes(300)),
                                now.minus(Duration.ofMinutes(255))));
            }
            for (String workflow : Storm.WORKFLOWS) {
                Question it = all.of(List.of(workflow));
                questions.add(it);
                questions.add(it.weighted());
                questions.add(
                        it.within(
                                change.minus(Duration.ofMinutes(165)),
                                now.minus(Duration.ofMinutes(30))));
            }
        }
        return questions;
    }

    /** Questions that sums cannot answer, or not alone. */
    private List<Question> totalsOfRecords(String house) {
        Question all = Question.of(house);
        Instant from = now.minus(Duration.ofMinutes(1_573)).plusMillis(1);
        Instant to = now.minus(Duration.ofMinutes(299));
        return List.of(
                all.within(from, to),
                all.within(from, to).weighted(),
                all.of(List.of("beta")).within(from, null),
                all.within(null, to),
                all.within(to, to.plusSeconds(100)),
                all.within(change.minusMillis(1), change.plusSeconds(3_601)),
                all.by("ann"),
                all.by("ann", "bob").weighted(),
                all.by("eve").of(List.of("alpha", "delta")),
                all.by("bob").within(change.minus(Duration.ofDays(2)), from));
    }

    private record Series(Question question, String bucket, String zone) {

        String path() {
            return Recount.path(question, bucket, zone);
        }
    }

    private List<Series> series() {
        List<Series> series = new ArrayList<>();
        for (String house : Storm.HOUSES) {
            Question all = Question.of(house);
            Question recent = all.within(now.minus(Duration.ofHours(44)), now);
            Question turn =
                    all.within(change.minus(Duration.ofDays(2)), change.plus(Duration.ofDays(2)));
            Question long60 = all.within(now.minus(Duration.ofDays(60)), now.plusSeconds(3_600));
            for (String zone :
                    List.of(
                            "UTC",
                            "Europe/Berlin",
                            "Asia/Kolkata",
                            "Asia/Kathmandu",
                            "Australia/Lord_Howe")) {
                series.add(new Series(recent, "hour", zone));
                series.add(new Series(turn.of(List.of("beta", "delta")), "hour", zone));
                series.add(new Series(turn, "day", zone));
                series.add(new Series(long60.of(List.of("alpha")).weighted(), "day", zone));
            }
            series.add(new Series(long60, "day", "Europe/Berlin"));
        }
        return series;
    }

    private List<Series> seriesOfRecords(String house) {
        Question all = Question.of(house);
        Instant from = now.minus(Duration.ofMinutes(1_573));
        return List.of(
                new Series(
                        all.within(now.minus(Duration.ofHours(5)), now.minus(Duration.ofHours(4))),
                        "minute",
                        "UTC"),
                new Series(
                        all.within(change.minusSeconds(1_800), change.plusSeconds(1_800)),
                        "minute",
                        "Europe/Berlin"),
                new Series(
                        all.within(now.minusSeconds(7_201), now.minusSeconds(3_600)).weighted(),
                        "minute",
                        "Asia/Kathmandu"),
                new Series(all.within(from, now.plusSeconds(901)), "hour", "Asia/Kathmandu"),
                new Series(all.within(from, now.plusSeconds(901)), "day", "Europe/Berlin"),
                new Series(all.by("ann", "eve").within(from, now), "hour", "Asia/Kolkata"));
    }

    private List<Question> nodes() {
        List<Question> questions = new ArrayList<>();
        for (String house : Storm.HOUSES) {
            for (String workflow : Storm.WORKFLOWS) {
                Question all = Question.of(house).of(List.of(workflow));
                questions.add(all);
                questions.add(all.within(now.minus(Duration.ofMinutes(1_575)), null));
                questions.add(
                        all.within(
                                change.minus(Duration.ofMinutes(165)),
                                now.minus(Duration.ofMinutes(30))));
            }
        }
        return questions;
    }

    private static String nodes(Question question) {
        return "/api/v1/stats/nodes?limit=1000" + question.parameters();
    }

    /** Removes a whole day, a part of others, and some more. */
    private void sweep() throws SQLException {
        long before = number("SELECT count(*) FROM execution");
        for (String house : Storm.HOUSES) {
            for (String it :
                    texts(
                            """
                            SELECT e.id::text
                            FROM execution e
                            JOIN namespace n ON n.id = e.namespace_id
                            WHERE n.name = '%s'
                            ORDER BY md5(e.id::text)
                            LIMIT 15
                            """
                                    .formatted(house))) {
                ask(house, "DELETE", Api.EXECUTIONS + "/" + it + "?purge=true", "", 204);
            }
            String filter =
                    "{'filter': {'workflowId': ['beta'], 'status': ['cancelled']}, 'purge': true}";
            ask(house, "POST", Api.EXECUTIONS + "/delete", filter, 200);
            ask(house, "PUT", DEFAULT, "{'maxAge': 'P30D'}", 200, 201);
            ask(
                    house,
                    "PUT",
                    "/api/v1/retention/policies/few",
                    "{'priority': 1, 'workflowId': ['gamma'], 'maxCount': %d, 'countPer': 'workflow'}"
                            .formatted(LEFT),
                    201);
        }
        // As if they had been reported when they ran: their age counts from their end.
        run("UPDATE execution SET imported_at = NULL WHERE imported_at IS NOT NULL");
        Answer swept = ask("one", "POST", RUNS, "", 200);
        assertThat(swept.at("/problem").isNull()).as(swept.http().body()).isTrue();
        assertThat(number("SELECT count(*) FROM partition_day WHERE dropped_at IS NOT NULL"))
                .isPositive();
        long left = number("SELECT count(*) FROM execution");
        assertThat(left).isLessThan(before).isPositive();
        System.out.printf("StatisticsStormIT: %d of %d executions left%n", left, before);
    }

    /** Reports to what is left change what is told by what they change. */
    private void lateReportsCount() throws SQLException {
        for (String house : Storm.HOUSES) {
            Question question = Question.of(house);
            JsonNode before = get(0, house, Recount.path(question));
            Changes left = changes(house);
            BigDecimal durations = rolledUp(house);
            List<String> ids =
                    texts(
                            """
                            SELECT e.id::text
                            FROM execution e
                            JOIN namespace n ON n.id = e.namespace_id
                            WHERE n.name = '%s' AND e.deleted_at IS NULL
                            ORDER BY md5(e.id::text)
                            LIMIT 25
                            """
                                    .formatted(house));
            for (String id : ids) {
                String members =
                        "{'status': '%s', 'durationMs': %d, 'cost': {'amount': 1.25, 'unit': 'USD'}, 'sampleRate': 0.5}"
                                .formatted(
                                        random.nextBoolean() ? "failed" : "completed",
                                        random.nextInt(100_000));
                ask(house, "PATCH", Api.EXECUTIONS + "/" + id + "?force=true", members, 200);
            }
            JsonNode after = get(1, house, Recount.path(question));
            Changes changed = changes(house).minus(left);

            assertThat(ids).isNotEmpty();
            assertThat(after.path("total")).isEqualTo(before.path("total"));
            for (String status : List.of("running", "completed", "failed", "timedOut")) {
                assertThat(after.path(status).asLong() - before.path(status).asLong())
                        .as("seed %d: %s", seed, status)
                        .isEqualTo(changed.counts().get(status));
            }
            assertThat(usd(after).subtract(usd(before)))
                    .as("seed %d: cost", seed)
                    .isEqualByComparingTo(changed.cost());
            assertThat(rolledUp(house).subtract(durations))
                    .as("seed %d: durations", seed)
                    .isEqualByComparingTo(changed.durations());
            assertThat(after.path("maxDurationMs").asLong())
                    .isLessThanOrEqualTo(before.path("maxDurationMs").asLong());
        }
    }

    /**
     * What is counted.
     *
     * @param durations their sum, which is told as a mean alone
     */
    private record Changes(Map<String, Long> counts, BigDecimal cost, BigDecimal durations) {

        Changes minus(Changes other) {
            Map<String, Long> differences = new LinkedHashMap<>();
            counts.forEach((it, count) -> differences.put(it, count - other.counts.get(it)));
            return new Changes(
                    differences, cost.subtract(other.cost), durations.subtract(other.durations));
        }
    }

    /** Of the records that are left. */
    private Changes changes(String house) throws SQLException {
        String of =
                """
                FROM execution e
                JOIN namespace n ON n.id = e.namespace_id
                WHERE n.name = '%s' AND
                """
                        .formatted(house);
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("running", number("SELECT count(*) " + of + " e.status = 1"));
        counts.put("completed", number("SELECT count(*) " + of + " e.status = 2"));
        counts.put("failed", number("SELECT count(*) " + of + " e.status = 3"));
        counts.put("timedOut", number("SELECT count(*) " + of + " e.status = 5"));
        return new Changes(
                counts,
                decimal(
                        "SELECT coalesce(sum(e.cost_amount), 0)::text "
                                + of
                                + " e.cost_unit = 'USD'"),
                decimal("SELECT coalesce(sum(e.duration_ms), 0)::text " + of + " e.status >= 2"));
    }

    /** The sum of durations as it was rolled up. */
    private BigDecimal rolledUp(String house) throws SQLException {
        return decimal(
                """
                SELECT r.duration_sum::text
                FROM rollup r
                JOIN namespace n ON n.id = r.namespace_id
                WHERE n.name = '%s' AND r.grain = 3 AND r.workflow_id = ''
                """
                        .formatted(house));
    }

    private static BigDecimal usd(JsonNode told) {
        return told.at("/cost/USD").decimalValue();
    }

    private JsonNode get(int replica, String house, String path) {
        Answer answer =
                Api.sendTo(urls.get(replica), "GET", path, null, "Hindsight-Namespace", house);
        assertThat(answer.status()).as("%s: %s", path, answer.http().body()).isEqualTo(200);
        return answer.body();
    }

    private Answer ask(String house, String method, String path, String json, Integer... statuses) {
        Answer answer =
                Api.sendTo(
                        urls.get(random.nextInt(REPLICAS)),
                        method,
                        path,
                        json.isEmpty() ? null : Api.json(json),
                        "Hindsight-Namespace",
                        path.startsWith("/api/v1/namespaces") ? "default" : house);
        assertThat(answer.status())
                .as("%s %s: %s", method, path, answer.http().body())
                .isIn((Object[]) statuses);
        return answer;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        return Long.parseLong(texts(sql).get(0));
    }

    private BigDecimal decimal(String sql) throws SQLException {
        return new BigDecimal(texts(sql).get(0));
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
}
