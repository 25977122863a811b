package dev.hindsight.subscription;

import dev.hindsight.change.FeedPosition;

/** A place in the feed, and the cursor that names it: written once for all who are told it. */
public record Place(FeedPosition position, String cursor) {

    public static Place of(FeedPosition position) {
        return new Place(position, position.cursor());
    }

    /** The later of the two. */
    public Place max(Place other) {
        return position.snapshot().isBefore(other.position().snapshot()) ? other : this;
    }
}
