package dev.hindsight.step;

import dev.hindsight.field.Field;
import dev.hindsight.field.FieldType;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Numbers;
import dev.hindsight.outcome.StatusWords;

/**
 * The fields of a step that reports set. The order is the order of the bits in the stored stamps:
 * append only.
 */
public enum StepField implements Field {
    STATUS(
            "/status",
            "status",
            StatusWords.type(
                    word -> StepStatus.ofWord(word).map(StepStatus::code), StepStatus.WORDS)),
    NODE_ID("/nodeId", "node_id", FieldTypes.id(255)),
    NODE_TYPE("/nodeType", "node_type", FieldTypes.text(255)),
    NODE_NAME("/nodeName", "node_name", FieldTypes.text(255)),
    STEP_INDEX("/stepIndex", "step_index", Numbers.integer(0, Integer.MAX_VALUE)),
    ITERATION("/iteration", "iteration", Numbers.integer(0, Integer.MAX_VALUE)),
    PARENT_KEY("/parentKey", "parent_key", FieldTypes.text(255)),
    DEPENDS_ON("/dependsOn", "depends_on", FieldTypes.KEYS),
    QUEUED_AT("/queuedAt", "queued_at", FieldTypes.MOMENT),
    STARTED_AT("/startedAt", "started_at", FieldTypes.MOMENT),
    COMPLETED_AT("/completedAt", "completed_at", FieldTypes.MOMENT),
    DURATION_MS("/durationMs", "duration_ms", Numbers.bigint(0, FieldTypes.MAX_DURATION_MS)),
    ERROR_MESSAGE("/error/message", "error_message", FieldTypes.message(FieldTypes.MESSAGE_BYTES)),
    ERROR_TYPE("/error/type", "error_type", FieldTypes.text(255)),
    ERROR_CODE("/error/code", "error_code", FieldTypes.text(255)),
    CACHED("/cached", "cached", FieldTypes.BOOLEAN),
    COST_AMOUNT("/cost/amount", "cost_amount", Numbers.amount()),
    COST_UNIT("/cost/unit", "cost_unit", FieldTypes.text(255)),
    INPUT("/input", "input", FieldTypes.PAYLOAD),
    OUTPUT("/output", "output", FieldTypes.PAYLOAD),
    METADATA("/metadata", "metadata", FieldTypes.PAYLOAD),
    ERROR_STACK("/error/stack", "error_stack", FieldTypes.message(FieldTypes.STACK_BYTES));

    private final String pointer;
    private final String column;
    private final FieldType type;

    StepField(String pointer, String column, FieldType type) {
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
        return this != STATUS && this != NODE_ID && this != STARTED_AT;
    }
}
