/**
 * The door by which an execution is run again: what is known of it becomes a new, pending execution, and
 * the engines that listen are asked to run that.
 *
 * <p>The service runs nothing itself. The request is the change that the new execution's beginning leaves
 * in the feed, in the same statement, so that it is neither lost nor made without the execution; whoever
 * watches hears {@code execution.replay_requested} in the place of {@code execution.created}. The new
 * execution is written like any report, by {@code report}, and its body is read by {@code ingest}. Its
 * input passes from the old row to the new as the text that it is.
 *
 * <p>Owns no tables.
 */
@NullMarked
package dev.hindsight.replay;

import org.jspecify.annotations.NullMarked;
