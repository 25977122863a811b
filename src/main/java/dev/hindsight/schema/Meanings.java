package dev.hindsight.schema;

import static java.util.Map.entry;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.Field;
import dev.hindsight.log.LogField;
import dev.hindsight.step.StepField;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fields of records mean, in words: units, bounds that a schema cannot say, what null says. */
final class Meanings {

    private static final String CUT = " Up to 8 KiB: longer is cut, with a notice.";

    private static final String STACK =
            "Where it went wrong. Up to 64 KiB: longer is cut, with a notice.";

    private static final String DURATION =
            "Whole milliseconds from start to end unless another length was sent; null until it ends.";

    private static final String QUEUED = "When it began to wait for its turn; null if not known.";

    private static final String ERROR_TYPE = "Kind of the error, as the engine names it.";

    private static final String ERROR_CODE = "Code of the error, a text.";

    private static final String AMOUNT = "How much, with every digit sent.";

    private static final String UNIT = "Of the amount: `USD`, `tokens`, any word.";

    private static final Map<ExecutionField, String> OF_EXECUTIONS =
            Map.ofEntries(
                    entry(
                            ExecutionField.STATUS,
                            "Where it stands. It never goes back, and no end is replaced by another;"
                                    + " `crashed` is the service's own guess, and may be."),
                    entry(ExecutionField.WORKFLOW_NAME, "Name of the workflow, for people."),
                    entry(ExecutionField.WORKFLOW_VERSION, "Version of the workflow that was run."),
                    entry(ExecutionField.SCRIPT_PATH, "Where the workflow is defined."),
                    entry(
                            ExecutionField.RUN_ID,
                            "The engine's id of the run; a report with another one is a conflict."),
                    entry(
                            ExecutionField.ENGINE_INSTANCE,
                            "Instance of the engine that it runs on."),
                    entry(
                            ExecutionField.PARENT_EXECUTION_ID,
                            "Execution that began this one; it need not be there. Null if none did."),
                    entry(
                            ExecutionField.ROOT_EXECUTION_ID,
                            "First execution of the chain of parents; it need not be there. Null if not"
                                    + " told."),
                    entry(
                            ExecutionField.REPLAY_OF,
                            "Execution that this one runs again; null if it runs none."),
                    entry(ExecutionField.ATTEMPT, "Which run of the same work it is, from 1."),
                    entry(ExecutionField.STATUS_REASON, "Why it has its status, in words." + CUT),
                    entry(ExecutionField.QUEUED_AT, QUEUED),
                    entry(
                            ExecutionField.STARTED_AT,
                            "When it started; a guess of the service until an engine says."),
                    entry(
                            ExecutionField.COMPLETED_AT,
                            "When it ended; of a crashed one, when it gave its last sign of life. Null"
                                    + " until then."),
                    entry(ExecutionField.DURATION_MS, DURATION),
                    entry(
                            ExecutionField.HEARTBEAT_TIMEOUT_MS,
                            "Milliseconds without a heartbeat after which a running one becomes crashed;"
                                    + " null: it promises none."),
                    entry(
                            ExecutionField.TRIGGER_TYPE,
                            "A free word, such as `webhook` or `schedule`; `manual` unless sent."),
                    entry(ExecutionField.SOURCE, "Where it was started from, a free word."),
                    entry(ExecutionField.CREATED_BY, "Who started it."),
                    entry(
                            ExecutionField.LABELS,
                            "Texts by key, at most 64. A key is 1 to 63 of `A-Z a-z 0-9 _ . -`, a value"
                                    + " at most 255 characters."),
                    entry(ExecutionField.ERROR_MESSAGE, "What went wrong." + CUT),
                    entry(ExecutionField.ERROR_TYPE, ERROR_TYPE),
                    entry(ExecutionField.ERROR_CODE, ERROR_CODE),
                    entry(
                            ExecutionField.EXIT_CODE,
                            "With which the process ended; null if there was none, or it runs."),
                    entry(ExecutionField.BINARY_PATH, "Program that was run."),
                    entry(
                            ExecutionField.SAMPLE_RATE,
                            "Share of the executions like it that are reported, above 0 and up to 1:"
                                    + " weighted statistics count it 1 ÷ so often."),
                    entry(
                            ExecutionField.ACTIVITIES_EXECUTED,
                            "Activities, as the engine counts them."),
                    entry(ExecutionField.COST_AMOUNT, AMOUNT),
                    entry(ExecutionField.COST_UNIT, UNIT),
                    entry(ExecutionField.PINNED, "Whether retention leaves it alone."),
                    entry(ExecutionField.NOTE, "What people write about it." + CUT),
                    entry(ExecutionField.INPUT, "Any JSON value: what it was given."),
                    entry(ExecutionField.OUTPUT, "Any JSON value: what came of it."),
                    entry(
                            ExecutionField.METADATA,
                            "Any JSON value: what the engine tells besides."),
                    entry(ExecutionField.TRIGGER_DATA, "Any JSON value: what the trigger told."),
                    entry(ExecutionField.ERROR_STACK, STACK));

    private static final Map<StepField, String> OF_STEPS =
            Map.ofEntries(
                    entry(
                            StepField.STATUS,
                            "Where it stands. Unless sent: completed with `completedAt`, else running."),
                    entry(StepField.NODE_ID, "Node of the graph that is visited."),
                    entry(StepField.NODE_TYPE, "Kind of the node, a free word."),
                    entry(StepField.NODE_NAME, "Name of the node, for people."),
                    entry(
                            StepField.STEP_INDEX,
                            "Place in the list of steps, from 0; null: behind those that have one."),
                    entry(
                            StepField.ITERATION,
                            "Which round of a loop it is, from 0; null outside of loops."),
                    entry(
                            StepField.PARENT_KEY,
                            "Key of the step that contains this one; null at the top."),
                    entry(StepField.DEPENDS_ON, "Keys of the steps that it waited for."),
                    entry(StepField.QUEUED_AT, QUEUED),
                    entry(StepField.STARTED_AT, "When the attempt started; null until it does."),
                    entry(StepField.COMPLETED_AT, "When the attempt ended; null until it does."),
                    entry(StepField.DURATION_MS, DURATION),
                    entry(StepField.ERROR_MESSAGE, "What went wrong." + CUT),
                    entry(StepField.ERROR_TYPE, ERROR_TYPE),
                    entry(StepField.ERROR_CODE, ERROR_CODE),
                    entry(
                            StepField.CACHED,
                            "Whether an earlier result was taken instead of running; null if not told."),
                    entry(StepField.COST_AMOUNT, AMOUNT),
                    entry(StepField.COST_UNIT, UNIT),
                    entry(StepField.INPUT, "Any JSON value: what it was given."),
                    entry(StepField.OUTPUT, "Any JSON value: what came of it."),
                    entry(StepField.METADATA, "Any JSON value: what the engine tells besides."),
                    entry(StepField.ERROR_STACK, STACK));

    private static final Map<LogField, String> OF_LINES =
            Map.of(
                    LogField.SEQUENCE,
                    "Its place in the log of the execution, from 0; the next free one unless sent, and"
                            + " if another line has it.",
                    LogField.TIMESTAMP,
                    "When it was written; when it arrived unless sent.",
                    LogField.LEVEL,
                    "How much it matters; `info` unless sent.",
                    LogField.TYPE,
                    "Kind of the line, a free word.",
                    LogField.STEP_KEY,
                    "Key of the step that wrote it; null: the execution did.",
                    LogField.ATTEMPT,
                    "Attempt of that step, from 1; null if not told.",
                    LogField.STREAM,
                    "Which output it came from; null if not told.",
                    LogField.MESSAGE,
                    "The line." + CUT,
                    LogField.DATA,
                    "Any JSON value: what the line tells besides.");

    private static final Map<String, String> OF_GROUPS =
            Map.of(
                    "error", "What went wrong; null if nothing is known to have.",
                    "cost", "What it cost; null if that is not known.",
                    "trigger", "What started it.");

    private Meanings() {}

    /** What a field means; {@code null} if it says so itself. */
    static @Nullable String of(Field field) {
        if (field instanceof ExecutionField execution) {
            return OF_EXECUTIONS.get(execution);
        }
        if (field instanceof StepField step) {
            return OF_STEPS.get(step);
        }
        return field instanceof LogField line ? OF_LINES.get(line) : null;
    }

    /** What the fields below one name mean together; {@code null} likewise. */
    static @Nullable String of(String group) {
        return OF_GROUPS.get(group);
    }
}
