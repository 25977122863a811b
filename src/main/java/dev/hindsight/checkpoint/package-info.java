/**
 * What an engine recovers from after it was killed: the record of an execution's artifacts, tree,
 * snapshots and state.
 *
 * <p>Owns the tables {@code artifact}, {@code tree}, {@code snapshot} and {@code state}. Nothing here
 * is ever masked, cut or cleaned: artifacts come back value for value, with every digit and every
 * escape, all else byte for byte. Trees, snapshots and states lie in {@code blob} and are streamed in
 * and out; artifacts are JSON within the usual limit of a body, and are told in slices.
 *
 * <p>Every write holds the lock of its execution's row, so that of several writers each sees what the
 * one before it left. The execution must exist, deleted softly or not; it is not touched: its version
 * stays, and one that was taken for crashed is not revived, since engines also write while they
 * clean up.
 */
@NullMarked
package dev.hindsight.checkpoint;

import org.jspecify.annotations.NullMarked;
