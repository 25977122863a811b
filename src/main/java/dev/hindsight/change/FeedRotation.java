package dev.hindsight.change;

import dev.hindsight.db.Database;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Clears slots of the feed that are old, or too large together. Any number of replicas may do so at
 * once; a slot that somebody writes or reads just then is left until the next time.
 */
@ApplicationScoped
public class FeedRotation {

    private static final Logger LOG = Logger.getLogger(FeedRotation.class);

    private final RotationStore store;
    private final FeedStore feed;
    private final FeedConfig config;
    private final Clock clock;

    FeedRotation(RotationStore store, FeedStore feed, FeedConfig config, Clock clock) {
        this.store = store;
        this.feed = feed;
        this.config = config;
        this.clock = clock;
    }

    /** A slot that holds rows: how many bytes, and when the last one was made. */
    record Slot(int number, long bytes, OffsetDateTime lastAt) {}

    /** A slot that is to be cleared, if its last row is older than that. */
    private record Due(int number, @Nullable OffsetDateTime before) {}

    /** Every minute. */
    @Scheduled(
            every = "1m",
            delayed = "1m",
            identity = "change-rotation",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onSchedule() {
        return rotate().onFailure(RuntimeException.class)
                .invoke(failure -> Database.tell(LOG, "The feed could not be cleared", failure))
                .replaceWithVoid()
                .onFailure(RuntimeException.class)
                .recoverWithNull();
    }

    /** Clears what is to be; tells how many slots. */
    public Uni<Integer> rotate() {
        return feed.beginEpoch()
                .chain(store::slots)
                .onItem()
                .transformToMulti(slots -> Multi.createFrom().iterable(due(slots)))
                .onItem()
                .transformToUniAndConcatenate(due -> store.clear(due.number(), due.before()))
                .collect()
                .with(Collectors.summingInt(cleared -> cleared ? 1 : 0));
    }

    /**
     * Those that are old, and of those that are too large together the oldest.
     *
     * @param slots the oldest first
     */
    private List<Due> due(List<Slot> slots) {
        OffsetDateTime cutoff = OffsetDateTime.now(clock).minus(config.feedAge());
        long bytes = slots.stream().mapToLong(Slot::bytes).sum();
        List<Due> due = new ArrayList<>();
        for (Slot slot : slots) {
            boolean isTooMuch = bytes > config.feedBytes();
            if (isTooMuch || slot.lastAt().isBefore(cutoff)) {
                due.add(new Due(slot.number(), isTooMuch ? null : cutoff));
                bytes -= slot.bytes();
            }
        }
        return due;
    }
}
