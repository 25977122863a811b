/**
 * The record of lines written while an execution ran, in the engine's own order.
 *
 * <p>Owns the tables {@code log} and {@code log_tally} (how much of it an execution has). A line is
 * stored once and never changed: one that is equal to the line stored under its sequence is a
 * duplicate, a different one gets the next free sequence. Lines are written under the lock of their
 * execution's row, so that sequences are handed out in order, and as long as the log is not full: the
 * oldest stay, and a notice of the execution tells that others were dropped.
 */
@NullMarked
package dev.hindsight.log;

import org.jspecify.annotations.NullMarked;
