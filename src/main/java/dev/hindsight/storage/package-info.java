/**
 * What the history weighs: bytes and rows by table and by day, where that leads, and whether every row
 * still has its execution.
 *
 * <p>Sizes are read once a minute and told from memory, to whoever scrapes the metrics, to the readiness
 * answer, and to the doors: nobody waits for them, and while the database is away the last ones stay.
 * What they lead to is a {@link dev.hindsight.storage.Forecast}. There are no foreign keys between the
 * tables, so {@link dev.hindsight.storage.OrphanCheck} looks for what they would have kept out. Owns no
 * table, and writes none.
 */
@NullMarked
package dev.hindsight.storage;

import org.jspecify.annotations.NullMarked;
