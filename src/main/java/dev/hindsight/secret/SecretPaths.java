package dev.hindsight.secret;

import java.util.ArrayList;
import java.util.List;

/**
 * Places in a record whose values are secret, whatever they are.
 *
 * <p>A path is a pointer of RFC 6901 with two additions: a segment {@code *} stands for any one key
 * or index, and {@code **} for any number of them, none included. A segment of digits is an index
 * or a key, whichever it meets. Keys count as they were sent, letter by letter.
 */
public final class SecretPaths {

    private static final String ANY_DEPTH = "**";

    private final Place start;

    /**
     * Paths, in any order.
     *
     * @param within the pointers of all values that are ever asked about
     * @throws IllegalArgumentException naming the first path that is malformed, or leads to no
     *     place at or below any of them
     */
    public SecretPaths(List<String> paths, List<String> within) {
        List<PathSegment> firsts = new ArrayList<>();
        for (String path : paths) {
            PathSegment first = parse(path);
            Place alone = Place.before(List.of(first));
            if (within.stream().allMatch(pointer -> at(alone, pointer).leadsNowhere())) {
                throw new IllegalArgumentException(
                        "%s leads nowhere: it must begin with %s, or with a wildcard"
                                .formatted(path, String.join(", ", within)));
            }
            firsts.add(first);
        }
        start = Place.before(firsts);
    }

    private static PathSegment parse(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(path + " is no path: it must begin with a slash");
        }
        String[] segments = path.substring(1).split("/", -1);
        PathSegment next = PathSegment.END;
        for (int i = segments.length - 1; i >= 0; i--) {
            if (segments[i].isEmpty()) {
                throw new IllegalArgumentException(path + " has an empty segment");
            }
            if (segments[i].equals(ANY_DEPTH) && next == PathSegment.END) {
                throw new IllegalArgumentException(
                        path + " ends with **: end it with the value that is masked");
            }
            next = PathSegment.of(unescaped(segments[i], path), next);
        }
        return next;
    }

    private static String unescaped(String segment, String path) {
        if (segment.replaceAll("~[01]", "").contains("~")) {
            throw new IllegalArgumentException(
                    path + " is no path: ~ is written ~0, and a slash in a key ~1");
        }
        return segment.replace("~1", "/").replace("~0", "~");
    }

    /** The place of a value in its record, by its pointer, such as {@code /trigger/data}. */
    public Place at(String pointer) {
        return at(start, pointer);
    }

    private static Place at(Place start, String pointer) {
        Place place = start;
        if (!place.leadsNowhere() && !pointer.isEmpty()) {
            for (String key : pointer.substring(1).split("/", -1)) {
                place = place.member(key);
            }
        }
        return place;
    }
}
