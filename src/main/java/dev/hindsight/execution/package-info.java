/**
 * The record of one run of a workflow: its fields, how it is found, and how its row is locked.
 *
 * <p>Owns the tables {@code execution} (what lists show, filter and sort by), {@code
 * execution_payload} (what only the one execution shows), {@code heartbeat} and {@code workflow}. What
 * reports say is written into the first two by {@code recording}, what was told whole by {@code copy},
 * and that executions are archived by {@code archival}.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>Whoever writes an execution, its steps or its logs holds the lock of its row first, rows in
 *       the order of their ids.
 *   <li>A status never goes back, and an end is never replaced by another end, unless an
 *       administrator forces it.
 *   <li>Which report set a field is known by its stamp: the rank of the report's status, then its
 *       {@code reportedAt}, then its arrival. A field without a stamp holds a default.
 *   <li>{@code version} grows by one with each change of a field, and only then.
 * </ul>
 */
@NullMarked
package dev.hindsight.execution;

import org.jspecify.annotations.NullMarked;
