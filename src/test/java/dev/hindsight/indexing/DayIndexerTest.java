package dev.hindsight.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.DayTables;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.partition.PastDays;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which days get search indexes, and that they get them whatever comes in between. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class DayIndexerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject DayIndexer indexer;
    @Inject PastDays pastDays;
    @Inject DayTables tables;
    @Inject Database database;
    @Inject Pool pool;

    @BeforeEach
    void makeDays() {
        pastDays.make(4);
        build();
    }

    private int build() {
        return indexer.indexDays().await().atMost(PATIENCE);
    }

    private static LocalDate daysAgo(int days) {
        return PartitionDay.dayOf(Instant.now()).minusDays(days);
    }

    private static String state(int daysAgo) {
        return Rows.texts("SELECT state FROM partition_day WHERE day = $1", daysAgo(daysAgo))
                .get(0);
    }

    /** The indexes of a day that are there and finished. */
    private static List<String> valid(int daysAgo) {
        return Rows.texts(
                "SELECT i.indexrelid::regclass::text FROM pg_index i WHERE i.indisvalid AND"
                        + " i.indexrelid::regclass::text = ANY($1) ORDER BY 1",
                (Object) SearchIndex.names(daysAgo(daysAgo)).toArray(String[]::new));
    }

    private static void run(String sql) {
        Rows.run(sql);
    }

    private static void forget(int daysAgo) {
        Rows.run("UPDATE partition_day SET state = 'closed' WHERE day = $1", daysAgo(daysAgo));
    }

    @Test
    void daysThatAreOver_getTheirIndexes_othersNot() {
        for (int ago = 2; ago <= 4; ago++) {
            assertThat(state(ago)).isEqualTo("indexed");
            assertThat(valid(ago)).containsExactlyElementsOf(SearchIndex.names(daysAgo(ago)));
        }
        assertThat(state(0)).isEqualTo("open");
        assertThat(state(1)).isEqualTo("open");
        assertThat(valid(1)).isEmpty();
        assertThat(build()).isZero();
    }

    @Test
    void indexThatWasNotFinished_isBuiltAnew() {
        String broken = SearchIndex.names(daysAgo(3)).get(1);
        run(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%s'::regclass"
                        .formatted(broken));
        forget(3);

        assertThat(build()).isEqualTo(1);

        assertThat(valid(3)).contains(broken).hasSize(2);
        assertThat(state(3)).isEqualTo("indexed");
    }

    @Test
    void dayWhoseTablesAreReplaced_losesItsIndexes_andGetsThemAgain() {
        LocalDate day = daysAgo(3);
        database.transaction(
                        client ->
                                tables.hold(client, day)
                                        .chain(
                                                there ->
                                                        tables.keepOnly(
                                                                client,
                                                                day,
                                                                List.of(),
                                                                OffsetDateTime.now(ZoneOffset.UTC),
                                                                "policy")))
                .await()
                .atMost(PATIENCE);
        assertThat(state(3)).isEqualTo("closed");
        assertThat(valid(3)).isEmpty();

        assertThat(build()).isEqualTo(1);

        assertThat(state(3)).isEqualTo("indexed");
        assertThat(valid(3)).hasSize(2);
        Rows.run(
                "UPDATE partition_day SET dropped_at = NULL, dropped_by = NULL WHERE day = $1",
                day);
    }

    @Test
    void dayThatSomebodyHolds_isLeftForLater_andHoldsUpNoOther() {
        forget(2);
        forget(4);
        run("DROP INDEX " + SearchIndex.names(daysAgo(2)).get(1));
        run("DROP INDEX " + SearchIndex.names(daysAgo(4)).get(1));
        SqlConnection other = pool.getConnection().await().indefinitely();
        other.query(
                        "BEGIN; LOCK TABLE %s IN SHARE UPDATE EXCLUSIVE MODE"
                                .formatted(DayTables.name("log", daysAgo(2))))
                .execute()
                .await()
                .indefinitely();
        try {
            assertThat(build()).isEqualTo(1);
            assertThat(state(4)).isEqualTo("indexed");
            assertThat(state(2)).isEqualTo("closed");
        } finally {
            other.query("ROLLBACK").execute().await().indefinitely();
            other.close().await().indefinitely();
        }

        assertThat(build()).isEqualTo(1);
        assertThat(state(2)).isEqualTo("indexed");
    }

    @Test
    void replicasAtOnce_buildOnce() {
        forget(3);
        run("DROP INDEX " + SearchIndex.names(daysAgo(3)).get(0));

        List<Integer> built =
                Uni.join()
                        .all(indexer.indexDays(), indexer.indexDays(), indexer.indexDays())
                        .andCollectFailures()
                        .await()
                        .atMost(PATIENCE);

        assertThat(built.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
        assertThat(valid(3)).hasSize(2);
    }
}
