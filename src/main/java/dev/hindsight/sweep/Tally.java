package dev.hindsight.sweep;

import dev.hindsight.retention.Assessment;
import dev.hindsight.retention.Due;

/**
 * What a transaction did by a policy.
 *
 * @param count executions of which it did what was due
 * @param bytes their share
 */
record Tally(Assessment.Key key, Due due, long count, long bytes) {

    long of(Due asked) {
        return due == asked ? count : 0;
    }
}
