/**
 * Executions as they lie in the tables: every row of one, with all that merging needs, as lines of JSON
 * that a file can keep; {@code copy} takes them in again.
 *
 * <p>A transcript tells what the contract tells, in the same words, and in a member {@code merge} of
 * each record what only this package understands: the stamps of its fields, and what cannot be seen
 * from outside. Nothing is told of this database: when
 * an execution was imported is not part of it. What other packages keep of an execution they tell
 * themselves, see {@link dev.hindsight.transcript.Appendix}. Owns no tables.
 */
@NullMarked
package dev.hindsight.transcript;

import org.jspecify.annotations.NullMarked;
