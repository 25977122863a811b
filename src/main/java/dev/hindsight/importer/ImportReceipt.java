package dev.hindsight.importer;

import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.ingest.Recorded;
import dev.hindsight.ingest.Report;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an import took over, new or known before.
 *
 * @param executions the executions that the file holds
 * @param steps how many steps they have in it
 * @param logs how many lines they have in it
 */
@RegisterForReflection
public record ImportReceipt(List<Imported> executions, int steps, int logs) {

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
                report.steps().size(),
                report.lines().size());
    }
}
