package dev.hindsight.execution;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.RowCursor;
import dev.hindsight.outcome.Cost;
import dev.hindsight.outcome.RecordedError;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@link ExecutionSql#LIST_COLUMNS} and of what stands behind them. */
public final class ExecutionRows {

    private ExecutionRows() {}

    /** A row of the list columns followed by the last heartbeat. */
    public static ExecutionSummary summary(Row row) {
        return summary(new RowCursor(row));
    }

    /** A row of the list columns, the last heartbeat and the payloads. */
    static Execution whole(Row row) {
        return whole(new RowCursor(row));
    }

    /** Reads the list columns, the last heartbeat and the payloads where the cursor stands. */
    public static Execution whole(RowCursor next) {
        return new Execution(
                summary(next),
                next.text(),
                next.text(),
                next.text(),
                next.text(),
                next.text(),
                next.text(),
                false);
    }

    /** Reads the list columns and the last heartbeat where the cursor stands. */
    public static ExecutionSummary summary(RowCursor next) {
        UUID id = requireNonNull(next.uuid());
        String externalId = next.text();
        int version = requireNonNull(next.integer());
        String workflowId = requireNonNull(next.text());
        String workflowName = next.text();
        String workflowVersion = next.text();
        String scriptPath = next.text();
        String runId = next.text();
        String engineInstance = next.text();
        UUID parent = next.uuid();
        UUID root = next.uuid();
        UUID replayOf = next.uuid();
        int attempt = requireNonNull(next.integer());
        ExecutionStatus status = ExecutionStatus.ofCode(requireNonNull(next.integer()));
        String statusReason = next.text();
        OffsetDateTime queuedAt = next.moment();
        OffsetDateTime startedAt = requireNonNull(next.moment());
        OffsetDateTime completedAt = next.moment();
        Long durationMs = next.bigint();
        OffsetDateTime createdAt = requireNonNull(next.moment());
        OffsetDateTime updatedAt = requireNonNull(next.moment());
        OffsetDateTime importedAt = next.moment();
        Long heartbeatTimeoutMs = next.bigint();
        String triggerType = requireNonNull(next.text());
        String source = next.text();
        String createdBy = next.text();
        String labels = next.text();
        RecordedError error = RecordedError.of(next.text(), next.text(), next.text());
        Long exitCode = next.bigint();
        String binaryPath = next.text();
        Double sampleRate = next.real();
        Long activitiesExecuted = next.bigint();
        Cost cost = Cost.of(next.text(), next.text());
        boolean pinned = next.bool();
        String note = next.text();
        OffsetDateTime deletedAt = next.moment();
        boolean archived = next.bool();
        boolean payloadExpired = next.bool();
        @Nullable String dagHash = next.hex();
        OffsetDateTime lastHeartbeatAt = next.moment();
        return new ExecutionSummary(
                id,
                externalId,
                version,
                workflowId,
                workflowName,
                workflowVersion,
                scriptPath,
                runId,
                engineInstance,
                parent,
                root,
                replayOf,
                attempt,
                status,
                statusReason,
                queuedAt,
                startedAt,
                completedAt,
                durationMs,
                createdAt,
                updatedAt,
                importedAt,
                lastHeartbeatAt,
                heartbeatTimeoutMs,
                triggerType,
                source,
                createdBy,
                labels,
                error,
                exitCode,
                binaryPath,
                sampleRate,
                activitiesExecuted,
                cost,
                pinned,
                note,
                deletedAt,
                archived,
                payloadExpired,
                dagHash);
    }
}
