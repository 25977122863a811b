package dev.hindsight.workflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.rollup.WorkflowTotal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that was run.
 *
 * @param workflowName the name its latest execution gave it
 * @param counts of all its executions that ever were
 * @param successRate completed ÷ finished, 0 to 100; {@code null} when nothing finished
 * @param p95DurationMs of those that finished; {@code null} when nothing did
 * @param lastExecution the one that started last; {@code null} when none is kept
 */
@RegisterForReflection
record Workflow(
        String workflowId,
        @Nullable String workflowName,
        Counts counts,
        @Nullable BigDecimal successRate,
        @JsonProperty("p95DurationMs") @Nullable BigDecimal p95DurationMs,
        @Nullable ExecutionSummary lastExecution) {

    /** How many executions there ever were. */
    @RegisterForReflection
    record Counts(
            long total,
            long pending,
            long running,
            long completed,
            long failed,
            long cancelled,
            long timedOut,
            long crashed) {}

    static Workflow of(@Nullable ExecutionSummary last, WorkflowTotal total) {
        long finished = total.total() - total.pending() - total.running();
        Double p95 = total.p95DurationMs();
        return new Workflow(
                total.workflowId(),
                last == null ? null : last.workflowName(),
                new Counts(
                        total.total(),
                        total.pending(),
                        total.running(),
                        total.completed(),
                        total.failed(),
                        total.cancelled(),
                        total.timedOut(),
                        total.crashed()),
                finished == 0 ? null : number(100.0 * total.completed() / finished),
                p95 == null ? null : number(p95),
                last);
    }

    /** To three digits behind the point, without zeros at its end. */
    private static BigDecimal number(double value) {
        BigDecimal number =
                BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return number.scale() < 0 ? number.setScale(0) : number;
    }
}
