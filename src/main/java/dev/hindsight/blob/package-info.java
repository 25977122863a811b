/**
 * Bytes of any size that belong to an execution, of which no more is ever held than a chunk.
 *
 * <p>A blob is cut into chunks of 1 MiB, each compressed as one zstd frame and stored as one row of
 * the table {@code chunk}. A blob never changes: whoever replaces one points to a new one and forgets
 * the old one in the same transaction. Most blobs fit into one chunk and are written by the
 * transaction that points to them. A larger one is written before, chunk by chunk, by statements that
 * hold no lock and no connection while the sender is slow; a row in {@code upload} tells until then
 * that nobody points to it. The transaction that does deletes that row, and so does whoever deletes
 * the chunks of an upload that failed: of the two, one finds it, whatever became of answers that were
 * lost on the way. What nobody deletes, since the service was killed say, is swept after an hour, at
 * the cost of those uploads alone; to look for chunks that nobody points to would read all of them.
 *
 * <p>What memory an upload takes does not depend on its size: the raw chunk, its frame, and the copies
 * that the driver and the network make of one of them, some 4 MiB at most. A reader takes as much, and
 * neither holds a connection of the database while it waits for the other side.
 *
 * <p>Owns the tables {@code chunk} and {@code upload}; which blobs there are is known to those who
 * point to them.
 */
@NullMarked
package dev.hindsight.blob;

import org.jspecify.annotations.NullMarked;
