package dev.hindsight.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far the declared paths have been followed at one place of a record. Immutable; made by {@link
 * SecretPaths#at}.
 */
public final class Place {

    /** Where no declared path leads, neither to the place nor on from it. */
    public static final Place NOWHERE = new Place(List.of(), false);

    /** The segments that may come next: as many as paths at most, unless they have {@code **}. */
    private final List<PathSegment> ahead;

    private final boolean isSecret;

    private Place(List<PathSegment> ahead, boolean isSecret) {
        this.ahead = ahead;
        this.isSecret = isSecret;
    }

    /** The record itself. */
    static Place before(List<PathSegment> firsts) {
        List<PathSegment> ahead = new ArrayList<>();
        firsts.forEach(first -> add(first, ahead));
        return ahead.isEmpty() ? NOWHERE : new Place(ahead, false);
    }

    /** Whether a declared path ends here: the value is secret with all that is in it. */
    public boolean isSecret() {
        return isSecret;
    }

    /** Whether neither this place nor any below it is secret. */
    public boolean leadsNowhere() {
        return ahead.isEmpty() && !isSecret;
    }

    /** The place of the member of the object here that has this key. */
    public Place member(String key) {
        return ahead.isEmpty() ? NOWHERE : follow(segment -> segment.takes(key));
    }

    /** The place of an element of the array here, from 0. */
    public Place element(int index) {
        return ahead.isEmpty() ? NOWHERE : follow(segment -> segment.takes(index));
    }

    private Place follow(Predicate<PathSegment> takes) {
        @Nullable List<PathSegment> reached = null;
        for (PathSegment segment : ahead) {
            if (takes.test(segment)) {
                reached = reached == null ? new ArrayList<>() : reached;
                PathSegment next = segment.next();
                add(segment.isAnyDepth() || next == null ? segment : next, reached);
            }
        }
        if (reached == null) {
            return NOWHERE;
        }
        boolean ends = reached.remove(PathSegment.END);
        return new Place(reached, ends);
    }

    /** Adds a segment, and those behind it that are reached without another key. */
    private static void add(PathSegment segment, List<PathSegment> to) {
        if (to.contains(segment)) {
            return;
        }
        to.add(segment);
        PathSegment next = segment.next();
        if (segment.isAnyDepth() && next != null) {
            add(next, to);
        }
    }
}
