package dev.hindsight.importer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hindsight.copy.ExecutionCopy;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import dev.hindsight.report.Recorded;
import dev.hindsight.report.Report;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an import took over, new or known before.
 *
 * @param executions the executions that the file holds, the first 10,000 of them
 * @param more how many more there are; left out where there are none
 * @param steps how many steps they have in it
 * @param logs how many lines they have in it
 * @param rejected records that were not taken, the first 1,000 of them; left out where there are none
 */
@RegisterForReflection
public record ImportReceipt(
        List<Imported> executions,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long more,
        long steps,
        long logs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Rejected> rejected) {

    /** More are counted, not told: a file may hold any number. */
    private static final int MAX_TOLD = 10_000;

    private static final int MAX_REJECTED = 1_000;

    public ImportReceipt {
        executions = List.copyOf(executions);
        rejected = List.copyOf(rejected);
    }

    /**
     * An execution that was imported.
     *
     * @param externalId the id it had, or is known by from now on
     */
    @RegisterForReflection
    public record Imported(UUID id, @Nullable String externalId) {}

    /**
     * A record that was not taken.
     *
     * @param pointer where it stands in the document, as RFC 6901; in a file of lines as if they were an
     *     array
     * @param detail why
     */
    @RegisterForReflection
    public record Rejected(String pointer, String detail) {}

    static ImportReceipt of(Report report, Recorded recorded) {
        ExecutionSummary summary = Objects.requireNonNull(recorded.execution().summary());
        return new ImportReceipt(
                List.of(new Imported(summary.id(), summary.externalId())),
                null,
                report.steps().size(),
                report.lines().size(),
                List.of());
    }

    /** A receipt that is being made. */
    static final class Draft {

        private final List<Imported> executions = new ArrayList<>();
        private final Set<UUID> told = new HashSet<>();
        private final List<Rejected> rejected = new ArrayList<>();
        private @Nullable ProblemException first;
        private long refused;
        private long more;
        private long steps;
        private long logs;

        void add(ExecutionCopy execution, Map<String, Long> counts) {
            tell(new Imported(execution.id(), execution.externalId()));
            steps += counts.getOrDefault("steps", 0L);
            logs += counts.getOrDefault("logs", 0L);
        }

        private void tell(Imported imported) {
            if (executions.size() < MAX_TOLD) {
                executions.add(imported);
            } else {
                more++;
            }
        }

        /** A record that was taken; several may be of one execution. */
        Imported add(Report report, Recorded recorded) {
            ExecutionSummary summary = Objects.requireNonNull(recorded.execution().summary());
            Imported imported = new Imported(summary.id(), summary.externalId());
            if (told.add(summary.id())) {
                tell(imported);
            }
            steps += report.steps().size();
            logs += report.lines().size();
            return imported;
        }

        /** A record that was not taken. */
        void reject(String pointer, ProblemException problem) {
            refused++;
            first = first == null ? problem : first;
            if (rejected.size() < MAX_REJECTED) {
                rejected.add(new Rejected(pointer, detail(problem)));
            }
        }

        private static String detail(ProblemException problem) {
            StringJoiner details = new StringJoiner(" ").add(problem.detail());
            problem.violations().stream()
                    .filter(it -> !it.detail().equals(problem.detail()))
                    .limit(3)
                    .forEach(it -> details.add("(" + it.pointer() + ": " + it.detail() + ")"));
            return details.toString();
        }

        /**
         * Checks that something was taken, if there was anything.
         *
         * @throws ProblemException that of the only record, or one that tells of each
         */
        void check() {
            if (first == null || !executions.isEmpty()) {
                return;
            }
            if (refused == 1) {
                throw first;
            }
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "None of the %,d records can be taken.".formatted(refused),
                    rejected.stream()
                            .limit(100)
                            .map(it -> new Violation(it.pointer(), it.detail()))
                            .toList());
        }

        boolean isEmpty() {
            return executions.isEmpty();
        }

        ImportReceipt finished() {
            return new ImportReceipt(
                    executions, more == 0 ? null : Long.valueOf(more), steps, logs, rejected);
        }
    }
}
