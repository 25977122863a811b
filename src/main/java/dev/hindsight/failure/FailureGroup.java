package dev.hindsight.failure;

import dev.hindsight.fold.Delta;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Failures that share a fingerprint: a row of {@code failure_group}.
 *
 * @param count how many there ever were
 * @param latest of whose failure the group is an example
 * @param stateChangedAt absent while nobody has decided anything
 * @param leaving of a resolved group, executions that may be added again by what waits
 */
record FailureGroup(
        Key key,
        long count,
        Seen first,
        Seen last,
        Latest latest,
        FailureState state,
        @Nullable Instant stateChangedAt,
        List<UUID> leaving) {

    FailureGroup {
        leaving = List.copyOf(leaving);
    }

    /** Which group. */
    record Key(int namespaceId, String fingerprint) {}

    /**
     * When one failed.
     *
     * @param isUnsure whether the one that failed then was taken away, so that it bounds what is left
     */
    record Seen(Instant at, boolean isUnsure) {

        Seen unsureIf(boolean condition) {
            return condition ? new Seen(at, true) : this;
        }
    }

    /** What is shown of the latest failure. */
    record Latest(
            UUID executionId,
            @Nullable String message,
            @Nullable String errorType,
            @Nullable String failedNode) {

        static Latest of(Delta.Failure failure) {
            return new Latest(
                    failure.executionId(),
                    failure.message(),
                    failure.errorType(),
                    failure.failedNode());
        }
    }

    /** A group of one failure. */
    static FailureGroup of(Key key, Delta.Failure failure) {
        Seen seen = new Seen(failure.failedAt(), false);
        return new FailureGroup(
                key, 1, seen, seen, Latest.of(failure), FailureState.OPEN, null, List.of());
    }

    /** One failure more. What lies at a bound or beyond it is the first, or the last, for sure. */
    FailureGroup plus(Delta.Failure failure) {
        Seen seen = new Seen(failure.failedAt(), false);
        boolean isAlone = count == 0;
        boolean isFirst = isAlone || !failure.failedAt().isAfter(first.at());
        boolean isLast = isAlone || !failure.failedAt().isBefore(last.at());
        return new FailureGroup(
                key,
                count + 1,
                isFirst ? seen : first,
                isLast ? seen : last,
                isLast ? Latest.of(failure) : latest,
                state,
                stateChangedAt,
                leaving);
    }

    /** One failure less. What is not there is not taken away. */
    FailureGroup minus(Delta.Failure failure) {
        Instant at = failure.failedAt();
        boolean isExample = failure.executionId().equals(latest.executionId());
        return new FailureGroup(
                key,
                Math.max(0, count - 1),
                first.unsureIf(!at.isAfter(first.at())),
                last.unsureIf(isExample || !at.isBefore(last.at())),
                latest,
                state,
                stateChangedAt,
                leaving);
    }

    /** Decided otherwise. */
    FailureGroup in(FailureState newState, Instant now) {
        return new FailureGroup(key, count, first, last, latest, newState, now, List.of());
    }

    /** With other executions that may be added again. */
    FailureGroup leaving(List<UUID> some) {
        return new FailureGroup(key, count, first, last, latest, state, stateChangedAt, some);
    }

    /**
     * What was looked up takes the place of what was unsure.
     *
     * @param found what is left of the failures; {@code null} if nothing is
     */
    FailureGroup regain(@Nullable Found found) {
        Instant firstAt = first.at();
        Instant lastAt = last.at();
        Latest shown = latest;
        if (found != null && first.isUnsure() && found.number() >= count) {
            firstAt = found.firstAt();
        }
        if (found != null && last.isUnsure()) {
            lastAt = found.lastAt();
            shown = found.latest();
        }
        return new FailureGroup(
                key,
                count,
                new Seen(firstAt, false),
                new Seen(lastAt, false),
                shown,
                state,
                stateChangedAt,
                List.of());
    }

    /**
     * Failures of a group that were found among the executions.
     *
     * @param number of them; fewer than counted where executions have been removed
     */
    record Found(long number, Instant firstAt, Instant lastAt, Latest latest) {

        /** What is found in two places. */
        Found and(Found other) {
            boolean isLater = lastAt.isAfter(other.lastAt);
            return new Found(
                    number + other.number,
                    firstAt.isBefore(other.firstAt) ? firstAt : other.firstAt,
                    isLater ? lastAt : other.lastAt,
                    isLater ? latest : other.latest);
        }
    }

    /** Whether there is nothing left to remember. */
    boolean isSpent() {
        return count == 0 && state == FailureState.OPEN;
    }
}
