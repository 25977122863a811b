/**
 * The record of visits of an execution to nodes, and of their attempts.
 *
 * <p>Owns the tables {@code step} (all but payloads) and {@code step_payload}. Steps are written
 * under the lock of their execution's row and merge by the same rules as executions.
 */
@NullMarked
package dev.hindsight.step;

import org.jspecify.annotations.NullMarked;
