package dev.hindsight.watch;

import dev.hindsight.change.Change;
import dev.hindsight.change.ChangeKind;
import dev.hindsight.change.FeedSnapshot;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.subscription.Event;
import dev.hindsight.subscription.FilterMatch;
import dev.hindsight.subscription.News;
import dev.hindsight.subscription.Traits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a batch says of an execution, and how that stands now: to those who watch what it is, that it is
 * so; to those who watch what it was, that it leaves.
 */
final class Told implements News {

    private final List<Change> changes;
    private final WatchStore.Found found;
    private final String item;
    private @Nullable Event stays;
    private @Nullable Event leaves;

    /**
     * Changes of an execution.
     *
     * @param changes of one execution, not of its parts, in their order; at least one
     * @param item the execution as a list item, JSON text
     */
    Told(List<Change> changes, WatchStore.Found found, String item) {
        this.changes = List.copyOf(changes);
        this.found = found;
        this.item = item;
    }

    @Override
    public @Nullable Event tell(@Nullable FilterMatch match, @Nullable FeedSnapshot floor) {
        if (floor != null && changes.stream().allMatch(change -> floor.sees(change.xid()))) {
            return null;
        }
        return match == null || match.matches(found.traits())
                ? staying()
                : matchedBefore(match, floor) ? leaving() : null;
    }

    private Event staying() {
        Event known = stays;
        if (known == null) {
            known = write(false);
            stays = known;
        }
        return known;
    }

    private Event leaving() {
        Event known = leaves;
        if (known == null) {
            known = write(true);
            leaves = known;
        }
        return known;
    }

    private Event write(boolean isLeaving) {
        return Event.of(
                kind(),
                Event.About.execution(found.summary().id()),
                found.summary().version(),
                last().at(),
                "",
                item,
                isLeaving);
    }

    private boolean matchedBefore(FilterMatch match, @Nullable FeedSnapshot floor) {
        Traits state = found.traits();
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            if (change.kind() == ChangeKind.EXECUTION_CREATED
                    || (floor != null && floor.sees(change.xid()))) {
                return false;
            }
            state = before(state, change);
            if (match.matches(state)) {
                return true;
            }
        }
        return false;
    }

    private static Traits before(Traits after, Change change) {
        return switch (change.kind()) {
            case EXECUTION_DELETED -> after.deleted(false);
            case EXECUTION_RESTORED -> after.deleted(true);
            default -> after.before(change.prev());
        };
    }

    /**
     * Named by the last change; by an end, if one of them ended it. The state may be ahead of the
     * changes, read a moment before it: then by its end, since what comes later with the same version
     * is passed over by who has it.
     */
    private String kind() {
        ChangeKind last = last().kind();
        if (last == ChangeKind.EXECUTION_DELETED) {
            return "execution.deleted";
        }
        if (last == ChangeKind.EXECUTION_RESTORED) {
            return "execution.restored";
        }
        ExecutionStatus status = found.summary().status();
        boolean isAhead = found.summary().version() > last().version();
        boolean ended =
                (status.isTerminal() || status == ExecutionStatus.CRASHED)
                        && (isAhead || changes.stream().anyMatch(Told::movesStatus));
        if (last == ChangeKind.EXECUTION_CREATED && !(isAhead && ended)) {
            return last().asksForReplay() ? Event.REPLAY_REQUESTED : "execution.created";
        }
        if (ended) {
            return "execution." + status.word();
        }
        // An update tells all that the beginning would, but that somebody is to run it.
        return changes.stream().anyMatch(Change::asksForReplay)
                ? Event.REPLAY_REQUESTED
                : Event.UPDATED;
    }

    private static boolean movesStatus(Change change) {
        String prev = change.prev();
        return prev != null && Traits.tree(prev).has("status");
    }

    private Change last() {
        return changes.get(changes.size() - 1);
    }
}
