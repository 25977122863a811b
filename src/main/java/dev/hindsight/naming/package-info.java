/**
 * The engines' own names of executions, and what is remembered of those that are gone.
 *
 * <p>Owns the tables {@code external_id} and {@code tombstone}. The first: a name is of one execution in its namespace, and only while
 * that exists; the name of one that retention removed is its tombstone, until a new execution takes it
 * over. A name is claimed before its execution is written, in the same transaction, since of many who
 * report a new one at once only one may begin it. The second holds the ids of executions that retention
 * removed from days that stay; of those that went with their day the catalogue of days tells.
 */
@NullMarked
package dev.hindsight.naming;

import org.jspecify.annotations.NullMarked;
