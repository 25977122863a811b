package dev.hindsight.execution;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Executions that exist, of those that were to be locked.
 *
 * @param locked those whose rows are locked now, and how they stand
 * @param held those whose rows others hold
 */
public record ExecutionLocks(Map<UUID, Locked> locked, Set<UUID> held) {

    /**
     * An execution whose row is locked.
     *
     * @param externalId the engine's own id; {@code null} if it has none
     * @param archivedAt since when it is archived and takes no reports; {@code null} if it is not
     */
    public record Locked(
            ExecutionStatus status,
            @Nullable String externalId,
            int version,
            @Nullable OffsetDateTime archivedAt) {}
}
