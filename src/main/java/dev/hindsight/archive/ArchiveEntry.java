package dev.hindsight.archive;

import io.smallrye.mutiny.Multi;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An execution to be archived.
 *
 * @param id its id
 * @param externalId the engine's id of it
 * @param chunks its transcript lines, cut anywhere, from {@code execution} to {@code whole}; without any
 *     byte, since it is gone meanwhile say, it is left out
 * @param counts how many records of each kind the lines held, as in {@code whole} ({@code steps}, {@code
 *     logs}, …); asked for once, behind the last chunk
 */
public record ArchiveEntry(
        UUID id,
        @Nullable String externalId,
        Multi<byte[]> chunks,
        Supplier<Map<String, Long>> counts) {}
