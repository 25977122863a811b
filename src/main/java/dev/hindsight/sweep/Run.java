package dev.hindsight.sweep;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hindsight.field.Moments;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sweep as it is told.
 *
 * @param completedAt {@code null} while it goes on, and if it was killed
 * @param partial whether its time was over before all was done
 * @param problem what kept it from something that was due
 * @param items what it did in the caller's namespace
 */
@RegisterForReflection
record Run(
        UUID id,
        @JsonProperty("startedAt") String startedAt,
        @Nullable String completedAt,
        boolean partial,
        @Nullable String problem,
        List<Item> items) {

    Run(
            UUID id,
            OffsetDateTime startedAt,
            @Nullable OffsetDateTime completedAt,
            boolean partial,
            @Nullable String problem,
            List<Item> items) {
        this(
                id,
                Moments.write(startedAt),
                completedAt == null ? null : Moments.write(completedAt),
                partial,
                problem,
                List.copyOf(items));
    }

    /** The same, without what was wrong. */
    Run withoutDetails() {
        return new Run(
                id,
                startedAt,
                completedAt,
                partial,
                "Something that was due could not be done; whoever runs the service is told what.",
                items);
    }

    /**
     * What was done by a policy.
     *
     * @param executions that were removed, those that were archived among them
     * @param payloadsExpired whose payloads were dropped
     * @param logsExpired whose log was dropped
     * @param snapshotsTrimmed whose oldest snapshots were dropped
     * @param bytes of tables and indexes, in proportion
     */
    @RegisterForReflection
    record Item(
            String policy,
            long executions,
            long archived,
            long payloadsExpired,
            long logsExpired,
            long snapshotsTrimmed,
            long bytes) {}
}
