/**
 * Days of tables: made ahead, closed, indexed, dropped.
 *
 * <p>Every record table is partitioned by execution id, and an id begins with the moment it was
 * minted, so that a partition holds a day. Owns the table {@code partition_day}, which knows every
 * day there is or was.
 *
 * <p>What always holds: there is no default partition; yesterday (whose ids clients may still bring)
 * up to some days from now exist; and no execution of a day started outside the bounds that its row
 * tells, since the transaction that would break them widens them first. A day leaves by {@link
 * dev.hindsight.partition.DayTables}, whole or but for some executions, all its tables at once.
 */
@NullMarked
package dev.hindsight.partition;

import org.jspecify.annotations.NullMarked;
