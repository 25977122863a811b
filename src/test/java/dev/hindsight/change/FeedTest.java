package dev.hindsight.change;

import static dev.hindsight.change.Replica.await;
import static dev.hindsight.change.Replica.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.change.FeedBatch.Gap;
import dev.hindsight.change.Replica.Ear;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What was committed is heard by those who listen, and by those who come back. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class FeedTest {

    @Inject Pool pool;

    private final UUID id = UUID.randomUUID();

    @Nested
    class Listening {

        @Test
        void listener_hearsWhatIsCommittedFromThenOn() {
            Replica replica = new Replica(true);
            change(id, 1);
            try (Ear ear = replica.listen()) {
                replica.position();
                change(id, 2);
                replica.feed.committed();

                Change heard = ear.change(id, 2);

                assertThat(heard.kind()).isEqualTo(ChangeKind.EXECUTION_UPDATED);
                assertThat(heard.namespaceId()).isEqualTo(1);
                assertThat(heard.prev()).isNull();
                assertThat(ear.changes()).extracting(Change::version).containsExactly(2);
            }
        }

        @Test
        void lag_isTheAgeOfTheOldestChangeOfALook() {
            Replica replica = new Replica(true);
            try (Ear ear = replica.listen()) {
                replica.position();
                assertThat(replica.finds()).isZero();
                change(id, 1);
                ear.change(id, 1);
                assertThat(replica.finds()).isEqualTo(1);
                assertThat(replica.longestLag()).isLessThan(Duration.ofMinutes(1));

                Rows.run(
                        "INSERT INTO change"
                                + " (changed_at, execution_id, namespace_id, version, kind)"
                                + " SELECT now() - make_interval(mins => n), $1, 1, 1 + n, 1"
                                + " FROM generate_series(1, 3) AS n",
                        id);
                ear.change(id, 4);
                assertThat(replica.finds()).isEqualTo(2);
                assertThat(replica.longestLag())
                        .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
            }
        }

        @Test
        void listener_hearsWhatItsSnapshotDoesNotSee() {
            for (int round = 0; round < 20; round++) {
                Replica replica = new Replica(false);
                int version = round;
                try (Ear ear = replica.listen()) {
                    // Beside the reader's own first look, which comes before or after.
                    FeedPosition seen = replica.position();
                    change(id, version);
                    replica.feed.committed();

                    assertThat(seen.snapshot().sees(ear.change(id, version).xid())).isFalse();
                }
            }
        }

        @Test
        void listeners_hearWithoutBeingWoken() {
            Replica replica = new Replica(false);
            try (Ear one = replica.listen();
                    Ear other = replica.listen()) {
                replica.position();
                change(id, 1);

                one.change(id, 1);
                other.change(id, 1);
            }
        }

        @Test
        void batch_withoutChangesMovesThePlaceOnceASecond() {
            Replica replica = new Replica(false);
            try (Ear ear = replica.listen()) {
                FeedBatch first = ear.next();
                Instant start = Instant.now();
                for (int i = 0; i < 200; i++) {
                    replica.position();
                    replica.feed.committed();
                }
                change(UUID.randomUUID(), 1);
                FeedBatch moved =
                        ear.until(
                                batch ->
                                        batch.position().snapshot().xmax()
                                                > first.position().snapshot().xmax());

                assertThat(moved.gap()).isEqualTo(Gap.NONE);
                assertThat(
                                ear.batches().stream()
                                        .filter(batch -> batch.changes().isEmpty())
                                        .count())
                        .isLessThanOrEqualTo(
                                2 + Duration.between(start, Instant.now()).toSeconds());
            }
        }

        @Test
        void failingListener_hurtsNobodyElse() {
            Replica replica = new Replica(false);
            try (Feed.Registration failing =
                            replica.feed.listen(
                                    batch -> {
                                        throw new IllegalStateException("on purpose");
                                    });
                    Ear ear = replica.listen()) {
                replica.position();
                for (int version = 1; version <= 3; version++) {
                    change(id, version);
                    replica.feed.committed();
                    ear.change(id, version);
                }
                assertThat(failing).isNotNull();
            }
        }

        @Test
        void closedListener_hearsNoMore() {
            Replica replica = new Replica(false);
            Ear closed = replica.listen();
            try (Ear ear = replica.listen()) {
                replica.position();
                closed.close();
                closed.close();
                change(id, 1);
                replica.feed.committed();
                ear.change(id, 1);

                assertThat(closed.changes()).isEmpty();
            }
        }

        @Test
        void nobodyListening_meansNobodyLooks() {
            Replica quiet = new Replica(true);
            Replica other = new Replica(false);
            try (Ear clock = other.listen()) {
                quiet.feed.committed();
                clock.next();
                assertThat(quiet.looks()).isZero();

                Ear ear = quiet.listen();
                ear.next();
                ear.close();
                long looks = quiet.looks();
                for (int i = 0; i < 100; i++) {
                    quiet.feed.committed();
                }
                // Longer than anybody who reads would wait.
                clock.next();
                clock.next();
                clock.next();

                assertThat(looks).isPositive();
                assertThat(quiet.looks()).isEqualTo(looks);
                Replica.awaitSessions(0);
            }
        }

        @Test
        void reader_breathesBetweenLooks() {
            Replica replica = new Replica(true);
            try (Ear ear = replica.listen()) {
                replica.position();
                Instant start = Instant.now();
                for (int version = 1; version <= 300; version++) {
                    change(id, version);
                    replica.feed.committed();
                }
                ear.change(id, 300);

                assertThat(replica.looks())
                        .isLessThanOrEqualTo(
                                3 + Duration.between(start, Instant.now()).toMillis() / 20);
                assertThat(ear.changes()).hasSize(300);
            }
        }
    }

    @Nested
    class Waking {

        @Test
        void otherReplicas_areWoken() {
            Replica reader = new Replica(true);
            Replica writer = new Replica(true);
            try (Ear ear = reader.listen()) {
                reader.position();
                Replica.awaitSessions(1);
                long looks = reader.looks();
                Instant start = Instant.now();

                for (int version = 1; version <= 20; version++) {
                    change(id, version);
                    writer.feed.committed();
                    ear.change(id, version);
                }

                // Who is not woken looks every other second.
                assertThat(Duration.between(start, Instant.now()))
                        .isLessThan(Duration.ofSeconds(20));
                // The look that was under way may have found the first.
                assertThat(reader.looks() - looks).isGreaterThanOrEqualTo(19);
            }
        }

        @Test
        void oneWakeUp_standsForMany() {
            Replica writer = new Replica(true);
            Replica reader = new Replica(true);
            try (Ear ear = reader.listen()) {
                reader.position();
                Replica.awaitSessions(1);
                for (int version = 1; version <= 400; version++) {
                    change(id, version);
                    writer.feed.committed();
                }
                ear.change(id, 400);

                assertThat(ear.changes()).extracting(Change::version).hasSize(400).isSorted();
                assertThat(reader.looks()).isLessThan(200);
            }
        }

        @Test
        void sessionThatIsEnded_isTakenUpAgain() {
            Replica reader = new Replica(true);
            Replica writer = new Replica(true);
            try (Ear ear = reader.listen()) {
                reader.position();
                Replica.awaitSessions(1);
                long ended =
                        Rows.number(
                                "SELECT pid::bigint FROM pg_stat_activity WHERE query = $1 AND"
                                        + " datname = current_database()",
                                FeedSql.LISTEN);
                Rows.run("SELECT pg_terminate_backend($1)", (int) ended);
                while (Rows.number(
                                "SELECT count(*) FROM pg_stat_activity WHERE pid = $1", (int) ended)
                        > 0) {
                    Thread.onSpinWait();
                }
                Replica.awaitSessions(1);
                Instant start = Instant.now();
                for (int version = 1; version <= 20; version++) {
                    change(id, version);
                    writer.feed.committed();
                    ear.change(id, version);
                }

                assertThat(Duration.between(start, Instant.now()))
                        .isLessThan(Duration.ofSeconds(20));
            }
        }

        @Test
        void withoutNotify_nobodyListensAndAllIsHeard() {
            Replica reader = new Replica(false);
            Replica writer = new Replica(false);
            try (Ear ear = reader.listen()) {
                reader.position();
                change(id, 1);
                writer.feed.committed();
                ear.change(id, 1);

                Replica.awaitSessions(0);
            }
        }
    }

    @Nested
    class ComingBack {

        private final Replica replica = new Replica(true);

        @Test
        void since_tellsWhatTheSnapshotDoesNotSee() {
            SqlConnection open = pool.getConnectionAndAwait();
            Transaction transaction = open.beginAndAwait();
            insert(open, 1);
            change(id, 2);
            FeedPosition between = replica.position();
            change(id, 3);

            assertThat(versions(replica.since(between))).containsExactly(3);
            FeedBatch before = replica.since(between);
            transaction.commitAndAwait();
            open.closeAndAwait();

            // The earlier number came to light later.
            assertThat(versions(replica.since(between))).containsExactly(1, 3);
            assertThat(versions(replica.since(before.position()))).containsExactly(1);
            assertThat(replica.since(replica.since(between).position()).changes()).isEmpty();
        }

        @Test
        void since_passesOverWhatWasRolledBack() {
            FeedPosition before = replica.position();
            SqlConnection open = pool.getConnectionAndAwait();
            Transaction transaction = open.beginAndAwait();
            insert(open, 1);
            transaction.rollbackAndAwait();
            open.closeAndAwait();

            assertThat(versions(replica.since(before))).isEmpty();
        }

        @Test
        void reading_isOneSnapshot() {
            change(id, 1);
            FeedPosition[] place = new FeedPosition[1];
            long seen =
                    await(
                            replica.feed.reading(
                                    (client, at) -> {
                                        place[0] = at;
                                        return meanwhile(2)
                                                .chain(
                                                        () ->
                                                                Database.run(
                                                                        client,
                                                                        "SELECT count(*) FROM"
                                                                                + " change WHERE"
                                                                                + " execution_id = $1",
                                                                        Args.of(id).tuple()))
                                                .map(rows -> rows.iterator().next().getLong(0));
                                    }));

            assertThat(seen).isEqualTo(1);
            assertThat(versions(replica.since(place[0]))).containsExactly(2);
        }

        @Test
        void reading_writesNothing() {
            assertThat(
                            replica.feed
                                    .reading(
                                            (client, at) ->
                                                    Database.run(
                                                            client,
                                                            "DELETE FROM change",
                                                            Args.of().tuple()))
                                    .onFailure()
                                    .recoverWithNull()
                                    .await()
                                    .atMost(Replica.PATIENCE))
                    .isNull();
        }

        @Test
        void tooMany_areAnOverflow() {
            FeedPosition before = replica.position();
            fill(FeedSql.MAX_CHANGES);
            FeedBatch most = replica.since(before);
            fill(1);
            FeedBatch tooMany = replica.since(before);

            assertThat(most.gap()).isEqualTo(Gap.NONE);
            assertThat(most.changes()).hasSize(FeedSql.MAX_CHANGES);
            assertThat(most.changes()).extracting(Change::id).isSorted();
            assertThat(tooMany.gap()).isEqualTo(Gap.OVERFLOW);
            assertThat(tooMany.changes()).isEmpty();
            assertThat(replica.since(tooMany.position()).gap()).isEqualTo(Gap.NONE);
        }

        @Test
        void tooManyOfOneThatWasOpen_areAnOverflow() {
            SqlConnection open = pool.getConnectionAndAwait();
            Transaction transaction = open.beginAndAwait();
            Database.run(open, FILL, Args.of(id, FeedSql.MAX_CHANGES + 1).tuple())
                    .await()
                    .indefinitely();
            FeedPosition before = replica.position();
            transaction.commitAndAwait();
            open.closeAndAwait();

            assertThat(replica.since(before).gap()).isEqualTo(Gap.OVERFLOW);
        }

        @Test
        void placeOfAnotherFeed_isNone() {
            FeedPosition here = replica.position();
            String own = here.epoch();
            String uuid = own.substring(own.indexOf('.') + 1);
            FeedSnapshot ahead = new FeedSnapshot((1L << 60) + 7, (1L << 60) + 7, List.of());

            assertThat(own).matches("\\d+\\..{36}");
            for (FeedPosition other :
                    List.of(
                            new FeedPosition(uuid, here.snapshot()),
                            new FeedPosition("4711." + uuid, here.snapshot()),
                            new FeedPosition(
                                    own.replace(uuid, UUID.randomUUID().toString()),
                                    here.snapshot()),
                            new FeedPosition(own, ahead))) {
                assertThat(replica.since(other).gap()).isEqualTo(Gap.EPOCH);
            }
        }

        /** One that walked the feed would cost more the more had changed before. */
        @Test
        void look_goesByTheIndexesAlone() {
            SqlConnection connection = pool.getConnectionAndAwait();
            connection.query("PREPARE look (text) AS " + FeedSql.AFTER).executeAndAwait();
            StringBuilder plan = new StringBuilder();
            connection
                    .query("EXPLAIN EXECUTE look ('7:9:7')")
                    .executeAndAwait()
                    .forEach(row -> plan.append(row.getString(0)).append('\n'));
            connection.query("DEALLOCATE look").executeAndAwait();
            connection.closeAndAwait();

            for (int slot = 0; slot < 4; slot++) {
                // What came behind, and what was open.
                assertThat(plan.toString().split("using change_%d_xid_idx".formatted(slot)))
                        .as(plan.toString())
                        .hasSize(3);
            }
            assertThat(plan).doesNotContain("Seq Scan on change_0", "Bitmap");
        }

        @Test
        void lostFeed_beginsAnEpoch() {
            FeedPosition before = replica.position();
            try (Ear ear = replica.listen()) {
                replica.position();
                Rows.run("DELETE FROM change_epoch");
                change(id, 1);
                replica.feed.committed();

                FeedBatch gap = ear.until(batch -> batch.gap() != Gap.NONE);

                assertThat(gap.gap()).isEqualTo(Gap.EPOCH);
                assertThat(replica.since(before).gap()).isEqualTo(Gap.EPOCH);
                change(id, 2);
                replica.feed.committed();
                ear.change(id, 2);
                assertThat(replica.since(gap.position()).gap()).isEqualTo(Gap.NONE);
            }
        }

        private Uni<Integer> meanwhile(int version) {
            return Database.run(
                            pool,
                            "INSERT INTO change (changed_at, execution_id, namespace_id, version,"
                                    + " kind) VALUES (now(), $1, 1, $2, 1)",
                            Args.of(id, version).tuple())
                    .map(rows -> rows.rowCount());
        }

        private void insert(SqlConnection connection, int version) {
            Database.run(
                            connection,
                            "INSERT INTO change (changed_at, execution_id, namespace_id, version,"
                                    + " kind) VALUES (now(), $1, 1, $2, 1)",
                            Args.of(id, version).tuple())
                    .await()
                    .indefinitely();
        }

        private void fill(int number) {
            Rows.run(FILL, id, number);
        }

        private List<Integer> versions(FeedBatch batch) {
            return batch.changes().stream()
                    .filter(change -> change.executionId().equals(id))
                    .map(Change::version)
                    .toList();
        }
    }

    private static final String FILL =
            "INSERT INTO change (changed_at, execution_id, namespace_id, version, kind)"
                    + " SELECT now(), $1, 1, n, 1 FROM generate_series(1, $2) AS n";

    @Test
    void kinds_areReadAsTheyAreStored() {
        // Seven is nobody's: a replay is told by its beginning.
        assertThat(IntStream.of(0, 1, 2, 3, 4, 5, 6, 8).mapToObj(ChangeKind::ofCode))
                .containsExactly(ChangeKind.values());
        assertThat(ChangeKind.values()).extracting(ChangeKind::code).isSorted();
    }
}
