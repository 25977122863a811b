package dev.hindsight.erasure;

import dev.hindsight.field.Moments;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An erasure as it is told: never of whom.
 *
 * @param completedAt {@code null} while it goes on
 * @param executions that were erased so far
 * @param archiveFiles that were written anew, or deleted
 * @param webhooks whose filters named the person
 * @param pinned executions that were left, since they are pinned
 * @param problem what keeps it from being completed, for now
 */
@RegisterForReflection
record Erasure(
        UUID id,
        String startedAt,
        @Nullable String completedAt,
        boolean includePinned,
        long executions,
        int archiveFiles,
        int webhooks,
        long pinned,
        @Nullable String problem) {

    Erasure(
            UUID id,
            OffsetDateTime startedAt,
            @Nullable OffsetDateTime completedAt,
            boolean includePinned,
            Counts counts,
            @Nullable String problem) {
        this(
                id,
                Moments.write(startedAt),
                completedAt == null ? null : Moments.write(completedAt),
                includePinned,
                counts.executions(),
                counts.archiveFiles(),
                counts.webhooks(),
                counts.pinned(),
                problem);
    }

    /** What was done. */
    record Counts(long executions, int archiveFiles, int webhooks, long pinned) {}

    /**
     * One that is not completed.
     *
     * @param createdBy of whom
     */
    record Open(
            int namespaceId,
            UUID id,
            OffsetDateTime startedAt,
            String createdBy,
            boolean includePinned) {}
}
