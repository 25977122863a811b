package dev.hindsight.bulk;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import dev.hindsight.report.Recorded;
import dev.hindsight.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Lines that are written as one report: one about an execution itself, or any number about parts of
 * one execution. A part can only be refused because of its execution, so that what becomes of the
 * report becomes of each of its lines.
 */
final class LineGroup {

    private static final Logger LOG = Logger.getLogger(LineGroup.class);

    private final List<Long> numbers = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();

    /** Whether the next line of parts of the execution may be added, as far as this group knows. */
    boolean takes(Report next) {
        // Where only the next one begins the execution, those before it are refused without it.
        return reports.get(0).execution().workflowId() != null
                || next.execution().workflowId() == null;
    }

    LineGroup add(long number, Report report) {
        numbers.add(number);
        reports.add(report);
        return this;
    }

    /** All of it as one report. */
    Report report() {
        return reports.size() == 1
                ? reports.get(0)
                : new Report(
                        reports.get(0).caller(),
                        reports.get(0).execution(),
                        reports.stream().flatMap(it -> it.steps().stream()).toList(),
                        reports.stream().flatMap(it -> it.lines().stream()).toList(),
                        reports.stream().anyMatch(Report::heartbeat),
                        reports.stream().mapToInt(Report::bytes).sum());
    }

    /** Tells what became of its lines; those that are refused by their numbers. */
    void settle(Recorded recorded, BulkReceipt.Draft receipt, Map<Long, ProblemException> refused) {
        ProblemException problem = recorded.problem();
        if (problem == null) {
            receipt.accept(numbers.size(), ignored(recorded));
        } else {
            if (problem.type() == ProblemType.INTERNAL) {
                LOG.errorf(problem, "Lines from %d on could not be written", numbers.get(0));
            }
            ProblemException placed = placed(problem);
            numbers.forEach(number -> refused.put(number, placed));
        }
    }

    /** A problem as it is told of a line: what is wrong with a report is wrong with a member there. */
    private static ProblemException placed(ProblemException problem) {
        return new ProblemException(
                problem.type(),
                problem.detail(),
                problem.violations().stream()
                        .map(it -> new Violation("/execution" + it.pointer(), it.detail()))
                        .toList(),
                problem.extensions());
    }

    private long ignored(Recorded recorded) {
        Report written = report();
        if (!written.execution().onlyTouches()) {
            return recorded.execution().ignores(written.execution()) ? 1 : 0;
        }
        return IntStream.range(0, written.steps().size())
                .filter(i -> recorded.steps().get(i).ignores(written.steps().get(i)))
                .count();
    }
}
