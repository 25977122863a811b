package dev.hindsight.workflow;

import dev.hindsight.execution.ExecutionSummary;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that was run.
 *
 * @param workflowName the name its latest execution gave it
 * @param lastExecution the one that started last; absent when none is kept
 */
@RegisterForReflection
record Workflow(
        String workflowId,
        @Nullable String workflowName,
        @Nullable ExecutionSummary lastExecution) {

    static Workflow of(String workflowId, @Nullable ExecutionSummary last) {
        return new Workflow(workflowId, last == null ? null : last.workflowName(), last);
    }
}
