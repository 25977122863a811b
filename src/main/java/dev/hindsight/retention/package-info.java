/**
 * The door through which executions leave: softly, so that they can be restored, and for good.
 *
 * <p>An execution leaves for good with all its rows in one transaction: its own row is locked first, as
 * by everybody who writes to it, and then each owner removes what is its own, in the order of the
 * tables; see {@link dev.hindsight.retention.Removal}. What belongs to it therefore never stays
 * behind, however reports and removals meet. Many leave in batches that each commit by themselves.
 *
 * <p>Owns no tables. What it does is noted in {@code change}: a soft deletion and a restoration of one
 * execution as its changes, removals and deletions of many as one row a batch.
 */
@NullMarked
package dev.hindsight.retention;

import org.jspecify.annotations.NullMarked;
