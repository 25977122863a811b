package dev.hindsight.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.change.FeedBatch.Gap;
import dev.hindsight.change.Replica.Ear;
import dev.hindsight.db.DatabaseConfig;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Nothing is lost, nothing comes twice and nothing overtakes, however transactions overlap. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class FeedOrderTest {

    private static final int WRITERS = 40;

    private static final int EXECUTIONS = 30;

    private static final Duration STORM = Duration.ofSeconds(3);

    @Inject DatabaseConfig config;

    @Test
    void changes_areHeardExactlyOnceAndInOrder() throws Exception {
        Rows.run("TRUNCATE change");
        Rows.run("CREATE TABLE counter (id uuid PRIMARY KEY, version integer NOT NULL)");
        Rows.run(
                "INSERT INTO counter SELECT gen_random_uuid(), 0 FROM generate_series(1, $1)",
                EXECUTIONS);
        List<UUID> executions = new ArrayList<>();
        Rows.texts("SELECT id::text FROM counter")
                .forEach(id -> executions.add(UUID.fromString(id)));
        Replica replica = new Replica(true);
        UUID last = UUID.randomUUID();
        try (Ear ear = replica.listen()) {
            FeedPosition start = replica.position();
            Instant end = Instant.now().plus(STORM);
            List<FeedBatch> resumed = new ArrayList<>();
            List<Integer> written =
                    AtOnce.ask(
                            WRITERS + 3,
                            writer ->
                                    switch (writer) {
                                        case 0 -> holdOpen(config.url().orElseThrow(), last);
                                        case 1 -> holdOpen(elsewhere(), null);
                                        case 2 -> comeBack(replica, start, end, resumed);
                                        default -> write(replica, executions, end);
                                    });
            replica.feed.committed();
            ear.until(
                    batch ->
                            batch.changes().stream()
                                    .anyMatch(change -> change.executionId().equals(last)));

            Set<Long> committed = new HashSet<>();
            Rows.texts("SELECT id::text FROM change")
                    .forEach(id -> committed.add(Long.valueOf(id)));
            assertThat(written.stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(committed.size())
                    .isGreaterThan(WRITERS * 10);
            assertHeard(catchUp(ear, committed.size()), committed);
            resumed.add(replica.since(resumed.get(resumed.size() - 1).position()));
            assertHeard(
                    resumed.stream().flatMap(batch -> batch.changes().stream()).toList(),
                    committed);
        }
    }

    /** All that was heard, once it is as much as was committed. */
    private static List<Change> catchUp(Ear ear, int number) {
        while (ear.changes().size() < number) {
            ear.next();
        }
        assertThat(ear.batches()).extracting(FeedBatch::gap).containsOnly(Gap.NONE);
        return ear.changes();
    }

    /** Is told now and then what changed, from a place on; writes nothing. */
    private static int comeBack(
            Replica replica, FeedPosition start, Instant end, List<FeedBatch> told) {
        FeedPosition position = start;
        while (Instant.now().isBefore(end)) {
            told.add(replica.since(FeedPosition.ofCursor(position.cursor()).orElseThrow()));
            position = told.get(told.size() - 1).position();
        }
        return 0;
    }

    private static void assertHeard(List<Change> heard, Set<Long> committed) {
        assertThat(heard).extracting(Change::id).doesNotHaveDuplicates().hasSameSizeAs(committed);
        assertThat(heard).extracting(Change::id).containsAll(committed);
        Map<UUID, List<Integer>> versions = new LinkedHashMap<>();
        heard.forEach(
                change ->
                        versions.computeIfAbsent(change.executionId(), id -> new ArrayList<>())
                                .add(change.version()));
        assertThat(versions.values())
                .allSatisfy(
                        each -> {
                            assertThat(each).isSorted().doesNotHaveDuplicates();
                            assertThat(each.get(each.size() - 1)).isEqualTo(each.size());
                        });
    }

    /** Changes executions, each in a transaction that is held for a moment; tells how many it did. */
    private int write(Replica replica, List<UUID> executions, Instant end) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int written = 0;
        try (Connection connection =
                DriverManager.getConnection(jdbc(config.url().orElseThrow()))) {
            connection.setAutoCommit(false);
            while (Instant.now().isBefore(end)) {
                UUID id = executions.get(random.nextInt(executions.size()));
                change(connection, id);
                hold(connection, random.nextDouble(0.02));
                if (random.nextInt(10) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    replica.feed.committed();
                    written++;
                }
            }
            return written;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The row of the execution first, then the change: as every writer of the service does. */
    private static void change(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        WITH counted AS (
                          UPDATE counter SET version = version + 1 WHERE id = ? RETURNING *)
                        INSERT INTO change (changed_at, execution_id, namespace_id, version, kind)
                        SELECT now(), id, 1, version, 1 FROM counted
                        """)) {
            statement.setObject(1, id);
            statement.executeUpdate();
        }
    }

    /** Leaves a change, if it is of this database, in a transaction that outlasts the storm. */
    private static int holdOpen(String url, UUID id) {
        try (Connection connection = DriverManager.getConnection(jdbc(url));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try (ResultSet xid = statement.executeQuery("SELECT pg_current_xact_id()")) {
                xid.next();
            }
            if (id != null) {
                statement.execute(
                        """
                        INSERT INTO change (changed_at, execution_id, namespace_id, version, kind)
                        VALUES (now(), '%s', 1, 1, 1)
                        """
                                .formatted(id));
            }
            hold(connection, STORM.toMillis() / 1000.0 + 0.5);
            connection.commit();
            return id == null ? 0 : 1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void hold(Connection connection, double seconds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_sleep(?)")) {
            statement.setDouble(1, seconds);
            try (ResultSet done = statement.executeQuery()) {
                done.next();
            }
        }
    }

    /** Another database of the same server. */
    private String elsewhere() {
        return config.url().orElseThrow().replaceAll("/[^/]+$", "/postgres");
    }

    private static String jdbc(String url) {
        return url.replaceFirst(
                "^postgresql://([^:]+):([^@]+)@(.*)$", "jdbc:postgresql://$3?user=$1&password=$2");
    }
}
