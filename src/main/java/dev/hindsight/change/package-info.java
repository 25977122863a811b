/**
 * The feed of changes.
 *
 * <p>Whoever changes an execution leaves a row in {@code change}, in the same statement or
 * transaction and behind the lock of the execution's row, so that a change that is rolled back tells
 * nobody and those of one execution have the order of their ids. Rows hold keys and what was there
 * before; what there is now is read from the tables.
 *
 * <p>The feed is read by the difference of two database snapshots: what the later sees and the earlier
 * does not. Numbers become visible in another order than they were drawn in, so that a reader who only
 * asked for larger ones would lose what commits late; see {@link dev.hindsight.change.FeedPosition}.
 * Each replica reads it once for all who listen there, and only while somebody does. Replicas wake each
 * other by {@code NOTIFY}, never within a transaction that writes; what that fails to tell is found a
 * second or two later.
 *
 * <p>Owns the tables {@code change}, which lies in four slots that are cleared in turn, and {@code
 * change_epoch}. Both are unlogged: a crash of the database empties them, which begins a new epoch, so
 * that whoever reads on is told that something may be missing.
 */
@NullMarked
package dev.hindsight.change;

import org.jspecify.annotations.NullMarked;
