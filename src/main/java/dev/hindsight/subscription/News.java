package dev.hindsight.subscription;

import dev.hindsight.change.Change;
import dev.hindsight.change.FeedSnapshot;
import org.jspecify.annotations.Nullable;

/** What a batch of the feed says of one thing. Shared by all who watch it. */
public interface News {

    /**
     * The event that a watcher is told; {@code null} if it is none of its concern.
     *
     * @param match what it watches; {@code null} for all that it is offered
     * @param floor what it has seen already; {@code null} for nothing
     */
    @Nullable Event tell(@Nullable FilterMatch match, @Nullable FeedSnapshot floor);

    /** Of one change, whose event is the same for everybody. */
    record Single(Change change, Event event) implements News {

        @Override
        public @Nullable Event tell(@Nullable FilterMatch match, @Nullable FeedSnapshot floor) {
            return floor != null && floor.sees(change.xid()) ? null : event;
        }
    }
}
