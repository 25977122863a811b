package dev.hindsight.change;

import java.util.List;

/**
 * What changed between one place in the feed and another.
 *
 * @param changes by their ids; none where there is a gap
 * @param position behind them
 * @param gap whether all of them are here
 */
public record FeedBatch(List<Change> changes, FeedPosition position, Gap gap) {

    /** Why changes may be missing: whoever reads has to start again from a snapshot. */
    public enum Gap {
        /** None is. */
        NONE,
        /** Some have been cleared away since. */
        EXPIRED,
        /** The feed was lost and has begun anew, or it is another one. */
        EPOCH,
        /** There are too many. */
        OVERFLOW
    }

    public FeedBatch {
        changes = List.copyOf(changes);
        if (gap != Gap.NONE && !changes.isEmpty()) {
            throw new IllegalArgumentException("changes beside a gap");
        }
    }
}
