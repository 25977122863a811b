/**
 * The door through which engines report: requests are read and checked, then written together, then
 * answered.
 *
 * <p>All writes pass through {@link dev.hindsight.ingest.ReportWriter}: reports in, one transaction,
 * answers out. Within a transaction everything is written in one order (graphs, external ids,
 * executions, steps, lines, heartbeats, and rows of each in the order of their keys), so that two
 * writers never wait for each other in a circle. A report is taken whole or not at all, and one that
 * cannot be taken does not spoil its neighbours.
 */
@NullMarked
package dev.hindsight.ingest;

import org.jspecify.annotations.NullMarked;
