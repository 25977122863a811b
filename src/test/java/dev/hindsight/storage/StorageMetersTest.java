package dev.hindsight.storage;

import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.partition.PastDays;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is scraped is what the database says. */
@QuarkusTest
@TestProfile(OrphanCheckTest.Alone.class)
class StorageMetersTest {

    private final LocalDate today = PartitionDay.dayOf(Instant.now());
    private final String steps = "step_" + DateTimeFormatter.BASIC_ISO_DATE.format(today);

    @Inject StorageService storage;
    @Inject PastDays past;
    @Inject Pool pool;

    /** Nobody clears up between a test and what it looks at. */
    @BeforeEach
    void keepVacuumAway() {
        ddl("ALTER TABLE " + steps + " SET (autovacuum_enabled = false)");
    }

    private void ddl(String sql) {
        pool.query(sql).executeAndAwait();
    }

    private Scrape scrape() {
        storage.onSchedule().await().indefinitely();
        return Scrape.now();
    }

    private static String execution() {
        return report(fresh(), "").text("/id");
    }

    private void steps(String execution, int number) {
        write(
                "INSERT INTO step (namespace_id, execution_id, attempt, key, node_id, created_at,"
                        + " version, status) SELECT 1, '%s', 1, 'k' || n, 'n', now(), 1, 2"
                                .formatted(execution)
                        + " FROM generate_series(1, %d) n".formatted(number));
    }

    /** A session tells its counts when it has been idle for a while, or is asked to. */
    private void write(String sql) {
        ddl(sql + "; SELECT pg_stat_force_next_flush()");
    }

    @Test
    void rowsAndBytes_growWithWhatIsStored() {
        String id = execution();
        // What others left may not be counted yet.
        ddl("ANALYZE " + steps);
        Scrape before = scrape();
        steps(id, 5_000);
        ddl("ANALYZE " + steps);

        Scrape after = scrape();

        assertThat(
                        after.of("hindsight_storage_live_rows", "table", "step")
                                - before.of("hindsight_storage_live_rows", "table", "step"))
                .isBetween(5_000.0, 5_100.0);
        assertThat(
                        after.of("hindsight_storage_table_bytes", "table", "step")
                                - before.of("hindsight_storage_table_bytes", "table", "step"))
                .isGreaterThan(300_000);
        assertThat(
                        after.of("hindsight_storage_database_bytes")
                                - before.of("hindsight_storage_database_bytes"))
                .isGreaterThan(300_000);
        assertThat(after.of("hindsight_storage_age_seconds")).isBetween(0.0, 60.0);
    }

    @Test
    void deadRows_areThoseDeletedAndNotClearedUp() {
        String id = execution();
        steps(id, 3_000);
        ddl("VACUUM ANALYZE " + steps);
        assertThat(scrape().of("hindsight_storage_dead_rows", "table", "step")).isLessThan(100);

        write("DELETE FROM step WHERE execution_id = '%s'".formatted(id));
        ddl("ANALYZE " + steps);
        assertThat(scrape().of("hindsight_storage_dead_rows", "table", "step"))
                .isGreaterThanOrEqualTo(3_000);

        ddl("VACUUM " + steps);
        assertThat(scrape().of("hindsight_storage_dead_rows", "table", "step")).isLessThan(100);
    }

    /** A crash of the server forgets them; a restored dump never had them. */
    @Test
    void rows_areThoseOfTheLastAnalyzeWhereTheCountsAreLost() {
        steps(execution(), 2_000);
        ddl("ANALYZE " + steps);
        Rows.number("SELECT 1 FROM pg_stat_reset_single_table_counters($1::text::regclass)", steps);

        assertThat(scrape().of("hindsight_storage_live_rows", "table", "step"))
                .isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void everyTable_isTold() {
        Scrape scrape = scrape();

        assertThat(StorageStore.TABLES)
                .allSatisfy(
                        table ->
                                assertThat(
                                                scrape.of(
                                                        "hindsight_storage_table_bytes",
                                                        "table",
                                                        table))
                                        .as(table)
                                        .isPositive());
        assertThat(scrape.has("hindsight_storage_full_in_days")).isFalse();
    }

    @Test
    void days_weighWhatTheirTablesDo() {
        past.make(3);
        String id = execution();
        ddl("ANALYZE execution");
        StorageReading before = reading();
        steps(id, 5_000);

        StorageReading after = reading();

        assertThat(before.days().keySet()).contains(today.minusDays(3), today, today.plusDays(4));
        assertThat(after.days().get(today).bytes() - before.days().get(today).bytes())
                .isGreaterThan(300_000);
        assertThat(after.days().get(today).executions()).isPositive();
        assertThat(after.days().get(today.minusDays(2)))
                .isEqualTo(before.days().get(today.minusDays(2)));
        assertThat(after.forecast().growthPerDay()).isPositive();
        assertThat(Scrape.now().of("hindsight_storage_growth_bytes_per_day"))
                .isEqualTo((double) after.forecast().growthPerDay());
        assertThat(Scrape.now().of("hindsight_storage_forecast_bytes"))
                .isEqualTo(after.databaseBytes() + 30.0 * after.forecast().growthPerDay());
    }

    private StorageReading reading() {
        storage.onSchedule().await().indefinitely();
        return storage.latest().orElseThrow();
    }

    @Test
    void current_isReadOnceAMinute() {
        StorageReading read = reading();

        assertThat(storage.current().await().indefinitely()).isSameAs(read);
    }

    @Test
    void horizon_isTold() {
        Scrape scrape = scrape();

        assertThat(scrape.of("hindsight_partition_days_ahead")).isEqualTo(4);
        assertThat(scrape.of("hindsight_partition_days", "state", "open"))
                .isGreaterThanOrEqualTo(6);
        assertThat(scrape.of("hindsight_partition_days", "state", "dropped")).isZero();
    }
}
