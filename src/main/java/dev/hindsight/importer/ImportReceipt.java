package dev.hindsight.importer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hindsight.copy.ExecutionCopy;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.report.Recorded;
import dev.hindsight.report.Report;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an import took over, new or known before.
 *
 * @param executions the executions that the file holds, the first 10,000 of them
 * @param more how many more there are; left out where there are none
 * @param steps how many steps they have in it
 * @param logs how many lines they have in it
 */
@RegisterForReflection
public record ImportReceipt(
        List<Imported> executions,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long more,
        long steps,
        long logs) {

    /** More are counted, not told: a file may hold any number. */
    private static final int MAX_TOLD = 10_000;

    public ImportReceipt {
        executions = List.copyOf(executions);
    }

    /**
     * An execution that was imported.
     *
     * @param externalId the id it had, or is known by from now on
     */
    @RegisterForReflection
    public record Imported(UUID id, @Nullable String externalId) {}

    static ImportReceipt of(Report report, Recorded recorded) {
        ExecutionSummary summary = Objects.requireNonNull(recorded.execution().summary());
        return new ImportReceipt(
                List.of(new Imported(summary.id(), summary.externalId())),
                null,
                report.steps().size(),
                report.lines().size());
    }

    /** A receipt that is being made. */
    static final class Draft {

        private final List<Imported> executions = new ArrayList<>();
        private long more;
        private long steps;
        private long logs;

        void add(ExecutionCopy execution, Map<String, Long> counts) {
            if (executions.size() < MAX_TOLD) {
                executions.add(new Imported(execution.id(), execution.externalId()));
            } else {
                more++;
            }
            steps += counts.getOrDefault("steps", 0L);
            logs += counts.getOrDefault("logs", 0L);
        }

        boolean isEmpty() {
            return executions.isEmpty();
        }

        ImportReceipt finished() {
            return new ImportReceipt(
                    executions, more == 0 ? null : Long.valueOf(more), steps, logs);
        }
    }
}
