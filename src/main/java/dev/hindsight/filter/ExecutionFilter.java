package dev.hindsight.filter;

import dev.hindsight.content.Content;
import dev.hindsight.execution.ExecutionStatus;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a list of executions can be narrowed by. All that is there must match; of a list of values
 * any one; an absent value or an empty list narrows nothing.
 *
 * @param workflowIds ids of workflows
 * @param workflowName a part of the workflow's name, in any case
 * @param parentExecutionIds of sub-executions, likewise the two after it
 * @param labels the value that each label must have
 * @param startedAfter inclusive
 * @param startedBefore exclusive
 * @param minDurationMs inclusive; an execution without a duration does not match
 * @param maxDurationMs inclusive; likewise
 * @param deleted whether soft-deleted executions are listed
 * @param content what is looked for in texts and payloads
 */
public record ExecutionFilter(
        List<String> workflowIds,
        @Nullable String workflowName,
        List<ExecutionStatus> statuses,
        List<String> triggerTypes,
        List<String> sources,
        List<String> createdBy,
        List<String> scriptPaths,
        List<String> externalIds,
        List<String> runIds,
        List<UUID> parentExecutionIds,
        List<UUID> rootExecutionIds,
        List<UUID> replayOf,
        List<String> engineInstances,
        Map<String, String> labels,
        @Nullable OffsetDateTime startedAfter,
        @Nullable OffsetDateTime startedBefore,
        @Nullable Long minDurationMs,
        @Nullable Long maxDurationMs,
        List<String> failedNodes,
        List<String> errorTypes,
        List<String> fingerprints,
        @Nullable Boolean pinned,
        @Nullable Boolean archived,
        Deleted deleted,
        Content content) {

    /** Which executions a list shows as to soft deletion. */
    public enum Deleted {
        /** Those that are not deleted. */
        HIDDEN,
        /** Those that are. */
        ONLY,
        /** Both. */
        ANY
    }

    /** All executions that are not deleted. */
    public static final ExecutionFilter ALL =
            of(List.of(), List.of(), List.of(), null, null, Deleted.HIDDEN);

    private static final ExecutionFilter ALL_AND_DELETED =
            of(List.of(), List.of(), List.of(), null, null, Deleted.ANY);

    /**
     * Executions of one status of one engine's instance.
     *
     * @param startedBefore exclusive, if given
     */
    public static ExecutionFilter ofInstance(
            String engineInstance, ExecutionStatus status, @Nullable OffsetDateTime startedBefore) {
        return of(
                List.of(status),
                List.of(),
                List.of(engineInstance),
                startedBefore,
                null,
                Deleted.HIDDEN);
    }

    /** Completed executions of one workflow. */
    public static ExecutionFilter completed(String workflowId) {
        return of(
                        List.of(ExecutionStatus.COMPLETED),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        Deleted.HIDDEN)
                .withWorkflowIds(List.of(workflowId));
    }

    /**
     * Executions that a person created, soft-deleted ones too.
     *
     * @param pinned whether they are pinned; {@code null}: either
     */
    public static ExecutionFilter ofCreator(String createdBy, @Nullable Boolean pinned) {
        return of(List.of(), List.of(createdBy), List.of(), null, pinned, Deleted.ANY);
    }

    private static ExecutionFilter of(
            List<ExecutionStatus> statuses,
            List<String> createdBy,
            List<String> engineInstances,
            @Nullable OffsetDateTime startedBefore,
            @Nullable Boolean pinned,
            Deleted deleted) {
        return new ExecutionFilter(
                List.of(),
                null,
                statuses,
                List.of(),
                List.of(),
                createdBy,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                engineInstances,
                Map.of(),
                null,
                startedBefore,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                pinned,
                null,
                deleted,
                Content.ANY);
    }

    /** Whether it leaves nothing out, soft-deleted executions perhaps aside. */
    public boolean matchesAll() {
        return equals(ALL) || equals(ALL_AND_DELETED);
    }

    /** The same filter for these workflows. */
    public ExecutionFilter withWorkflowIds(List<String> ids) {
        return new ExecutionFilter(
                ids,
                workflowName,
                statuses,
                triggerTypes,
                sources,
                createdBy,
                scriptPaths,
                externalIds,
                runIds,
                parentExecutionIds,
                rootExecutionIds,
                replayOf,
                engineInstances,
                labels,
                startedAfter,
                startedBefore,
                minDurationMs,
                maxDurationMs,
                failedNodes,
                errorTypes,
                fingerprints,
                pinned,
                archived,
                deleted,
                content);
    }
}
