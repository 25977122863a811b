package dev.hindsight.secret;

import org.jspecify.annotations.Nullable;

/** One segment of a declared path, linked to the next. */
final class PathSegment {

    /** Behind the last segment of every path. */
    static final PathSegment END = new PathSegment(Kind.END, "", null);

    private enum Kind {
        KEY,
        ANY,
        ANY_DEPTH,
        END
    }

    private final Kind kind;
    private final String key;

    /** What it is as an index; -1 if it is none. */
    private final int index;

    private final @Nullable PathSegment next;

    private PathSegment(Kind kind, String key, @Nullable PathSegment next) {
        this.kind = kind;
        this.key = key;
        this.index =
                kind == Kind.KEY && key.matches("0|[1-9]\\d{0,8}") ? Integer.parseInt(key) : -1;
        this.next = next;
    }

    /** A key, or a wildcard. */
    static PathSegment of(String segment, PathSegment next) {
        return switch (segment) {
            case "*" -> new PathSegment(Kind.ANY, segment, next);
            case "**" -> new PathSegment(Kind.ANY_DEPTH, segment, next);
            default -> new PathSegment(Kind.KEY, segment, next);
        };
    }

    /** Whether one more key leads on. */
    boolean takes(String name) {
        return kind == Kind.KEY ? key.equals(name) : kind != Kind.END;
    }

    /** Whether one more index leads on. */
    boolean takes(int element) {
        return kind == Kind.KEY ? index == element : kind != Kind.END;
    }

    /** Whether it takes any number of segments, none included. */
    boolean isAnyDepth() {
        return kind == Kind.ANY_DEPTH;
    }

    /** The one behind; absent behind the end. */
    @Nullable PathSegment next() {
        return next;
    }
}
