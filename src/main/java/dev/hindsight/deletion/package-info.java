/**
 * The door through which executions are deleted by hand: softly, so that they can be restored, and for
 * good; how they leave then, {@code removal} knows. Many leave in batches that each commit by
 * themselves.
 *
 * <p>Owns no tables. What it does is noted in {@code change}: a soft deletion and a restoration of one
 * execution as its changes, deletions of many as one row a batch.
 */
@NullMarked
package dev.hindsight.deletion;

import org.jspecify.annotations.NullMarked;
