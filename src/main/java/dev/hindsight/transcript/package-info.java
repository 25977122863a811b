/**
 * Executions as they lie in the tables, out and in again: every row of one, with all that merging
 * needs, as lines of JSON that a file can keep.
 *
 * <p>A transcript tells what the contract tells, in the same words, and in a member {@code merge} of
 * each record what only this package understands: the stamps of its fields, and what cannot be seen
 * from outside. What comes back is stored as it was, ids, versions and times included, so that later
 * reports merge as they would have merged before. Where the execution is there already, the two copies
 * become one by the rules of merging.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>An execution that came in only in part is marked: it is soft-deleted, and its notices say that
 *       its steps and lines are cut. Both are taken back in the transaction that makes it whole.
 *   <li>Nothing is told of this database: when an execution was imported is not part of it.
 *   <li>Whoever writes here holds the lock of the execution first, like everybody.
 * </ul>
 *
 * <p>Owns no tables: it writes rows of executions and steps whole, where their own packages only merge.
 */
@NullMarked
package dev.hindsight.transcript;

import org.jspecify.annotations.NullMarked;
