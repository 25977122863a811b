package dev.hindsight.search;

import dev.hindsight.access.Caller;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.page.Limit;
import org.jspecify.annotations.Nullable;

/**
 * How a list is asked for.
 *
 * @param offset rows to pass over
 * @param cursor where the page begins, as the page before told it
 * @param fingerprint of the question, which a cursor must have been made for
 */
record ExecutionQuestion(
        Caller caller,
        ExecutionFilter filter,
        ExecutionOrder order,
        Limit limit,
        int offset,
        @Nullable String cursor,
        long fingerprint) {

    /** How the total of a list is wanted. */
    enum Count {
        /** Not at all. */
        NONE,
        /** Exactly up to 10,000. */
        CAPPED,
        /** Exactly. */
        EXACT
    }
}
