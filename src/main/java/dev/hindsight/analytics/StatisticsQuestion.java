package dev.hindsight.analytics;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which executions statistics are asked of.
 *
 * @param workflowIds any of these; none for all
 * @param createdBy any of these; none for all. Nobody rolls up by creator: with it the executions
 *     themselves are read
 * @param from that started then or later
 * @param to that started before
 * @param isWeighted whether each stands for 1 ÷ sample rate executions
 */
public record StatisticsQuestion(
        int namespaceId,
        List<String> workflowIds,
        List<String> createdBy,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean isWeighted) {

    /** One execution of a lesser rate, which may be reported, would make all sums infinite. */
    private static final double LEAST_RATE = 1e-15;

    public StatisticsQuestion {
        workflowIds = List.copyOf(workflowIds);
        createdBy = List.copyOf(createdBy);
    }

    /** The same of another range. */
    StatisticsQuestion within(Instant from, Instant to) {
        return new StatisticsQuestion(namespaceId, workflowIds, createdBy, from, to, isWeighted);
    }

    /** The same of one workflow. */
    StatisticsQuestion of(String workflowId) {
        return new StatisticsQuestion(
                namespaceId, List.of(workflowId), createdBy, from, to, isWeighted);
    }

    /** Whether rolled-up statistics can answer it. */
    boolean isOfRollups() {
        return createdBy.isEmpty();
    }

    /** What an execution of a sample rate counts for: 10^15 at most. */
    double weight(double sampleRate) {
        return isWeighted ? 1 / Math.max(sampleRate, LEAST_RATE) : 1;
    }
}
