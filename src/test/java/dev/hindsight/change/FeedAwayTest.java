package dev.hindsight.change;

import static dev.hindsight.change.Replica.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.change.FeedBatch.Gap;
import dev.hindsight.change.Replica.Ear;
import dev.hindsight.fixture.OwnPostgres;
import dev.hindsight.fixture.OwnServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Those who listen hear on when the database is back, and are told if it lost the feed. */
@QuarkusTest
@TestProfile(OwnServer.class)
class FeedAwayTest {

    OwnPostgres server;

    private final UUID id = UUID.randomUUID();

    @Test
    void restart_losesNothing() {
        Replica reader = new Replica(true);
        Replica writer = new Replica(true);
        try (Ear ear = reader.listen()) {
            FeedPosition before = reader.position();
            Replica.awaitSessions(1);
            change(id, 1);
            server.goDown();
            server.goUp();
            change(id, 2);

            ear.change(id, 2);
            Replica.awaitSessions(1);
            Instant start = Instant.now();
            for (int version = 3; version <= 12; version++) {
                change(id, version);
                writer.feed.committed();
                ear.change(id, version);
            }

            // Who is not woken looks every other second.
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(12));
            assertThat(ear.batches()).extracting(FeedBatch::gap).containsOnly(Gap.NONE);
            assertThat(ear.changes())
                    .extracting(Change::version)
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
            assertThat(reader.since(before).changes()).hasSize(12);
        }
    }

    @Test
    void listener_whoComesWhileItIsAwayHearsWhenItIsBack() {
        Replica replica = new Replica(true);
        server.goDown();
        try (Ear ear = replica.listen()) {
            assertThat(
                            replica.feed
                                    .reading((client, at) -> Uni.createFrom().item(at))
                                    .onFailure()
                                    .recoverWithNull()
                                    .await()
                                    .atMost(Replica.PATIENCE))
                    .isNull();
            server.goUp();
            ear.next();
            change(id, 1);

            ear.change(id, 1);
        }
    }

    @Test
    void crash_isAnotherEpoch() {
        Replica replica = new Replica(true);
        change(id, 1);
        try (Ear ear = replica.listen()) {
            FeedPosition before = replica.position();
            server.kill();
            server.goUp();

            FeedBatch lost = ear.until(batch -> batch.gap() != Gap.NONE);

            assertThat(lost.gap()).isEqualTo(Gap.EPOCH);
            assertThat(lost.position().epoch()).isNotEqualTo(before.epoch());
            assertThat(replica.since(before).gap()).isEqualTo(Gap.EPOCH);
            change(id, 2);
            replica.feed.committed();
            ear.change(id, 2);
            assertThat(replica.since(lost.position()).changes()).hasSize(1);
        }
    }
}
