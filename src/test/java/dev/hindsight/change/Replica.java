package dev.hindsight.change;

import dev.hindsight.db.EventLoops;
import dev.hindsight.fixture.Rows;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.Arc;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A replica's feed, beside those of others on the same database. */
final class Replica {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    final Feed feed;
    private final MeterRegistry metrics = new SimpleMeterRegistry();

    Replica(boolean notifies) {
        feed =
                new Feed(
                        instance(FeedStore.class),
                        instance(WakeUpStore.class),
                        new Settings(notifies, Duration.ofMinutes(20), 1 << 28),
                        instance(EventLoops.class),
                        metrics,
                        Clock.systemUTC());
    }

    record Settings(boolean notifies, Duration feedAge, long feedBytes) implements FeedConfig {}

    static <T> T instance(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    static <T> T await(Uni<T> answer) {
        return answer.await().atMost(PATIENCE);
    }

    /** How often it looked into the feed. */
    long looks() {
        return (long) metrics.counter("hindsight_change_looks").count();
    }

    /** How old the oldest change of a look was, at most. */
    Duration longestLag() {
        return Duration.ofMillis(
                (long) metrics.timer("hindsight_change_lag").max(TimeUnit.MILLISECONDS));
    }

    /** How often it found changes. */
    long finds() {
        return metrics.timer("hindsight_change_lag").count();
    }

    FeedBatch since(FeedPosition position) {
        return await(feed.since(position));
    }

    /** Where the feed stands. */
    FeedPosition position() {
        return await(feed.reading((client, at) -> Uni.createFrom().item(at)));
    }

    Ear listen() {
        Ear ear = new Ear();
        ear.registration = feed.listen(ear);
        return ear;
    }

    /** Leaves a change of an execution. */
    static void change(UUID executionId, int version) {
        Rows.run(
                "INSERT INTO change (changed_at, execution_id, namespace_id, version, kind)"
                        + " VALUES (now(), $1, 1, $2, 1)",
                executionId,
                version);
    }

    /** Waits until as many sessions of this database would be woken. */
    static void awaitSessions(int number) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Rows.number(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND query IN ($1, $2)",
                        FeedSql.LISTEN,
                        FeedSql.LISTENS)
                != number) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("not " + number + " sessions listen");
            }
            Thread.onSpinWait();
        }
    }

    /** One who listens, and can be asked what it heard. */
    static final class Ear implements Consumer<FeedBatch>, AutoCloseable {

        private final BlockingQueue<FeedBatch> queue = new LinkedBlockingQueue<>();
        private final List<FeedBatch> heard = new ArrayList<>();
        private Feed.Registration registration;

        @Override
        public void accept(FeedBatch batch) {
            queue.add(batch);
        }

        /** The next batch. */
        FeedBatch next() {
            try {
                FeedBatch batch = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (batch == null) {
                    throw new IllegalStateException("Nothing is heard");
                }
                heard.add(batch);
                return batch;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Waits for such a batch. */
        FeedBatch until(Predicate<FeedBatch> wanted) {
            Instant end = Instant.now().plus(PATIENCE);
            FeedBatch batch = next();
            while (!wanted.test(batch)) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("No such batch is heard");
                }
                batch = next();
            }
            return batch;
        }

        /** Waits for the change of an execution to this version. */
        Change change(UUID executionId, int version) {
            return until(batch -> find(batch, executionId, version)).changes().stream()
                    .filter(it -> it.executionId().equals(executionId) && it.version() == version)
                    .findFirst()
                    .orElseThrow();
        }

        private static boolean find(FeedBatch batch, UUID executionId, int version) {
            return batch.changes().stream()
                    .anyMatch(
                            it -> it.executionId().equals(executionId) && it.version() == version);
        }

        /** All batches so far. */
        List<FeedBatch> batches() {
            queue.drainTo(heard);
            return heard;
        }

        /** All changes so far, in the order in which they were heard. */
        List<Change> changes() {
            return batches().stream().flatMap(batch -> batch.changes().stream()).toList();
        }

        @Override
        public void close() {
            registration.close();
        }
    }
}
