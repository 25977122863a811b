/**
 * The engines' own names of executions.
 *
 * <p>Owns the table {@code external_id}: a name is of one execution in its namespace, and only while
 * that exists; the name of one that retention removed is its tombstone, until a new execution takes it
 * over. A name is claimed before its execution is written, in the same transaction, since of many who
 * report a new one at once only one may begin it.
 */
@NullMarked
package dev.hindsight.naming;

import org.jspecify.annotations.NullMarked;
