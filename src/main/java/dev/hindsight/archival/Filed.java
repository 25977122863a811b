package dev.hindsight.archival;

import dev.hindsight.archive.ArchiveFile;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;

/**
 * A file that was written, before anything was removed for it.
 *
 * @param id by which rows name it
 * @param file what it holds
 * @param day of its executions
 * @param policy that archives them
 * @param digests how its executions stood when they were read
 */
public record Filed(
        UUID id, ArchiveFile file, LocalDate day, String policy, Map<UUID, String> digests) {

    public Filed {
        digests = Map.copyOf(digests);
    }
}
