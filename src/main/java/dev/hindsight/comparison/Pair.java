package dev.hindsight.comparison;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Two steps that are compared, or one that has no partner.
 *
 * @param left of the one execution; {@code null} if only the other has it
 * @param right of the other, likewise; one of both is there
 */
record Pair(@Nullable Visit left, @Nullable Visit right) {

    boolean isMatched() {
        return left != null && right != null;
    }

    /** The key by which it is told. */
    String key() {
        return left == null ? requireNonNull(right).key() : left.key();
    }

    boolean hasOtherStatus() {
        return left == null || right == null || left.status() != right.status();
    }
}
