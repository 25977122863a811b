package dev.hindsight.change;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change, as keys only: what there is now is read from the tables.
 *
 * @param id grows; changes of one execution have the order in which they were made
 * @param xid transaction that made it
 * @param at when it was made, by the clock of the replica that made it
 * @param executionId zeros where many executions are meant
 * @param version of the execution after the change, or of the step; 0 where neither has one
 * @param stepKey of a step's change
 * @param attempt of a step's change
 * @param prev JSON: what was there before, or how much of it changed; see {@link ChangeKind}
 */
public record Change(
        long id,
        long xid,
        OffsetDateTime at,
        int namespaceId,
        UUID executionId,
        int version,
        ChangeKind kind,
        @Nullable String stepKey,
        @Nullable Integer attempt,
        @Nullable String prev) {

    /** Whether it asks for an execution to be run: its beginning, where somebody wants it again. */
    public boolean asksForReplay() {
        return kind == ChangeKind.EXECUTION_CREATED && prev != null && prev.contains("\"replay\"");
    }
}
