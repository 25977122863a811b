package dev.hindsight.blob;

import io.smallrye.mutiny.Multi;

/**
 * A blob being read.
 *
 * @param blob what it is
 * @param pieces its bytes, of 1 MiB each but for the last; each is read when it is asked for. Fails
 *     if the blob is replaced meanwhile
 */
public record BlobContent(Blob blob, Multi<byte[]> pieces) {}
