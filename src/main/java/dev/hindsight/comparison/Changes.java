package dev.hindsight.comparison;

import dev.hindsight.field.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The differences of two records as they are found, up to a bound. */
final class Changes {

    /**
     * One difference.
     *
     * @param pointer where it is, RFC 6901
     * @param left the value there as it is shown, JSON text; {@code null} if there is none
     * @param right likewise; one of both is there
     */
    record Change(String pointer, @Nullable String left, @Nullable String right) {}

    private final List<Change> found = new ArrayList<>();
    private final int limit;
    private boolean isTruncated;

    /**
     * None yet.
     *
     * @param limit most of them; 0 if it is only to be known whether there are any
     */
    Changes(int limit) {
        this.limit = limit;
    }

    /** Those that were found, in the order in which they were. */
    List<Change> found() {
        return found;
    }

    /** Whether there are more, or some could not be pointed at as precisely as they should. */
    boolean isTruncated() {
        return isTruncated;
    }

    /** Whether anything differs. */
    boolean isAny() {
        return !found.isEmpty() || isTruncated;
    }

    /** Whether nothing more will be told: there were more than there is room for. */
    boolean isOver() {
        return isTruncated && found.size() >= limit;
    }

    /** Says that something was not looked into, or not told. */
    void truncate() {
        isTruncated = true;
    }

    /** Tells a difference by the JSON texts of both values; of one that is absent, {@code null}. */
    void add(String pointer, @Nullable String left, @Nullable String right) {
        if (found.size() >= limit) {
            isTruncated = true;
            return;
        }
        found.add(
                new Change(
                        pointer,
                        left == null ? null : Shown.of(left),
                        right == null ? null : Shown.of(right)));
    }

    /** Compares texts. */
    Changes text(String pointer, @Nullable Object left, @Nullable Object right) {
        if (!Objects.equals(left, right)) {
            add(
                    pointer,
                    left == null ? null : JsonText.quote(left.toString()),
                    right == null ? null : JsonText.quote(right.toString()));
        }
        return this;
    }

    /** Compares JSON values as PostgreSQL writes them, and looks for what differs in them. */
    Changes json(String pointer, @Nullable String left, @Nullable String right) {
        if (left != null && right != null) {
            JsonDiff.compare(pointer, left, right, this);
        } else if (left != null || right != null) {
            add(pointer, left, right);
        }
        return this;
    }

    /** Compares payloads, of which at most one is absent; those that are too long are shown only. */
    void payload(Difference difference) {
        String pointer = difference.pointer();
        Difference.Value left = difference.left();
        Difference.Value right = difference.right();
        if ((left == null || left.isWhole()) && (right == null || right.isWhole())) {
            json(pointer, left == null ? null : left.text(), right == null ? null : right.text());
            return;
        }
        isTruncated = true;
        if (found.size() < limit) {
            found.add(
                    new Change(
                            pointer,
                            left == null ? null : left.shown(),
                            right == null ? null : right.shown()));
        }
    }
}
