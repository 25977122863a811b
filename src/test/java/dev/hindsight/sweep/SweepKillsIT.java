package dev.hindsight.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.Orphans;
import dev.hindsight.fixture.Postgres;
import dev.hindsight.fixture.Transcripts;
import dev.hindsight.sweep.Stock.Count;
import dev.hindsight.sweep.Stock.Fate;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three replicas sweep at once, and every second one of them is killed, again and again: exactly what
 * was due is gone, once, and everything else is there whole.
 *
 * <p>How often is the system property {@code test.kills}, 1 unless set; {@code test.seed} repeats the
 * executions of a run, which prints its seed, though not the moments at which the kills hit.
 */
class SweepKillsIT {

    private static final int REPLICAS = 3;
    private static final int READERS = 4;

    /** The first of them has time enough to do all that is left. */
    private static final int MAX_SWEEPS = 2;

    private static final List<String> HOUSES = List.of("one", "two");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int rounds = Integer.getInteger("test.kills", 1);
    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Artifact> replicas = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();
    private final Map<String, String> settings;
    private final Connection connection;
    private int turn;
    private int kills;

    SweepKillsIT() throws SQLException {
        String database = Postgres.NEWEST.freshDatabase();
        settings = Map.of("HINDSIGHT_DATABASE_URL", database, "HINDSIGHT_SWEEP_BATCH_SIZE", "7");
        connection =
                DriverManager.getConnection(
                        "jdbc:" + database.replaceFirst("//[^@]*@", "//"), "postgres", "postgres");
    }

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < REPLICAS; i++) {
            Artifact replica = Artifact.start(settings);
            replicas.add(replica);
            urls.add(replica.url());
        }
    }

    @AfterEach
    void stop() throws SQLException {
        replicas.forEach(Artifact::close);
        connection.close();
    }

    @Test
    void sweepsThatAreKilled_doEverythingOnce() throws Exception {
        System.out.printf("SweepKillsIT: seed %d%n", seed);
        Stock stock = new Stock(random);
        stock.store(urls.get(0));
        // As if they had been reported when they ran: their age counts from their end.
        run("UPDATE execution SET imported_at = NULL");
        List<Fate> fates = stock.fates();
        Map<String, Map<String, Count>> expected =
                HOUSES.stream()
                        .collect(
                                Collectors.toMap(
                                        Function.identity(), it -> Stock.counts(fates, it)));
        long staying = fates.stream().filter(it -> !it.goes()).count();
        assertThat(number("SELECT count(*) FROM execution")).isEqualTo(fates.size());
        for (String house : HOUSES) {
            assertThat(preview(house)).isEqualTo(expected.get(house));
        }

        sweepAndKillInTheMiddle();
        for (int round = 0; round < rounds; round++) {
            sweepAndKill(staying);
        }
        int sweeps = 1;
        while (sweep() > 0) {
            sweeps++;
        }

        assertThat(sweeps).isLessThanOrEqualTo(MAX_SWEEPS);
        for (String house : HOUSES) {
            assertThat(done(house)).isEqualTo(withoutParts(expected.get(house)));
            assertThat(preview(house).values()).containsOnly(new Count(0, 0, 0, 0, 0));
            assertThat(told(house)).isEqualTo(left(fates, house));
        }
        // External ids of days that were dropped stay until somebody takes them.
        assertThat(
                        number(
                                Orphans.countIn(
                                        Orphans.TABLES.stream()
                                                .filter(table -> !table.equals("external_id"))
                                                .toList())))
                .isZero();
        assertThat(number("SELECT count(*) FROM execution")).isEqualTo(staying);
        List<Fate> gone = fates.stream().filter(Fate::goes).toList();
        AtOnce.ask(READERS, i -> checkGone(gone, i));
        assertThat(number("SELECT count(*) FROM partition_day WHERE dropped_at IS NOT NULL"))
                .isPositive();
        System.out.printf(
                "SweepKillsIT: %d executions, of which %d went by %d sweeps, with %d kills%n",
                fates.size(), gone.size(), number("SELECT count(*) FROM retention_run"), kills);
    }

    /** Has all of them sweep, and kills every second one when some of it is done. */
    private void sweepAndKill(long staying) throws Exception {
        for (String url : urls) {
            assertThat(Api.sendTo(url, "POST", House.RUNS, null).status()).isEqualTo(202);
        }
        long before = number("SELECT count(*) FROM execution");
        long some = random.nextLong(1 + (before - staying) / 3);
        await(() -> number("SELECT count(*) FROM execution") <= before - some);
        List<Integer> victims = kill();
        hold();
        start(victims);
        release();
    }

    /** The same, in the middle of the very first transaction that removes something. */
    private void sweepAndKillInTheMiddle() throws Exception {
        hold();
        for (String url : urls) {
            assertThat(Api.sendTo(url, "POST", House.RUNS, null).status()).isEqualTo(202);
        }
        await(
                () ->
                        number(
                                        """
                                        SELECT count(*) FROM pg_locks
                                        WHERE relation = 'retention_run_item'::regclass AND NOT granted
                                        """)
                                > 0);
        long before = number("SELECT count(*) FROM execution");
        List<Integer> victims = kill();
        start(victims);
        assertThat(number("SELECT count(*) FROM execution")).isEqualTo(before);
        release();
    }

    /** Kills every second one; tells which those were. */
    private List<Integer> kill() {
        List<Integer> victims = new ArrayList<>();
        for (int i = 0; i < REPLICAS; i++) {
            if (turn++ % 2 == 0) {
                victims.add(i);
                replicas.get(i).kill();
                kills++;
            }
        }
        return victims;
    }

    private void start(List<Integer> victims) throws IOException {
        for (int victim : victims) {
            Artifact next = Artifact.start(settings);
            replicas.set(victim, next);
            urls.set(victim, next.url());
        }
    }

    /** A question to the database. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(Condition condition) throws SQLException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            assertThat(Instant.now()).as("Sweeps go on").isBefore(end);
            Thread.onSpinWait();
        }
    }

    /** Lets no sweep note what it does, so that each stands still within a transaction. */
    private void hold() throws SQLException {
        connection.setAutoCommit(false);
        run("LOCK TABLE retention_run_item IN SHARE MODE");
    }

    private void release() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Sweeps; tells of how many policies, in all namespaces, something was due. */
    private long sweep() throws SQLException {
        Answer run =
                Api.sendTo(urls.get(turn++ % REPLICAS), "POST", House.RUNS + "?wait=true", null);
        assertThat(run.status()).as(run.http().body()).isEqualTo(200);
        assertThat(run.at("/problem").isNull()).as(run.http().body()).isTrue();
        return number(
                "SELECT count(*) FROM retention_run_item WHERE run_id = '%s'"
                        .formatted(run.text("/id")));
    }

    private Map<String, Count> preview(String house) {
        Answer told = Stock.to(urls.get(1), house, "POST", House.PREVIEW, "");
        assertThat(told.status()).as(told.http().body()).isEqualTo(200);
        Map<String, Count> counts = new TreeMap<>();
        told.at("/items").forEach(item -> counts.put(item.path("policy").asText(), count(item)));
        return counts;
    }

    /** What all sweeps together say that they did. */
    private Map<String, Count> done(String house) {
        Map<String, Count> sums = new TreeMap<>();
        String cursor = "";
        do {
            Answer page = Stock.to(urls.get(2), house, "GET", House.RUNS + "?limit=7" + cursor, "");
            assertThat(page.status()).as(page.http().body()).isEqualTo(200);
            page.at("/items")
                    .forEach(
                            run ->
                                    run.path("items")
                                            .forEach(
                                                    item ->
                                                            sums.merge(
                                                                    item.path("policy").asText(),
                                                                    count(item),
                                                                    SweepKillsIT::sum)));
            cursor =
                    page.at("/nextCursor").isTextual()
                            ? "&cursor=" + Api.segment(page.text("/nextCursor"))
                            : "";
        } while (!cursor.isEmpty());
        return sums;
    }

    private static Count count(JsonNode item) {
        return new Count(
                item.path("executions").asLong(),
                item.path("steps").asLong(),
                item.path("logs").asLong(),
                item.path("payloadsExpired").asLong(),
                item.path("logsExpired").asLong());
    }

    private static Count sum(Count a, Count b) {
        return new Count(
                a.executions() + b.executions(),
                0,
                0,
                a.payloadsExpired() + b.payloadsExpired(),
                a.logsExpired() + b.logsExpired());
    }

    /** As a sweep tells it, which counts no steps and lines, and nothing where nothing was done. */
    private static Map<String, Count> withoutParts(Map<String, Count> counts) {
        Map<String, Count> without = new TreeMap<>();
        Count nothing = new Count(0, 0, 0, 0, 0);
        counts.forEach(
                (policy, count) -> {
                    Count told = sum(count, nothing);
                    if (!told.equals(nothing)) {
                        without.put(policy, told);
                    }
                });
        return without;
    }

    /** What there is of an execution. */
    private record Left(String status, boolean hasInput, long steps, long logs) {}

    private static Map<UUID, Left> left(List<Fate> fates, String house) {
        return fates.stream()
                .filter(it -> !it.goes() && it.sample().house().equals(house))
                .collect(
                        Collectors.toMap(
                                it -> it.sample().id(),
                                it ->
                                        new Left(
                                                it.sample().status(),
                                                !it.losesInput(),
                                                it.sample().steps(),
                                                it.losesLog() ? 0 : it.sample().logs())));
    }

    /** By an export of everything. */
    private Map<UUID, Left> told(String house) {
        Map<UUID, Left> all = new HashMap<>();
        String export =
                Stock.to(urls.get(0), house, "GET", Api.EXECUTIONS + "/export", "").http().body();
        JsonNode execution = Transcripts.json("{}");
        long steps = 0;
        long logs = 0;
        for (String line : export.lines().toList()) {
            JsonNode told = Transcripts.json(line);
            if (told.has("execution")) {
                execution = told.get("execution");
                steps = 0;
                logs = 0;
            } else if (told.has("step")) {
                steps++;
            } else if (told.has("log")) {
                logs++;
            } else if (told.has("whole")) {
                all.put(
                        UUID.fromString(execution.path("id").asText()),
                        new Left(
                                execution.path("status").asText(),
                                execution.at("/input/of").equals(execution.path("externalId")),
                                steps,
                                logs));
            }
        }
        return all;
    }

    private boolean checkGone(List<Fate> gone, int part) {
        for (int i = part; i < gone.size(); i += READERS) {
            Stock.Sample sample = gone.get(i).sample();
            String url = urls.get(i % REPLICAS);
            Answer byId =
                    Stock.to(url, sample.house(), "GET", Api.EXECUTIONS + "/" + sample.id(), "");
            assertThat(byId.status()).as("%s %s", gone.get(i), byId.http().body()).isEqualTo(410);
            if (i % 10 == 0) {
                Answer byName = Stock.to(url, sample.house(), "GET", Api.ext(sample.name()), "");
                assertThat(byName.status()).as("%s", gone.get(i)).isEqualTo(410);
            }
        }
        return true;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
