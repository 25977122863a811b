package dev.hindsight.change;

import static dev.hindsight.change.Replica.await;
import static dev.hindsight.change.Replica.instance;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.change.FeedBatch.Gap;
import dev.hindsight.change.Replica.Ear;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feed stays small, and whoever comes too late is told so. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class FeedRotationTest {

    private static final long PLENTY = 1 << 28;

    @Inject Pool pool;

    private final Replica replica = new Replica(false);
    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void empty() {
        Rows.run("TRUNCATE change");
    }

    @Test
    void oldSlots_areCleared() {
        insert(0, 40, 10);
        insert(1, 21, 10);
        insert(2, 19, 10);
        insert(3, 0, 10);

        assertThat(rotate(PLENTY)).isEqualTo(2);
        assertThat(slots()).containsOnlyKeys(2, 3);
        assertThat(rotate(PLENTY)).isZero();
    }

    @Test
    void slot_staysWhileItsLastRowIsYoung() {
        insert(0, 40, 10);
        insert(0, 1, 1);

        assertThat(rotate(PLENTY)).isZero();
        assertThat(slots()).containsEntry(0, 11L);
    }

    @Test
    void placeBeforeWhatWasCleared_isTooOld() {
        FeedPosition before = replica.position();
        insert(0, 30, 10);
        FeedPosition after = replica.position();
        insert(1, 1, 3);
        rotate(PLENTY);

        assertThat(replica.since(before).gap()).isEqualTo(Gap.EXPIRED);
        assertThat(replica.since(before).changes()).isEmpty();
        assertThat(replica.since(after).gap()).isEqualTo(Gap.NONE);
        assertThat(replica.since(after).changes()).hasSize(3);
        assertThat(replica.since(replica.since(before).position()).gap()).isEqualTo(Gap.NONE);
    }

    @Test
    void transactionThatWasOpen_makesAPlaceTooOldOnceItsRowsAreCleared() {
        SqlConnection open = pool.getConnectionAndAwait();
        Transaction transaction = open.beginAndAwait();
        insert(open, 0, 30, 1);
        insert(1, 30, 1);
        FeedPosition between = replica.position();

        // Somebody writes there still.
        assertThat(rotate(PLENTY)).isEqualTo(1);
        assertThat(replica.since(between).gap()).isEqualTo(Gap.NONE);
        transaction.commitAndAwait();
        open.closeAndAwait();

        assertThat(replica.since(between).changes()).hasSize(1);
        assertThat(rotate(PLENTY)).isEqualTo(1);
        assertThat(replica.since(between).gap()).isEqualTo(Gap.EXPIRED);
        assertThat(replica.since(replica.position()).gap()).isEqualTo(Gap.NONE);
    }

    /** Else nobody could follow while a long transaction is open, in whatever database. */
    @Test
    void transactionOpenForLong_makesNoNewPlaceTooOld() {
        SqlConnection open = pool.getConnectionAndAwait();
        Transaction transaction = open.beginAndAwait();
        open.query("SELECT pg_current_xact_id()").executeAndAwait();
        FeedPosition before = replica.position();
        insert(0, 30, 1);
        rotate(PLENTY);

        FeedPosition after = replica.position();
        insert(1, 30, 1);
        assertThat(replica.since(before).gap()).isEqualTo(Gap.EXPIRED);
        assertThat(replica.since(after).gap()).isEqualTo(Gap.NONE);
        assertThat(replica.since(after).changes()).hasSize(1);
        transaction.commitAndAwait();
        open.closeAndAwait();

        assertThat(replica.since(after).gap()).isEqualTo(Gap.NONE);
        assertThat(rotate(PLENTY)).isEqualTo(1);
        assertThat(replica.since(after).gap()).isEqualTo(Gap.EXPIRED);
        assertThat(replica.since(replica.position()).gap()).isEqualTo(Gap.NONE);
    }

    @Test
    void tooManyBytes_makeTheOldestSlotsGo() {
        insert(2, 3, 2_000);
        insert(3, 2, 2_000);
        insert(0, 1, 2_000);
        insert(1, 0, 2_000);
        long one = Rows.number("SELECT pg_total_relation_size('change_1')");

        assertThat(rotate(2 * one + one / 2)).isEqualTo(2);
        assertThat(slots()).containsOnlyKeys(0, 1);
        assertThat(rotate(1)).isEqualTo(2);
        assertThat(slots()).isEmpty();
    }

    @Test
    void slotInUse_isLeftUntilTheNextTime() {
        insert(0, 30, 1);
        SqlConnection reader = pool.getConnectionAndAwait();
        Transaction reading = reader.beginAndAwait();
        reader.query("SELECT count(*) FROM change_0").executeAndAwait();

        assertThat(rotate(PLENTY)).isZero();
        assertThat(slots()).containsEntry(0, 1L);
        reading.commitAndAwait();
        reader.closeAndAwait();

        assertThat(rotate(PLENTY)).isEqualTo(1);
    }

    @Test
    void replicasAtOnce_clearASlotOnce() throws Exception {
        insert(0, 30, 1);
        FeedPosition after = replica.position();

        List<Integer> cleared = AtOnce.ask(6, i -> rotate(PLENTY));

        assertThat(cleared.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
        assertThat(replica.since(after).gap()).isEqualTo(Gap.NONE);
    }

    @Test
    void change_isHeardOrSaidToBeMissing() {
        try (Ear ear = replica.listen()) {
            replica.position();
            List<Long> xids = new ArrayList<>();
            for (int version = 1; version <= 300; version++) {
                xids.add(
                        Rows.number(
                                "INSERT INTO change (changed_at, execution_id, namespace_id,"
                                        + " version, kind) VALUES (now(), $1, 1, $2, 1)"
                                        + " RETURNING xid::text::bigint",
                                id,
                                version));
                if (version % 3 == 0) {
                    replica.feed.committed();
                }
                if (version % 7 == 0) {
                    rotate(1);
                }
            }
            ear.until(batch -> batch.position().snapshot().sees(xids.get(299)));

            // What a batch does not hold, one before it said is missing.
            int told = 0;
            for (FeedBatch batch : ear.batches()) {
                for (Change change : batch.changes()) {
                    if (change.executionId().equals(id)) {
                        assertThat(change.version()).isEqualTo(++told);
                    }
                }
                while (batch.gap() == Gap.EXPIRED
                        && told < xids.size()
                        && batch.position().snapshot().sees(xids.get(told))) {
                    told++;
                }
            }
            assertThat(told).isEqualTo(300);
        }
    }

    @Test
    void writersOfThisMoment_useOneSlotOfFour() {
        Replica.change(id, 1);

        assertThat(slots()).hasSize(1);
        assertThat(
                        Rows.number(
                                "SELECT count(*) FROM change WHERE slot ="
                                        + " (extract(epoch FROM changed_at)::bigint / 600) % 4"))
                .isEqualTo(1);
    }

    private int rotate(long bytes) {
        FeedRotation rotation =
                new FeedRotation(
                        instance(RotationStore.class),
                        instance(FeedStore.class),
                        new Replica.Settings(true, Duration.ofMinutes(20), bytes),
                        Clock.systemUTC());
        return await(rotation.rotate());
    }

    private static final String INSERT =
            "INSERT INTO change (slot, changed_at, execution_id, namespace_id, version, kind)"
                    + " SELECT $1, now() - make_interval(mins => $2), $3, 1, n, 1"
                    + " FROM generate_series(1, $4) AS n";

    private void insert(int slot, int minutesAgo, int rows) {
        Rows.run(INSERT, slot, minutesAgo, id, rows);
    }

    private void insert(SqlConnection connection, int slot, int minutesAgo, int rows) {
        Database.run(connection, INSERT, Args.of(slot, minutesAgo, id, rows).tuple())
                .await()
                .indefinitely();
    }

    private static Map<Integer, Long> slots() {
        Map<Integer, Long> slots = new TreeMap<>();
        for (int slot = 0; slot < 4; slot++) {
            long rows = Rows.number("SELECT count(*) FROM change WHERE slot = $1", slot);
            if (rows > 0) {
                slots.put(slot, rows);
            }
        }
        return slots;
    }
}
