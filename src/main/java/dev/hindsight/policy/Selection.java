package dev.hindsight.policy;

import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.JsonText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Which executions a policy is about. Each part narrows; an empty one does not.
 *
 * @param workflowIds any of them
 * @param statuses any of them
 * @param labels all of them
 * @param sent how the parts were written
 */
public record Selection(
        List<String> workflowIds,
        List<ExecutionStatus> statuses,
        Map<String, String> labels,
        Sent sent) {

    /** Every execution. */
    public static final Selection ALL = new Selection(List.of(), List.of(), Map.of());

    public Selection {
        workflowIds = List.copyOf(workflowIds);
        statuses = List.copyOf(statuses);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** One that was not sent by anybody. */
    public Selection(
            List<String> workflowIds, List<ExecutionStatus> statuses, Map<String, String> labels) {
        this(workflowIds, statuses, labels, Sent.IN_FULL);
    }

    /** How labels are written. */
    enum LabelForm {
        /** An object of texts. */
        OBJECT,
        /** One text, {@code key:value}. */
        TEXT,
        /** An array of such texts. */
        TEXTS
    }

    /**
     * How the parts were written, so that they are told in the same way.
     *
     * @param oneWorkflow as a text, not an array of one
     * @param oneStatus as a text, not an array of one
     */
    record Sent(boolean oneWorkflow, boolean oneStatus, LabelForm labels) {

        static final Sent IN_FULL = new Sent(false, false, LabelForm.OBJECT);
    }

    /** The workflows as they were written: a text, a list of texts, or nothing. */
    @Nullable Object toldWorkflowIds() {
        return told(workflowIds, sent.oneWorkflow);
    }

    /** The statuses as they were written, in the service's words. */
    @Nullable Object toldStatuses() {
        return told(statuses.stream().map(ExecutionStatus::word).toList(), sent.oneStatus);
    }

    /** The labels as they were written: a map of texts, a text, a list of texts, or nothing. */
    @Nullable Object toldLabels() {
        if (sent.labels == LabelForm.OBJECT) {
            return labels.isEmpty() ? null : labels;
        }
        return told(
                labels.entrySet().stream().map(it -> it.getKey() + ":" + it.getValue()).toList(),
                sent.labels == LabelForm.TEXT);
    }

    /** As JSON text: an object of the parts that narrow, as they are told. */
    String json() {
        StringJoiner members = new StringJoiner(",", "{", "}");
        add(members, "workflowId", toldWorkflowIds());
        add(members, "status", toldStatuses());
        add(members, "label", toldLabels());
        return members.toString();
    }

    @SuppressWarnings("unchecked")
    private static void add(StringJoiner members, String name, @Nullable Object told) {
        if (told == null) {
            return;
        }
        String json =
                told instanceof Map<?, ?>
                        ? JsonText.ofMap((Map<String, @Nullable String>) told)
                        : told instanceof List<?>
                                ? JsonText.ofList((List<String>) told)
                                : JsonText.quote((String) told);
        members.add(JsonText.quote(name) + ":" + json);
    }

    private static @Nullable Object told(List<String> texts, boolean one) {
        if (texts.isEmpty()) {
            return null;
        }
        return one ? texts.get(0) : texts;
    }
}
