/**
 * Executions that were told whole, taken in again.
 *
 * <p>What comes in is stored as it was, ids, versions and times included, so that later reports merge as
 * they would have merged before. Where the execution is there already, the two copies become one by the
 * rules of merging. What belongs to an archived execution comes back in the same way: for good, or only
 * for a while, for readers.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>An execution that came in only in part is marked: it is soft-deleted, and its notices say that
 *       its steps and lines are cut. Both are taken back in the transaction that makes it whole.
 *   <li>Whoever writes here holds the lock of the execution first, like everybody.
 * </ul>
 *
 * <p>Owns no tables: it writes rows of executions and steps whole, where their own packages only merge.
 */
@NullMarked
package dev.hindsight.copy;

import org.jspecify.annotations.NullMarked;
