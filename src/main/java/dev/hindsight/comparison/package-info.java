/**
 * Two executions compared: what is different in their records, and step by step.
 *
 * <p>Steps are matched by key, of each its newest attempt, and those left over by node and iteration. What
 * is equal never leaves the database: it tells which steps differ at all, and only their payloads are
 * fetched, some MiB at a time. Two values are compared in one pass over the texts of both, side by side,
 * which works since PostgreSQL writes the members of objects in one order; no tree is built of either. So
 * memory holds the outlines of at most 20,000 steps a side, and a few payloads.
 *
 * <p>Everything told is bounded: changes of the execution, of one step, and of all together; each value
 * that is shown. Where a bound was hit the answer says so. The answer is streamed, and its parts are not
 * of one moment: what is reported meanwhile may be told or not.
 *
 * <p>Owns no tables; reads those of executions and steps.
 */
@NullMarked
package dev.hindsight.comparison;

import org.jspecify.annotations.NullMarked;
