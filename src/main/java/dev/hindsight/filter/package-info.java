/**
 * Which executions are meant: the one way to say it, for lists, counts, subscriptions, exports, bulk
 * deletions and whatever else is about some of them.
 *
 * <p>A filter is told in the parameters of a query, read by {@link
 * dev.hindsight.filter.ExecutionFilterQuery}, or in JSON, read by {@link
 * dev.hindsight.filter.ExecutionFilterReader}; both mean the same. What it becomes in statements is
 * {@code search}'s affair, and what it makes of a change {@code subscription}'s.
 */
@NullMarked
package dev.hindsight.filter;

import org.jspecify.annotations.NullMarked;
