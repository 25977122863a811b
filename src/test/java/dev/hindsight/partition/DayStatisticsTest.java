package dev.hindsight.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the planner knows of a day's tables while they fill. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class DayStatisticsTest {

    private static final LocalDate DAY = LocalDate.of(2045, 3, 10);
    private static final UUID ID = PartitionDay.floorOf(DAY);

    @Inject Database database;

    @Test
    void aDaysTables_areCounted_wheneverItsReportsHaveGrownTenfold() {
        PartitionStore store = new PartitionStore();
        database.transaction(client -> store.make(client, DAY)).await().indefinitely();
        DayStatistics statistics = new DayStatistics(database, store);

        note(statistics, 99);
        assertThat(uncounted()).isEqualTo(PartitionSql.TABLES.size());
        note(statistics, 1);
        assertThat(uncounted()).isZero();

        Rows.run(
                "INSERT INTO heartbeat (namespace_id, execution_id, beat_at) VALUES (1, $1, now())",
                ID);
        note(statistics, 899);
        assertThat(counted("heartbeat")).isZero();
        note(statistics, 2);
        assertThat(counted("heartbeat")).isOne();
    }

    @Test
    void aDayThatHasNoTables_isNobodysTrouble() {
        DayStatistics statistics = new DayStatistics(database, new PartitionStore());

        statistics.grew(Collections.nCopies(100, PartitionDay.floorOf(LocalDate.of(2046, 1, 1))));

        assertThat(Rows.number("SELECT 1")).isOne();
    }

    private static void note(DayStatistics statistics, int reports) {
        statistics.note(Collections.nCopies(reports, ID)).await().indefinitely();
    }

    private static long uncounted() {
        return Rows.number(
                "SELECT count(*) FROM pg_class"
                        + " WHERE relkind = 'r' AND relname LIKE '%\\_20450310' AND reltuples = -1");
    }

    private static long counted(String table) {
        return Rows.number(
                "SELECT reltuples::bigint FROM pg_class WHERE relname = $1", table + "_20450310");
    }
}
