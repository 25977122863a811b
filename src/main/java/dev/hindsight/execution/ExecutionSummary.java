package dev.hindsight.execution;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.hindsight.outcome.Cost;
import dev.hindsight.outcome.RecordedError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An execution as lists tell it: everything but its payloads. Times are in UTC, to the millisecond.
 *
 * @param id UUIDv7, minted when the execution was first reported
 * @param externalId the engine's own id, unique in its namespace
 * @param version grows by one with each change of a field
 * @param durationMs never negative; absent while it runs
 * @param createdAt when it was first reported
 * @param updatedAt when a field of it last changed
 * @param labels a JSON object of texts; absent when it has none
 * @param cost amount and unit
 * @param dagHash SHA-256 of its graph, in hex
 */
@JsonSerialize(using = ExecutionJson.Summary.class)
@RegisterForReflection
public record ExecutionSummary(
        UUID id,
        @Nullable String externalId,
        int version,
        String workflowId,
        @Nullable String workflowName,
        @Nullable String workflowVersion,
        @Nullable String scriptPath,
        @Nullable String runId,
        @Nullable String engineInstance,
        @Nullable UUID parentExecutionId,
        @Nullable UUID rootExecutionId,
        @Nullable UUID replayOf,
        int attempt,
        ExecutionStatus status,
        @Nullable String statusReason,
        @Nullable OffsetDateTime queuedAt,
        OffsetDateTime startedAt,
        @Nullable OffsetDateTime completedAt,
        @Nullable Long durationMs,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        @Nullable OffsetDateTime importedAt,
        @Nullable OffsetDateTime lastHeartbeatAt,
        @Nullable Long heartbeatTimeoutMs,
        String triggerType,
        @Nullable String source,
        @Nullable String createdBy,
        @Nullable String labels,
        @Nullable RecordedError error,
        @Nullable Long exitCode,
        @Nullable String binaryPath,
        @Nullable Double sampleRate,
        @Nullable Long activitiesExecuted,
        @Nullable Cost cost,
        boolean pinned,
        @Nullable String note,
        @Nullable OffsetDateTime deletedAt,
        boolean archived,
        boolean payloadExpired,
        @Nullable String dagHash) {}
