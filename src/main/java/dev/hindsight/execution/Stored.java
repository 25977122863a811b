package dev.hindsight.execution;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What is stored of one execution.
 *
 * @param kind of record, such as {@code steps}
 * @param rows how many
 * @param bytes of their values as they are stored, compressed where they are; without indexes
 */
@RegisterForReflection
public record Stored(String kind, long rows, long bytes) {}
