/**
 * What reports change in the statistics, left by whoever writes for those who roll it up.
 *
 * <p>Owns the table {@code statistics_delta}. An execution, and an attempt of a step, counts for
 * something: one of a status, in a quarter of an hour, so long, so dear. A statement that changes what
 * one counts for adds two rows, of what it counted for until then (taken away) and of what it counts
 * for now; so that the sum of all rows that were ever written is what all executions count for that
 * ever were, whoever reported them, in whichever order, how often, and whether they are still there. It
 * is the same statement that writes the record, so that there is never the one without the other.
 *
 * <p>Why not update the sums themselves: everybody who reports of one workflow in the same quarter
 * would wait for the same row, from one commit to the next. Why not sum up the records later: they may
 * be changed, or gone, by then. The rows stay for seconds, until they are rolled up and deleted in one
 * transaction.
 */
@NullMarked
package dev.hindsight.delta;

import org.jspecify.annotations.NullMarked;
