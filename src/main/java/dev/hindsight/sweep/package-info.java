/**
 * Executions that are due leave: by the scheduler, over HTTP, or from a terminal.
 *
 * <p>A sweep goes through the days, the oldest first. A day of which every row may go is dropped, which
 * costs nothing that grows with it and gives its space back; of one of which little stays, that is
 * copied and swapped in; from all others rows leave in batches. What is done, and that it was done, is
 * one transaction, and each of them takes the same lock, so that any number of replicas may sweep, and
 * be killed, at any moment: nothing is done twice, or counted twice, or half done.
 *
 * <p>Owns the tables {@code retention_run} and {@code retention_run_item}.
 */
@NullMarked
package dev.hindsight.sweep;

import org.jspecify.annotations.NullMarked;
