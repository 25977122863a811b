package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Orphans;
import dev.hindsight.reliability.Watcher.Stored;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Everything at once: replicas and PostgreSQL are killed and restarted, connections cut, sweeps run,
 * while engines report and watchers watch. Afterwards the ledger of what was acknowledged, what the
 * watchers hold, the statistics and the rows agree.
 *
 * <p>How long is the system property {@code test.chaos}, in seconds, 10 unless set; {@code test.seed}
 * repeats the choices of a run, which prints its seed, though not the moments at which they hit.
 */
class ChaosIT {

    private static final int ENGINES = 6;
    private static final int WATCHERS = 4;

    /** Of those that retention takes away, so many stay. */
    private static final int KEPT = 40;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration SWEEPS_EVERY = Duration.ofSeconds(1);

    private enum Blow {
        KILL_REPLICA,
        RESTART_REPLICA,
        KILL_DATABASE,
        RESTART_DATABASE,
        KILL_BOTH,
        CUT
    }

    private final Duration time = Duration.ofSeconds(Integer.getInteger("test.chaos", 10));
    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Blow, Integer> blows = new EnumMap<>(Blow.class);

    private long mortals;
    private long acknowledgedMortals;
    private String lastMortal = "";
    private int sweeps;

    @Test
    void everythingAtOnce_andTheBooksAgree() throws Exception {
        System.out.printf("ChaosIT: seed %d%n", seed);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Cluster cluster = new Cluster(Map.of("HINDSIGHT_LIVE_HEARTBEAT", "PT1S"))) {
            Answer policy =
                    Api.sendTo(
                            cluster.url(),
                            "PUT",
                            "/api/v1/retention/policies/mortal",
                            Api.json(
                                    "{'workflowId': 'mortal', 'maxCount': %d, 'countPer': 'policy'}"
                                            .formatted(KEPT)));
            assertThat(policy.status()).as(policy.http().body()).isIn(200, 201);
            List<Engine> engines =
                    IntStream.range(0, ENGINES)
                            .mapToObj(i -> new Engine(cluster, new Random(seed + i), i > 0))
                            .toList();
            List<Watcher> watchers =
                    IntStream.range(0, WATCHERS).mapToObj(i -> new Watcher(cluster, "w")).toList();

            List<CompletableFuture<Void>> all = new ArrayList<>();
            engines.forEach(it -> all.add(CompletableFuture.runAsync(it::work, threads)));
            watchers.forEach(it -> all.add(CompletableFuture.runAsync(it::watch, threads)));
            all.add(CompletableFuture.runAsync(() -> reportMortals(cluster), threads));
            all.add(CompletableFuture.runAsync(() -> sweep(cluster), threads));
            try {
                strike(cluster);
            } finally {
                cluster.end();
            }
            all.forEach(CompletableFuture::join);
            cluster.awaitAll();

            List<Account> accounts =
                    engines.stream().flatMap(it -> it.accounts().stream()).toList();
            System.out.printf(
                    "ChaosIT: %s; %d executions, %d reports acknowledged, %d not; %d and %d of the mortal; %d sweeps; watchers came %d times, and forgot %d times%n",
                    blows,
                    accounts.size(),
                    engines.stream().mapToLong(Engine::acknowledged).sum(),
                    engines.stream().mapToLong(Engine::refused).sum(),
                    acknowledgedMortals,
                    mortals - acknowledgedMortals,
                    sweeps,
                    watchers.stream().mapToInt(Watcher::connections).sum(),
                    watchers.stream().mapToInt(Watcher::resets).sum());
            ledgerAgrees(cluster, accounts, threads);
            try (Connection connection = DriverManager.getConnection(cluster.jdbc())) {
                watchersAgree(watchers, connection, threads);
                retentionAgrees(cluster);
                statisticsAgree(cluster, connection);
                for (String table : Orphans.TABLES) {
                    if (table.equals("external_id")) {
                        // Names of what is removed stay for a while, so that nobody takes them.
                        continue;
                    }
                    assertThat(number(connection, Orphans.countIn(List.of(table))))
                            .as("orphans in " + table)
                            .isZero();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void strike(Cluster cluster) throws Exception {
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            cluster.awaitReports(20 + random.nextInt(300));
            Blow blow = Blow.values()[random.nextInt(Blow.values().length)];
            int replica = random.nextInt(Cluster.REPLICAS);
            blows.merge(blow, 1, Integer::sum);
            switch (blow) {
                case KILL_REPLICA -> cluster.killReplica(replica);
                case RESTART_REPLICA -> cluster.restartReplica(replica);
                case KILL_DATABASE -> cluster.killDatabase();
                case RESTART_DATABASE -> cluster.stopDatabase();
                case KILL_BOTH -> {
                    cluster.killDatabase();
                    cluster.killReplica(replica);
                }
                case CUT -> cluster.cut();
            }
        }
    }

    /** Executions that end at once, and of which the oldest are swept away. */
    private void reportMortals(Cluster cluster) {
        while (!cluster.isOver()) {
            String id = Api.fresh();
            mortals++;
            if (isDone(
                    cluster,
                    Api.EXECUTIONS,
                    "{'externalId': '%s', 'workflowId': 'mortal', 'status': 'completed'}"
                            .formatted(id))) {
                acknowledgedMortals++;
                lastMortal = id;
            } else {
                cluster.awaitReturn();
            }
        }
    }

    private void sweep(Cluster cluster) {
        while (!cluster.isOverWithin(SWEEPS_EVERY)) {
            if (isDone(cluster, "/api/v1/retention/runs", "")) {
                sweeps++;
            }
        }
    }

    private static boolean isDone(Cluster cluster, String path, String json) {
        try {
            int status =
                    Api.sendTo(cluster.url(), "POST", path, json.isEmpty() ? null : Api.json(json))
                            .status();
            return status >= 200 && status < 300;
        } catch (UncheckedIOException cut) {
            return false;
        }
    }

    private static void ledgerAgrees(
            Cluster cluster, List<Account> accounts, ExecutorService threads) {
        List<CompletableFuture<Void>> checks =
                IntStream.range(0, Cluster.REPLICAS)
                        .mapToObj(
                                part ->
                                        CompletableFuture.runAsync(
                                                () -> check(accounts, part, cluster.url(part)),
                                                threads))
                        .toList();
        checks.forEach(CompletableFuture::join);
    }

    private static void check(List<Account> accounts, int part, String url) {
        for (int i = part; i < accounts.size(); i += Cluster.REPLICAS) {
            accounts.get(i).check(url);
        }
    }

    private static void watchersAgree(
            List<Watcher> watchers, Connection connection, ExecutorService threads)
            throws SQLException {
        Map<String, Stored> stored = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT id::text, version, updated_at FROM execution"
                                        + " WHERE workflow_id = 'w'")) {
            while (rows.next()) {
                stored.put(
                        rows.getString(1),
                        new Stored(rows.getInt(2), rows.getTimestamp(3).toInstant()));
            }
        }
        Instant patience = Instant.now().plus(PATIENCE);
        assertThat(
                        watchers.stream()
                                .map(
                                        it ->
                                                CompletableFuture.supplyAsync(
                                                        () -> it.converge(stored, patience),
                                                        threads))
                                .toList())
                .allSatisfy(it -> assertThat(it.join()).as("a difference").isEmpty());
        assertThat(watchers).flatExtracting(Watcher::failures).isEmpty();
    }

    /** Sweeps of those who were killed hold nobody up, and what may stay stays. */
    private void retentionAgrees(Cluster cluster) {
        Instant patience = Instant.now().plus(PATIENCE);
        Answer run;
        do {
            run = Api.sendTo(cluster.url(), "POST", "/api/v1/retention/runs?wait=true", null);
            assertThat(Instant.now()).as(run.http().body()).isBefore(patience);
        } while (run.status() != 200 || !run.at("/problem").isNull());
        List<String> left =
                Api.sendTo(
                                cluster.url(),
                                "GET",
                                Api.EXECUTIONS + "?workflowId=mortal&limit=1000",
                                null)
                        .at("/items")
                        .findValuesAsText("externalId");
        assertThat(left).hasSize((int) Math.min(KEPT, Math.max(acknowledgedMortals, left.size())));
        assertThat(left).contains(lastMortal);
    }

    private void statisticsAgree(Cluster cluster, Connection connection) throws SQLException {
        JsonNode of = statistics(cluster, "w");
        assertThat(of.path("total").asLong())
                .isEqualTo(number(connection, count("workflow_id = 'w'")));
        assertThat(of.path("completed").asLong())
                .isEqualTo(number(connection, count("workflow_id = 'w' AND status = 2")));
        assertThat(of.path("running").asLong())
                .isEqualTo(number(connection, count("workflow_id = 'w' AND status = 1")));
        assertThat(statistics(cluster, "mortal").path("completed").asLong())
                .isBetween(acknowledgedMortals, mortals);
    }

    private static String count(String condition) {
        return "SELECT count(*) FROM execution WHERE " + condition;
    }

    /** Those of a moment after this one, told without a range: of all. */
    private static JsonNode statistics(Cluster cluster, String workflow) {
        Instant asked = Instant.now();
        Instant patience = asked.plus(PATIENCE);
        while (true) {
            Answer answer =
                    Api.sendTo(cluster.url(), "GET", "/api/v1/stats?workflowId=" + workflow, null);
            assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
            if (!Instant.parse(answer.text("/asOf")).isBefore(asked)) {
                return answer.body();
            }
            assertThat(Instant.now()).isBefore(patience);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
