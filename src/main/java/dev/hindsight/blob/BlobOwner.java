package dev.hindsight.blob;

import java.util.UUID;

/**
 * The execution that blobs belong to, and leave with.
 *
 * @param namespaceId its namespace
 * @param executionId its id, whose day is that of the chunks
 */
public record BlobOwner(int namespaceId, UUID executionId) {}
