/**
 * Log lines found across executions, the newest executions first, each one's last lines first.
 *
 * <p>A search goes back through time in slices. Days that are over have an index over words, so that one
 * slice holds several of them; days that are still written have none, and are read in slices that begin
 * with minutes and grow. It ends when the page is full, when no day is left, or when its time is up:
 * then the page is what was found, with a cursor that goes on where it stopped; and where nothing was
 * found yet, the answer is that the question is too broad, and what would narrow it.
 *
 * <p>Reads the tables of {@code log} and {@code execution}; owns none.
 */
@NullMarked
package dev.hindsight.logsearch;

import org.jspecify.annotations.NullMarked;
