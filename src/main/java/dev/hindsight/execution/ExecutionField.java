package dev.hindsight.execution;

import dev.hindsight.field.Field;
import dev.hindsight.field.FieldType;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Labels;
import dev.hindsight.field.Numbers;
import dev.hindsight.outcome.StatusWords;
import java.util.List;

/**
 * The fields of an execution that reports set. The order is the order of the bits in the stored
 * stamps: append only.
 */
public enum ExecutionField implements Field {
    STATUS(
            "/status",
            "status",
            StatusWords.type(
                    word -> ExecutionStatus.ofWord(word).map(ExecutionStatus::code),
                    ExecutionStatus.WORDS)),
    WORKFLOW_NAME("/workflowName", "workflow_name", FieldTypes.text(255)),
    WORKFLOW_VERSION("/workflowVersion", "workflow_version", FieldTypes.text(255)),
    SCRIPT_PATH("/scriptPath", "script_path", FieldTypes.text(1024)),
    RUN_ID("/runId", "run_id", FieldTypes.text(255)),
    ENGINE_INSTANCE("/engineInstance", "engine_instance", FieldTypes.text(255)),
    PARENT_EXECUTION_ID("/parentExecutionId", "parent_execution_id", FieldTypes.UUID_TEXT),
    ROOT_EXECUTION_ID("/rootExecutionId", "root_execution_id", FieldTypes.UUID_TEXT),
    REPLAY_OF("/replayOf", "replay_of", FieldTypes.UUID_TEXT),
    ATTEMPT("/attempt", "attempt", Numbers.integer(1, Integer.MAX_VALUE)),
    STATUS_REASON("/statusReason", "status_reason", FieldTypes.message(FieldTypes.MESSAGE_BYTES)),
    QUEUED_AT("/queuedAt", "queued_at", FieldTypes.MOMENT),
    STARTED_AT("/startedAt", "started_at", FieldTypes.MOMENT),
    COMPLETED_AT("/completedAt", "completed_at", FieldTypes.MOMENT),
    DURATION_MS("/durationMs", "duration_ms", Numbers.bigint(0, FieldTypes.MAX_DURATION_MS)),
    HEARTBEAT_TIMEOUT_MS(
            "/heartbeatTimeoutMs",
            "heartbeat_timeout_ms",
            Numbers.bigint(1, FieldTypes.MAX_TIMEOUT_MS)),
    TRIGGER_TYPE("/trigger/type", "trigger_type", FieldTypes.text(255)),
    SOURCE("/source", "source", FieldTypes.text(255)),
    CREATED_BY("/createdBy", "created_by", FieldTypes.text(255)),
    LABELS("/labels", "labels", Labels.TYPE),
    ERROR_MESSAGE("/error/message", "error_message", FieldTypes.message(FieldTypes.MESSAGE_BYTES)),
    ERROR_TYPE("/error/type", "error_type", FieldTypes.text(255)),
    ERROR_CODE("/error/code", "error_code", FieldTypes.text(255)),
    EXIT_CODE("/exitCode", "exit_code", Numbers.bigint(Integer.MIN_VALUE, 0xFFFFFFFFL)),
    BINARY_PATH("/binaryPath", "binary_path", FieldTypes.text(1024)),
    SAMPLE_RATE("/sampleRate", "sample_rate", Numbers.share()),
    ACTIVITIES_EXECUTED(
            "/activitiesExecuted", "activities_executed", Numbers.bigint(0, Long.MAX_VALUE)),
    COST_AMOUNT("/cost/amount", "cost_amount", Numbers.amount()),
    COST_UNIT("/cost/unit", "cost_unit", FieldTypes.text(255)),
    PINNED("/pinned", "pinned", FieldTypes.BOOLEAN),
    NOTE("/note", "note", FieldTypes.message(FieldTypes.MESSAGE_BYTES)),
    INPUT("/input", "input", FieldTypes.PAYLOAD),
    OUTPUT("/output", "output", FieldTypes.PAYLOAD),
    METADATA("/metadata", "metadata", FieldTypes.PAYLOAD),
    TRIGGER_DATA("/trigger/data", "trigger_data", FieldTypes.PAYLOAD),
    ERROR_STACK("/error/stack", "error_stack", FieldTypes.message(FieldTypes.STACK_BYTES));

    /** Those that a list can be narrowed by: of a change, what they were is told. */
    public static final List<ExecutionField> FILTERED =
            List.of(
                    STATUS,
                    WORKFLOW_NAME,
                    SCRIPT_PATH,
                    RUN_ID,
                    ENGINE_INSTANCE,
                    PARENT_EXECUTION_ID,
                    ROOT_EXECUTION_ID,
                    REPLAY_OF,
                    STARTED_AT,
                    DURATION_MS,
                    TRIGGER_TYPE,
                    SOURCE,
                    CREATED_BY,
                    LABELS,
                    ERROR_TYPE,
                    PINNED);

    private final String pointer;
    private final String column;
    private final FieldType type;

    ExecutionField(String pointer, String column, FieldType type) {
        this.pointer = pointer;
        this.column = column;
        this.type = type;
    }

    @Override
    public String pointer() {
        return pointer;
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public FieldType type() {
        return type;
    }

    @Override
    public boolean payload() {
        return compareTo(INPUT) >= 0;
    }

    @Override
    public boolean clearable() {
        return this != STATUS && this != STARTED_AT;
    }
}
