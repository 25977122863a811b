/**
 * The door for reports in bulk: a body of any number of operations, one a line, on any number of
 * executions.
 *
 * <p>Each line is taken or refused by itself, by the rules of the doors for one report, whose readers
 * are {@code ingest}'s. Lines are gathered into batches and handed to {@link
 * dev.hindsight.report.ReportWriter}; while one batch is written the next one is read, and no more, so
 * that a body takes the memory of two batches, operations on one execution are applied in their order,
 * and the database sets the pace of the sender. Owns no tables.
 */
@NullMarked
package dev.hindsight.bulk;

import org.jspecify.annotations.NullMarked;
