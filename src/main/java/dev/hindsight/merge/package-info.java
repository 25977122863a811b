/**
 * How a report and the stored row of a record become one: which of the two each field is taken from,
 * and the columns of the statements that do so, made of the fields' declarations.
 *
 * <p>The rules are the same for executions and steps, and are written in SQL alone: the row is read,
 * decided upon and written by one statement. Owns no tables.
 */
@NullMarked
package dev.hindsight.merge;

import org.jspecify.annotations.NullMarked;
