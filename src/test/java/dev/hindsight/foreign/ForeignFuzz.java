package dev.hindsight.foreign;

import static dev.hindsight.fixture.FuzzTarget.claim;

import dev.hindsight.access.Caller;
import dev.hindsight.fixture.FuzzTarget;
import dev.hindsight.ingest.OperationReader;
import dev.hindsight.ingest.ReportFuzz;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.report.Report;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Documents of other engines. An input is one, of the engine that it is recognized as. */
public final class ForeignFuzz implements FuzzTarget {

    private final OperationReader operations = ReportFuzz.operations();

    @Override
    public void take(byte[] input) throws IOException {
        try {
            Optional<ForeignFormat> format = ForeignFormat.of(input);
            if (format.isPresent()) {
                for (ForeignRecord record : format.get().records(input)) {
                    take(record);
                }
            }
        } catch (ProblemException problem) {
            FuzzTarget.refused(problem);
        }
    }

    private void take(ForeignRecord record) throws IOException {
        byte[] json;
        try {
            Operation operation = record.operation();
            json = operation.json();
            claim(
                    Arrays.equals(json, record.operation().json()),
                    "A record is the same operation every time.");
        } catch (ProblemException problem) {
            FuzzTarget.refused(problem);
            return;
        }
        Report report;
        try {
            report = operations.read(Caller.LOCAL, json);
        } catch (ProblemException problem) {
            // Of what a record says, only a payload can be more than is taken.
            if (problem.detail().contains("nested")) {
                return;
            }
            throw new AssertionError("What a record becomes is an operation.", problem);
        }
        ReportFuzz.holds(report);
        claim(report.execution().externalId() != null, "An execution keeps its engine's id.");
        claim(report.execution().workflowId() != null, "An execution has a workflow.");
    }
}
