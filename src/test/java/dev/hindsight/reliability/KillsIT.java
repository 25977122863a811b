package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.Orphans;
import dev.hindsight.reliability.Installation.Victim;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The service, PostgreSQL or both are killed at random while engines report, and started again: what
 * was acknowledged is there, nothing is half written, and a service that lives on takes reports again
 * within five seconds of its database. How long one takes that is started again is printed, and is no
 * test: that depends on what else the machine does.
 *
 * <p>How often is the system property {@code test.kills}, 4 unless set; {@code test.seed} repeats the
 * choices of a run, which prints its seed, though not the moments at which they hit.
 */
class KillsIT {

    private static final int ENGINES = 8;

    private static final List<Victim> VICTIMS = List.of(Victim.values());

    private static final Duration READY_WITHIN = Duration.ofSeconds(5);

    /** Who was killed, and how long it took until reports were taken again. */
    private record Return(Victim victim, Duration after) {}

    private final int kills = Integer.getInteger("test.kills", 4);
    private final long seed = Long.getLong("test.seed", System.nanoTime());

    @Test
    void acknowledgedReports_outliveEveryKill() throws Exception {
        Random random = new Random(seed);
        List<Return> returns = new ArrayList<>();
        try (Installation installation = new Installation()) {
            List<Engine> engines =
                    IntStream.range(0, ENGINES)
                            .mapToObj(i -> new Engine(installation, new Random(seed + i), i > 0))
                            .toList();

            AtOnce.ask(
                    ENGINES + 1,
                    i -> i < ENGINES ? work(engines.get(i)) : kill(installation, random, returns));

            List<Account> accounts =
                    engines.stream().flatMap(it -> it.accounts().stream()).toList();
            System.out.printf(
                    "Seed %d: %d executions, %d reports acknowledged, %d not; %s%n",
                    seed,
                    accounts.size(),
                    engines.stream().mapToLong(Engine::acknowledged).sum(),
                    engines.stream().mapToLong(Engine::refused).sum(),
                    slowest(returns));
            AtOnce.ask(ENGINES, i -> check(accounts, i, installation.url()));
            assertThat(orphans(installation.jdbc())).isZero();
            assertThat(returns)
                    .filteredOn(it -> it.victim() == Victim.DATABASE)
                    .allMatch(it -> it.after().compareTo(READY_WITHIN) < 0);
            assertThat(engines).anyMatch(it -> it.refused() > 0);
        }
    }

    /** How often each was killed, and how long the longest return took. */
    private static Map<Victim, String> slowest(List<Return> returns) {
        return returns.stream()
                .collect(
                        Collectors.groupingBy(
                                Return::victim,
                                TreeMap::new,
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        all ->
                                                "%d, back after %s at most"
                                                        .formatted(
                                                                all.size(),
                                                                all.stream()
                                                                        .map(Return::after)
                                                                        .max(Duration::compareTo)
                                                                        .orElseThrow()))));
    }

    private static boolean work(Engine engine) {
        engine.work();
        return true;
    }

    private boolean kill(Installation installation, Random random, List<Return> returns) {
        try {
            for (int i = 0; i < kills; i++) {
                installation.awaitReports(20 + random.nextInt(150));
                Victim victim = VICTIMS.get(random.nextInt(VICTIMS.size()));
                returns.add(new Return(victim, installation.kill(victim)));
            }
            return true;
        } catch (Exception e) {
            throw new AssertionError("Seed " + seed, e);
        } finally {
            installation.end();
        }
    }

    private static boolean check(List<Account> accounts, int part, String url) {
        for (int i = part; i < accounts.size(); i += ENGINES) {
            accounts.get(i).check(url);
        }
        return true;
    }

    private static long orphans(String jdbc) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(Orphans.COUNT)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
