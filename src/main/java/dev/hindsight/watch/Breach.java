package dev.hindsight.watch;

import static java.util.Objects.requireNonNullElse;

import dev.hindsight.change.Change;
import dev.hindsight.change.FeedSnapshot;
import dev.hindsight.subscription.Bulletin;
import dev.hindsight.subscription.Event;
import dev.hindsight.subscription.FilterMatch;
import dev.hindsight.subscription.News;
import dev.hindsight.subscription.Traits;
import org.jspecify.annotations.Nullable;

/** That what is expected of a workflow was not kept: news for all but those who watch others. */
public final class Breach implements News {

    private final Change change;
    private final Event event;
    private final String workflowId;

    Breach(Change change) {
        this.change = change;
        this.event = Bulletin.of("sla.breached", change);
        this.workflowId = workflowOf(change);
    }

    /** Of which workflow a change of that kind tells. */
    public static String workflowOf(Change change) {
        return Traits.tree(requireNonNullElse(change.prev(), "{}")).path("workflowId").asText();
    }

    @Override
    public @Nullable Event tell(@Nullable FilterMatch match, @Nullable FeedSnapshot floor) {
        boolean isKnown = floor != null && floor.sees(change.xid());
        return isKnown || (match != null && !match.concerns(workflowId)) ? null : event;
    }
}
