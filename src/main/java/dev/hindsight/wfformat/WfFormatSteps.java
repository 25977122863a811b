package dev.hindsight.wfformat;

import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.field.Fields;
import dev.hindsight.field.JsonText;
import dev.hindsight.payload.Notice;
import dev.hindsight.step.StepField;
import dev.hindsight.step.StepReport;
import dev.hindsight.step.StepStatus;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns each task of a file into a step.
 *
 * <p>The task's id is the step's key, and {@link WfFormatNames#node} tells its node. A task that was
 * planned and has no run is {@code skipped}, every other one {@code completed}: WfFormat knows no
 * failures.
 */
final class WfFormatSteps {

    private final WfFormatPayloads payloads;
    private final WfFormatGraph graph;
    private final Map<String, OffsetDateTime> starts;
    private final OffsetDateTime reportedAt;

    /**
     * For the tasks of one file.
     *
     * @param starts of every task, by its id
     * @param reportedAt when all of it was known
     */
    WfFormatSteps(
            WfFormatPayloads payloads,
            WfFormatGraph graph,
            Map<String, OffsetDateTime> starts,
            OffsetDateTime reportedAt) {
        this.payloads = payloads;
        this.graph = graph;
        this.starts = starts;
        this.reportedAt = reportedAt;
    }

    /** The steps, in the order of the tasks. */
    List<StepReport> read(Iterable<WfFormatTask> tasks) throws IOException {
        List<StepReport> steps = new ArrayList<>();
        for (WfFormatTask task : tasks) {
            Fields<StepField> fields = new Fields<>(StepField.class, new ArrayList<>());
            fields.put(StepField.STEP_INDEX, steps.size());
            putNode(task, fields);
            putTimes(task, fields);
            putPayloads(task, fields);
            steps.add(
                    new StepReport(
                            Mode.MERGE, true, task.id(), 1, reportedAt, null, false, fields, null));
        }
        return steps;
    }

    private void putNode(WfFormatTask task, Fields<StepField> fields) {
        String program = task.executed() == null ? null : task.executed().program();
        String node = WfFormatNames.node(task.id(), task.name(), program);
        List<Notice> notices = fields.notices();
        fields.put(StepField.NODE_ID, WfFormatNames.fit(node, "/nodeId", notices));
        fields.put(StepField.NODE_NAME, WfFormatNames.fit(task.name(), "/nodeName", notices));
        if (program != null) {
            fields.put(StepField.NODE_TYPE, WfFormatNames.fit(program, "/nodeType", notices));
        }
        Set<String> parents = graph.parents(task.id());
        if (!parents.isEmpty()) {
            fields.put(StepField.DEPENDS_ON, JsonText.ofList(List.copyOf(parents)));
        }
    }

    private void putTimes(WfFormatTask task, Fields<StepField> fields) {
        OffsetDateTime start = starts.get(task.id());
        if (start == null) {
            throw new IllegalArgumentException("A task without a start");
        }
        boolean ran = task.executed() != null;
        fields.put(StepField.STATUS, (ran ? StepStatus.COMPLETED : StepStatus.SKIPPED).code());
        fields.put(StepField.STARTED_AT, start);
        fields.put(StepField.COMPLETED_AT, start.plus(task.durationMs(), ChronoUnit.MILLIS));
        fields.put(StepField.DURATION_MS, task.durationMs());
    }

    private void putPayloads(WfFormatTask task, Fields<StepField> fields) throws IOException {
        WfFormatPayloads.OfTask parts = payloads.of(task);
        put(StepField.INPUT, parts.input(), task, fields);
        put(StepField.OUTPUT, parts.output(), task, fields);
        put(StepField.METADATA, parts.metadata(), task, fields);
    }

    private void put(
            StepField field, WfFormatObject object, WfFormatTask task, Fields<StepField> fields)
            throws IOException {
        if (!object.isEmpty()) {
            fields.put(
                    field,
                    payloads.stored(object, field.pointer(), task.pointer(), fields.notices()));
        }
    }
}
