package dev.hindsight.deletion;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.change.Feed;
import dev.hindsight.db.Database;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.HeldExecution;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.removal.Removal;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Soft-deleted executions whose grace is over. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class GraceSweepTest {

    private static final Duration GRACE = Duration.ofDays(7);

    @Inject Database database;
    @Inject PartitionCatalogue partitions;
    @Inject DeletionStore store;
    @Inject Removal removal;
    @Inject DeletionConfig config;
    @Inject Feed feed;
    @Inject GraceSweep sweep;

    private final String id = fresh();

    @BeforeEach
    void empty() {
        Rows.run("UPDATE execution SET deleted_at = NULL WHERE deleted_at IS NOT NULL");
    }

    private GraceSweep sweepAt(Instant now) {
        return new GraceSweep(
                database,
                partitions,
                store,
                removal,
                config,
                Clock.fixed(now, ZoneOffset.UTC),
                feed);
    }

    private static int run(GraceSweep sweep) {
        return sweep.sweep().await().indefinitely();
    }

    /** An execution that was deleted; tells its id. */
    private String deleted(String externalId) {
        String uuid =
                report(externalId, "'input': 1, 'steps': [{'nodeId': 'n'}], 'logs': [{}]")
                        .text("/id");
        Api.send("DELETE", ext(externalId), null);
        return uuid;
    }

    private Instant deletedAt() {
        return Instant.parse(get(ext(id)).text("/deletedAt"));
    }

    @Test
    void sweep_waitsForTheEndOfTheGrace() {
        String uuid = deleted(id);

        assertThat(run(sweepAt(deletedAt().plus(GRACE)))).isZero();
        assertThat(Leftovers.of(uuid)).isNotEmpty();

        assertThat(run(sweepAt(deletedAt().plus(GRACE).plusMillis(1)))).isEqualTo(1);
        assertThat(Leftovers.of(uuid)).isEmpty();
        assertThat(get(ext(id)).status()).isEqualTo(404);
    }

    @Test
    void sweep_leavesWhatIsNotDeleted() {
        report(id, "");

        assertThat(run(sweepAt(Instant.now().plus(GRACE.multipliedBy(2))))).isZero();

        assertThat(get(ext(id)).status()).isEqualTo(200);
    }

    @Test
    void sweep_ofTheClockInUse_leavesWhatWasJustDeleted() {
        deleted(id);

        assertThat(run(sweep)).isZero();

        Rows.run(
                "UPDATE execution SET deleted_at = now() - interval '8 days' WHERE external_id = $1",
                id);
        assertThat(run(sweep)).isEqualTo(1);
    }

    @Test
    void sweep_takesMoreThanABatch_inAllNamespaces() {
        Rows.run(
                "INSERT INTO namespace (id, name) VALUES (1000077, 'other') ON CONFLICT DO NOTHING");
        Rows.run(
                """
                INSERT INTO execution (namespace_id, version, id, created_at, updated_at, started_at,
                  status, workflow_id, deleted_at)
                SELECT CASE WHEN n % 3 = 0 THEN 1000077 ELSE 1 END, 1,
                  (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')
                    || '70008' || substr(md5($1::text || n), 1, 15))::uuid, at, at, at, 2, $1,
                  now() - interval '8 days'
                FROM generate_series(1, 1200) AS n,
                  LATERAL (SELECT now() - (n % 2) * interval '20 hours' AS at) AS t
                """,
                id);

        assertThat(run(sweep)).isEqualTo(1_200);

        assertThat(Rows.number("SELECT count(*) FROM execution WHERE workflow_id = $1", id))
                .isZero();
    }

    @Test
    void sweepsAtOnce_removeEachOnce() throws Exception {
        String uuid = deleted(id);
        Rows.run(
                "UPDATE execution SET deleted_at = now() - interval '8 days' WHERE external_id = $1",
                id);

        List<Integer> removed = AtOnce.ask(3, i -> run(sweep));

        assertThat(removed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
        assertThat(Leftovers.of(uuid)).isEmpty();
    }

    @Test
    void restorationThatCameFirst_wins() {
        String uuid = deleted(id);
        GraceSweep later = sweepAt(deletedAt().plus(GRACE.multipliedBy(2)));
        try (HeldExecution restoring = HeldExecution.of(id)) {
            CompletableFuture<Integer> sweeping = CompletableFuture.supplyAsync(() -> run(later));
            restoring.awaitWaiters(1);
            restoring.run("UPDATE execution SET deleted_at = NULL WHERE external_id = $1", id);
            restoring.commit();

            assertThat(sweeping.join()).isZero();
        }
        assertThat(Leftovers.of(uuid)).isNotEmpty();
    }

    @Test
    void anotherSweepAtTheBatch_endsThisOne() {
        deleted(id);
        OffsetDateTime before = deletedAt().plus(GRACE.multipliedBy(2)).atOffset(ZoneOffset.UTC);
        try (HeldExecution writer = HeldExecution.of(id)) {
            CompletableFuture<Integer> first =
                    CompletableFuture.supplyAsync(() -> run(sweepAt(before.toInstant())));
            writer.awaitWaiters(1);

            assertThat(run(sweepAt(before.toInstant()))).isZero();

            writer.commit();
            assertThat(first.join()).isEqualTo(1);
        }
    }
}
