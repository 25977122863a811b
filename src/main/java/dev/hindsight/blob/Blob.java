package dev.hindsight.blob;

import java.util.UUID;

/**
 * Stored bytes.
 *
 * @param id UUIDv7 of the moment when they began to arrive
 * @param bytes how many there are
 * @param storedBytes how many they take compressed
 */
public record Blob(UUID id, long bytes, long storedBytes) {}
