package dev.hindsight.naming;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an external id leads.
 *
 * @param id the execution
 * @param removedAt when retention removed it; {@code null} while it is there
 * @param removedBy the policy that did
 */
public record Known(UUID id, @Nullable OffsetDateTime removedAt, @Nullable String removedBy) {

    /** Whether retention removed the execution. */
    public boolean isRemoved() {
        return removedAt != null;
    }
}
