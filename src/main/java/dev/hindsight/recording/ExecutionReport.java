package dev.hindsight.recording;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionLocks;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.Fields;
import dev.hindsight.naming.Address;
import dev.hindsight.partition.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one report says of an execution itself.
 *
 * @param mode whether it merges or patches
 * @param id the execution's id, if the report names it
 * @param externalId the engine's own id, if the report names it
 * @param workflowId needed to begin an execution
 * @param reportedAt when the engine made the report
 * @param ifVersion the version that the execution must have
 * @param forced whether an administrator overrides the order of statuses
 * @param importedAt when the execution is imported, if it is
 * @param graph its visualization graph as JSON text, if the report carries one
 * @param touch whether it says nothing of the execution itself: it comes with steps, lines or a
 *     heartbeat, and its workflowId only serves to begin one
 * @param fields what it sets or clears
 * @param alive whether it comes with steps, lines or a heartbeat, which only a living execution has
 * @param naming what it does with the engine's own id
 * @param isReplay whether the execution that it begins is to be run, by whichever engine hears of it
 */
public record ExecutionReport(
        FieldContext.Mode mode,
        @Nullable UUID id,
        @Nullable String externalId,
        @Nullable String workflowId,
        @Nullable OffsetDateTime reportedAt,
        @Nullable Integer ifVersion,
        boolean forced,
        @Nullable OffsetDateTime importedAt,
        @Nullable String graph,
        boolean touch,
        Fields<ExecutionField> fields,
        boolean alive,
        Naming naming,
        boolean isReplay) {

    /** What a report does with the engine's own id. */
    public enum Naming {
        /** It names the execution by it, and gives it one that has none. */
        GIVES,
        /** It only finds the execution by it: what is not there is not named either. */
        FINDS,
        /** It finds the execution by it, and says that it is another. */
        CONTRADICTS,
        /** It takes it away. */
        TAKES
    }

    /** A client's own id may be so old, and a clock's difference in the future. */
    private static final Duration OLDEST_ID = Duration.ofHours(24);

    private static final Duration NEWEST_ID = Duration.ofMinutes(5);

    /** A report that comes alone. */
    public ExecutionReport(
            FieldContext.Mode mode,
            @Nullable UUID id,
            @Nullable String externalId,
            @Nullable String workflowId,
            @Nullable OffsetDateTime reportedAt,
            @Nullable Integer ifVersion,
            boolean forced,
            @Nullable OffsetDateTime importedAt,
            @Nullable String graph,
            boolean touch,
            Fields<ExecutionField> fields) {
        this(
                mode,
                id,
                externalId,
                workflowId,
                reportedAt,
                ifVersion,
                forced,
                importedAt,
                graph,
                touch,
                fields,
                false,
                Naming.GIVES,
                false);
    }

    /**
     * A report that begins an execution which somebody wants to be run again.
     *
     * @param externalId the engine's own id of the new execution, if it is to have one already
     * @param fields what it is begun with
     */
    public static ExecutionReport replay(
            String workflowId, @Nullable String externalId, Fields<ExecutionField> fields) {
        return new ExecutionReport(
                FieldContext.Mode.MERGE,
                null,
                externalId,
                workflowId,
                null,
                null,
                false,
                null,
                null,
                false,
                fields,
                false,
                Naming.GIVES,
                true);
    }

    /** A report that says nothing but that the execution is there, in the version demanded. */
    public static ExecutionReport touch(ExecutionRef ref, @Nullable String workflowId) {
        return new ExecutionReport(
                FieldContext.Mode.MERGE,
                ref.id(),
                ref.externalId(),
                workflowId,
                null,
                ref.ifVersion(),
                false,
                null,
                null,
                true,
                none(),
                true,
                Naming.GIVES,
                false);
    }

    /**
     * What the service itself supposes of an execution of which nothing is heard any more. It goes
     * forward whatever engines said and when, yields to whatever they say later, and leaves no trace
     * once the execution is known to live or to have ended.
     *
     * @param reason for people
     * @param lastSign when it ended, as far as anybody knows; {@code null}: when this is recorded
     */
    public static ExecutionReport crash(UUID id, String reason, @Nullable OffsetDateTime lastSign) {
        Fields<ExecutionField> supposed =
                none().put(ExecutionField.STATUS, ExecutionStatus.CRASHED.code())
                        .put(ExecutionField.STATUS_REASON, reason);
        if (lastSign != null) {
            supposed = supposed.put(ExecutionField.COMPLETED_AT, lastSign);
        }
        return new ExecutionReport(
                FieldContext.Mode.MERGE,
                id,
                null,
                null,
                null,
                null,
                true,
                null,
                null,
                false,
                supposed);
    }

    /** The same, of an execution that is taken over from elsewhere at a moment. */
    public ExecutionReport imported(OffsetDateTime at) {
        return new ExecutionReport(
                mode,
                id,
                externalId,
                workflowId,
                reportedAt,
                ifVersion,
                forced,
                at,
                graph,
                touch,
                fields,
                alive,
                naming,
                isReplay);
    }

    /** Whether it says nothing of the execution itself but that it is there. */
    public boolean onlyTouches() {
        return touch;
    }

    /**
     * The same, made by something that lives: where it is about an execution that was taken for
     * crashed and says no status itself, it says that it runs.
     */
    private ExecutionReport reviving() {
        if (!alive || fields.has(ExecutionField.STATUS)) {
            return this;
        }
        Fields<ExecutionField> running =
                fields.with(ExecutionField.STATUS, ExecutionStatus.RUNNING.code());
        return new ExecutionReport(
                mode,
                id,
                externalId,
                touch ? null : workflowId,
                reportedAt,
                ifVersion,
                true,
                importedAt,
                graph,
                touch,
                running,
                true,
                naming,
                isReplay);
    }

    /** The same as it is meant: of an execution taken for crashed, that it is alive. */
    ExecutionReport meantOf(ExecutionLocks.Locked found) {
        return found.status() == ExecutionStatus.CRASHED ? reviving() : this;
    }

    /**
     * Whether an execution that is there is all that it needs. One that names it by an external id that
     * it does not have yet waits for the report that is about to give it.
     */
    boolean isSettledBy(ExecutionLocks.Locked found) {
        return onlyTouches()
                && (externalId == null || externalId.equals(found.externalId()))
                && meantOf(found).fields.mask() == 0;
    }

    /** Whether it may begin the execution if there is none: a demanded version is of none. */
    boolean begins() {
        return workflowId != null && !patches();
    }

    /**
     * How it says which execution it is about. Only a report of the execution itself begins one anew
     * that retention removed; parts of it come late.
     */
    Address address() {
        boolean takesAnId = begins() && ifVersion == null;
        boolean gives = naming == Naming.GIVES;
        return new Address(id, externalId, takesAnId, takesAnId && !touch, gives);
    }

    /** Whether the id that it names may begin an execution now. */
    boolean isOfToday(OffsetDateTime now) {
        if (id == null || !Uuid7.is(id)) {
            return false;
        }
        Instant minted = Uuid7.timeOf(id);
        return !minted.isBefore(now.toInstant().minus(OLDEST_ID))
                && !minted.isAfter(now.toInstant().plus(NEWEST_ID));
    }

    /** Whether it patches instead of merging. */
    public boolean patches() {
        return mode == FieldContext.Mode.PATCH;
    }

    /** Whether it takes the engine's own id away. */
    boolean unnamed() {
        return naming == Naming.TAKES;
    }

    /** No field said. */
    public static Fields<ExecutionField> none() {
        return new Fields<>(ExecutionField.class, List.of());
    }
}
