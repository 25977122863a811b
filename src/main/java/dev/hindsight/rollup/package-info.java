/**
 * What executions and the nodes of their workflows count for, summed up by spans of time.
 *
 * <p>Owns the tables {@code rollup} and {@code node_rollup}, which {@code fold} has brought up to date.
 *
 * <p>All numbers but two can be added up and taken away again: counts, sums, and the histograms of
 * durations. The least and the greatest duration cannot: where one of them is taken away the row is
 * marked, and both are looked up where they come from, the rows of a finer grain or the records
 * themselves, as soon as everything that was reported is summed up. Where retention has removed some of
 * the records, what the histogram still tells is kept, which is within 2 %.
 */
@NullMarked
package dev.hindsight.rollup;

import org.jspecify.annotations.NullMarked;
