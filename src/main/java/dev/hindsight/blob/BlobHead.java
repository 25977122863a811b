package dev.hindsight.blob;

import org.jspecify.annotations.Nullable;

/**
 * A blob and how it begins, as one statement read them.
 *
 * @param blob what it is
 * @param frame its first chunk, compressed; {@code null} where there is none, of no bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Handed from a row to its reader; never compared.
public record BlobHead(Blob blob, byte @Nullable [] frame) {}
