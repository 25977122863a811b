package dev.hindsight.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

/** Each test lives in a year of its own, so that the days of the others are not in its way. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class PartitionsTest {

    @Inject Pool pool;

    @Test
    void makeAhead_makesYesterdayTodayAndTheDaysAhead() {
        Replica replica = new Replica("2031-03-10T12:00:00Z", 3);

        assertThat(replica.makeAhead()).isEqualTo(5);
        assertThat(replica.daysOf(2031))
                .containsExactly("03-13", "03-12", "03-11", "03-10", "03-09");
        assertThat(replica.makeAhead()).isZero();
    }

    @Test
    void makeAhead_makesWhatIsMissingTheNextDay() {
        new Replica("2032-03-10T23:59:59Z", 2).makeAhead();

        assertThat(new Replica("2032-03-11T00:00:00Z", 2).makeAhead()).isEqualTo(1);
    }

    @Test
    void makeAhead_closesGaps() {
        new Replica("2033-03-10T12:00:00Z", 1).makeAhead();

        assertThat(new Replica("2033-03-14T12:00:00Z", 1).makeAhead()).isEqualTo(3);
        assertThat(new Replica("2033-03-12T12:00:00Z", 4).makeAhead()).isEqualTo(2);
    }

    @Test
    void makeAhead_byManyReplicasAtOnceMakesEachDayOnce() {
        List<Uni<Integer>> replicas =
                List.of(
                        new Replica("2034-03-10T12:00:00Z", 5).partitions.makeAhead(),
                        new Replica("2034-03-10T12:00:00Z", 5).partitions.makeAhead(),
                        new Replica("2034-03-10T12:00:00Z", 5).partitions.makeAhead());

        List<Integer> made = Uni.join().all(replicas).andFailFast().await().indefinitely();

        assertThat(made.stream().mapToInt(Integer::intValue).sum()).isEqualTo(7);
        assertThat(attachedIn("2034")).isEqualTo(7L * PartitionSql.TABLES.size());
    }

    @Test
    void makeAhead_doesNotWaitBehindReaders() {
        SqlConnection reader = pool.getConnectionAndAwait();
        Transaction reading = reader.beginAndAwait();
        try {
            PartitionSql.TABLES.forEach(
                    table -> reader.query("SELECT count(*) FROM " + table).executeAndAwait());

            // It would give up after two seconds of waiting for a lock.
            assertThat(new Replica("2035-03-10T12:00:00Z", 1).makeAhead()).isEqualTo(3);
        } finally {
            reading.rollbackAndAwait();
            reader.closeAndAwait();
        }
    }

    @Test
    void makeAhead_keepsTheDaysMadeBeforeAFailure() {
        pool.query("CREATE TABLE log_20360312 (obstacle integer)").executeAndAwait();
        Replica replica = new Replica("2036-03-10T12:00:00Z", 3);

        assertThatThrownBy(replica::makeAhead).hasMessageContaining("log_20360312");
        assertThat(replica.daysOf(2036)).containsExactly("03-11", "03-10");

        pool.query("DROP TABLE log_20360312").executeAndAwait();
        assertThat(replica.makeAhead()).isEqualTo(3);
    }

    @Test
    void partitions_holdTheIdsOfTheirDay() {
        new Replica("2038-03-10T12:00:00Z", 1).makeAhead();
        String bounds =
                pool.preparedQuery(
                                "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname"
                                        + " = $1")
                        .executeAndAwait(Tuple.of("execution_20380310"))
                        .iterator()
                        .next()
                        .getString(0);

        assertThat(bounds)
                .isEqualTo(
                        "FOR VALUES FROM ('%s') TO ('%s')"
                                .formatted(
                                        PartitionDay.floorOf(LocalDate.parse("2038-03-10")),
                                        PartitionDay.floorOf(LocalDate.parse("2038-03-11"))));
    }

    @Test
    void health_tellsTheDaysAhead() {
        Replica replica = new Replica("2039-03-10T12:00:00Z", 3);
        replica.makeAhead();

        assertThat(replica.health().getData().orElseThrow())
                .containsEntry("daysAhead", 3L)
                .doesNotContainKey("warning");
    }

    @Test
    void health_warnsAndStaysUpWhenDaysRunOut() {
        new Replica("2040-03-10T12:00:00Z", 3).makeAhead();

        for (String later : List.of("2040-03-12T12:00:00Z", "2040-03-13T12:00:00Z")) {
            HealthCheckResponse health = new Replica(later, 3).health();
            assertThat(health.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
            assertThat(health.getData().orElseThrow())
                    .hasEntrySatisfying(
                            "warning", text -> assertThat(text.toString()).contains("run out"));
        }
        assertThat(new Replica("2040-03-14T12:00:00Z", 3).health().getData().orElseThrow())
                .containsEntry("daysAhead", -1L)
                .hasEntrySatisfying(
                        "warning", text -> assertThat(text.toString()).contains("today"));
    }

    @Test
    void meters_tellTheHorizonOfWhatWasLastRead() {
        Replica unread = new Replica("2041-03-10T12:00:00Z", 3);
        assertThat(unread.meter("hindsight_partition_days_ahead")).isNaN();
        unread.makeAhead();

        assertThat(unread.meter("hindsight_partition_days_ahead")).isEqualTo(3);
        assertThat(unread.meter("hindsight_partition_days", "state", "open"))
                .isGreaterThanOrEqualTo(5);
    }

    private long attachedIn(String year) {
        return pool.preparedQuery(
                        "SELECT count(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                                + " WHERE c.relkind = 'r' AND c.relname LIKE '%\\_' || $1 || '%'")
                .executeAndAwait(Tuple.of(year))
                .iterator()
                .next()
                .getLong(0);
    }

    /** A replica that believes it is a certain moment. */
    private final class Replica {

        private final PartitionCatalogue catalogue;
        private final Partitions partitions;
        private final Clock clock;

        Replica(String now, int daysAhead) {
            clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
            Database database = new Database(pool);
            PartitionStore store = new PartitionStore();
            catalogue = new PartitionCatalogue(database, store, clock);
            partitions = new Partitions(database, store, catalogue, () -> daysAhead, clock);
        }

        int makeAhead() {
            return partitions.makeAhead().await().indefinitely();
        }

        List<String> daysOf(int year) {
            return catalogue.refresh().await().indefinitely().stream()
                    .map(PartitionDay::day)
                    .filter(day -> day.getYear() == year)
                    .map(day -> day.toString().substring(5))
                    .toList();
        }

        double meter(String name, String... tags) {
            MeterRegistry metrics = new SimpleMeterRegistry();
            PartitionMeters meters = new PartitionMeters(catalogue, clock);
            meters.bindTo(metrics);
            return metrics.get(name).tags(tags).gauge().value();
        }

        HealthCheckResponse health() {
            return new PartitionHealth(catalogue, clock).call().await().indefinitely();
        }
    }
}
