package dev.hindsight.stream;

import io.smallrye.mutiny.Multi;

/**
 * An answer's body that is written piece by piece.
 *
 * @param bytes how many there are in all, or {@link #UNKNOWN}
 * @param pieces of some KiB to some MiB each; the next one is asked for when the one before it has
 *     gone out. If they fail after the first, the connection is closed, so that half an answer does
 *     not look like a whole one; if they fail before, the answer is the problem
 */
public record Streamed(long bytes, Multi<byte[]> pieces) {

    /** The number of bytes where it is not known beforehand. */
    public static final long UNKNOWN = -1;
}
