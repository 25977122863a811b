package dev.hindsight.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Comparator;

/**
 * What the executions of a workflow weigh, those among them that are deleted softly: they take room.
 * Of archived ones only the row counts that stayed.
 *
 * @param steps every attempt counts
 * @param logs lines
 * @param bytes of values as they are stored, compressed where they are, without indexes and without
 *     the room that tables keep free; of lines as they were sent
 */
@RegisterForReflection
record WorkflowWeight(
        String namespace,
        String workflowId,
        long executions,
        long steps,
        long logs,
        long artifacts,
        long snapshots,
        long bytes) {

    static final Comparator<WorkflowWeight> HEAVIEST_FIRST =
            Comparator.comparingLong(WorkflowWeight::bytes)
                    .reversed()
                    .thenComparing(WorkflowWeight::namespace)
                    .thenComparing(WorkflowWeight::workflowId);

    /** Only its place in the order. */
    static WorkflowWeight at(long bytes, String namespace, String workflowId) {
        return new WorkflowWeight(namespace, workflowId, 0, 0, 0, 0, 0, bytes);
    }

    /** Together with what it weighs on another day. */
    WorkflowWeight plus(WorkflowWeight other) {
        return new WorkflowWeight(
                namespace,
                workflowId,
                executions + other.executions,
                steps + other.steps,
                logs + other.logs,
                artifacts + other.artifacts,
                snapshots + other.snapshots,
                bytes + other.bytes);
    }

    /** What all of it weighs, where this is a part. */
    WorkflowWeight times(double factor) {
        return new WorkflowWeight(
                namespace,
                workflowId,
                Math.round(executions * factor),
                Math.round(steps * factor),
                Math.round(logs * factor),
                Math.round(artifacts * factor),
                Math.round(snapshots * factor),
                Math.round(bytes * factor));
    }
}
