package dev.hindsight.otlp;

import static dev.hindsight.fixture.FuzzTarget.claim;

import dev.hindsight.access.Caller;
import dev.hindsight.fixture.FuzzTarget;
import dev.hindsight.ingest.OperationReader;
import dev.hindsight.ingest.ReportFuzz;
import dev.hindsight.log.LogField;
import dev.hindsight.log.LogReport;
import dev.hindsight.otlp.Trace.Slice;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.report.Report;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests of OTLP. An input that begins with a brace is one in JSON, any other one in protobuf. */
public final class OtlpFuzz implements FuzzTarget {

    private final TraceSorter sorter;
    private final TraceWriter traces;
    private final OperationReader operations = ReportFuzz.operations();

    public OtlpFuzz() {
        OtlpConfig config = new Settings();
        sorter = new TraceSorter(config);
        traces = new TraceWriter(config);
    }

    /** As they are unless set, but for entries. */
    record Settings() implements OtlpConfig {

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public long maxBody() {
            return 1 << 24;
        }

        @Override
        public Optional<List<String>> services() {
            return Optional.empty();
        }

        @Override
        public Optional<String> requireAttribute() {
            return Optional.empty();
        }

        @Override
        public List<String> labels() {
            return List.of("service.name", "deployment.environment.name");
        }

        @Override
        public WorkflowFrom workflowFrom() {
            return WorkflowFrom.ROOT_SPAN;
        }

        @Override
        public boolean entryIsRoot() {
            return true;
        }
    }

    @Override
    public void take(byte[] input) throws IOException {
        boolean json = input.length > 0 && input[0] == '{';
        ExportTraceServiceRequest request = read(json ? Encoding.JSON : Encoding.PROTOBUF, input);
        if (request == null) {
            return;
        }
        byte[] bytes = request.toByteArray();
        ExportTraceServiceRequest same = read(Encoding.PROTOBUF, bytes);
        claim(same != null, "What is read from JSON can be written as protobuf.");
        int spans = spans(request);
        int taken = 0;
        Receipt receipt = new Receipt();
        for (Trace trace : sorter.sort(request, receipt)) {
            taken += trace.spans().size();
            take(new Slice(trace, trace.spans()), true);
            take(new Slice(trace, trace.spans()), false);
        }
        claim(taken + receipt.rejected() == spans, "Every span is taken or rejected.");
        claim(receipt.message().length() < 1_000, "A receipt is short.");
    }

    private static @Nullable ExportTraceServiceRequest read(Encoding encoding, byte[] body) {
        try {
            return encoding.read(body);
        } catch (ProblemException problem) {
            FuzzTarget.refused(problem);
            return null;
        }
    }

    private static int spans(ExportTraceServiceRequest request) {
        return request.getResourceSpansList().stream()
                .flatMap(ofResource -> ofResource.getScopeSpansList().stream())
                .mapToInt(ofScope -> ofScope.getSpansCount())
                .sum();
    }

    /** As the intake does: of a slice that is refused its halves are taken. */
    private void take(Slice slice, boolean begins) throws IOException {
        Report report;
        try {
            report = operations.read(Caller.LOCAL, traces.write(slice, begins));
        } catch (ProblemException problem) {
            FuzzTarget.refused(problem);
            if (slice.spans().size() > 1) {
                for (Slice half : slice.halves()) {
                    take(half, begins);
                }
            }
            return;
        }
        ReportFuzz.holds(report);
        claim(report.steps().size() == slice.spans().size(), "A span is a step.");
        for (LogReport line : report.lines()) {
            Long sequence = line.fields().get(LogField.SEQUENCE, Long.class);
            claim(
                    sequence != null && sequence >= 0 && sequence < 1L << 53,
                    "A sequence has 53 bits.");
        }
    }
}
