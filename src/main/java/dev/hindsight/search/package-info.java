/**
 * Executions filtered, ordered and counted, over all of a namespace.
 *
 * <p>A list is a page of summaries in one of three orders, read by statements that name the days which
 * can hold its next rows; see {@link dev.hindsight.search.ExecutionListSql} for how they are made so
 * that a page costs the same over a month of history and over years. What parameters mean is read in
 * {@link dev.hindsight.filter.ExecutionFilterQuery}, what they become in {@link
 * dev.hindsight.search.ExecutionFilterSql}.
 *
 * <p>Reads the tables of {@code execution}; owns none.
 */
@NullMarked
package dev.hindsight.search;

import org.jspecify.annotations.NullMarked;
