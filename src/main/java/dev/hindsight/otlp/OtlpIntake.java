package dev.hindsight.otlp;

import dev.hindsight.access.Caller;
import dev.hindsight.ingest.OperationReader;
import dev.hindsight.otlp.Trace.Slice;
import dev.hindsight.otlp.Trace.TracedSpan;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.report.Recorded;
import dev.hindsight.report.Report;
import dev.hindsight.report.ReportWriter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Takes the spans of a request: writes some, then reads on, so that nobody waits long for the event loop
 * or for the locks of a transaction.
 */
@Singleton
final class OtlpIntake {

    private static final Logger LOG = Logger.getLogger(OtlpIntake.class);

    /** What is written in one go: 500 spans, or as many events and links as weigh the same. */
    private static final int MAX_WEIGHT = 5_000;

    /** Events and links for which a span counts. */
    private static final int SPAN = 10;

    /** Bytes of what each trace repeats, beyond which no further one is written in the same go. */
    static final int MAX_REPEATED = 1024 * 1024;

    private final TraceSorter sorter;
    private final TraceWriter traces;
    private final OperationReader operations;
    private final ReportWriter reports;

    OtlpIntake(
            TraceSorter sorter,
            TraceWriter traces,
            OperationReader operations,
            ReportWriter reports) {
        this.sorter = sorter;
        this.traces = traces;
        this.operations = operations;
        this.reports = reports;
    }

    /**
     * Takes a request. Spans that cannot be taken are told by the receipt. Fails where nothing can be
     * taken now, since the database is away or too many wait; some spans may have been written by then,
     * and the same request may come again.
     */
    Uni<Receipt> take(Caller caller, ExportTraceServiceRequest request) {
        Receipt receipt = new Receipt();
        return Multi.createFrom()
                .iterable(groups(sorter.sort(request, receipt)))
                .onItem()
                .transformToUniAndConcatenate(
                        group -> write(new Writing(caller, true, receipt), group))
                .collect()
                .asList()
                .replaceWith(receipt);
    }

    /** Slices of traces, as many together as are written in one go. */
    static List<List<Slice>> groups(List<Trace> traces) {
        List<List<Slice>> groups = new ArrayList<>();
        List<Slice> group = new ArrayList<>();
        int room = MAX_WEIGHT;
        long repeated = 0;
        for (Trace trace : traces) {
            List<TracedSpan> spans = trace.spans();
            int from = 0;
            for (int to = 1; to <= spans.size(); to++) {
                room -= weight(spans.get(to - 1));
                if (room <= 0 || to == spans.size()) {
                    group.add(new Slice(trace, spans.subList(from, to)));
                    repeated += trace.repeatedBytes();
                    from = to;
                }
                if (room <= 0 || repeated >= MAX_REPEATED) {
                    groups.add(group);
                    group = new ArrayList<>();
                    room = MAX_WEIGHT;
                    repeated = 0;
                }
            }
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    private static int weight(TracedSpan traced) {
        return SPAN + traced.span().getEventsCount() + traced.span().getLinksCount();
    }

    /**
     * How slices are written.
     *
     * @param begins whether they say of which workflow their executions are
     */
    private record Writing(Caller caller, boolean begins, Receipt receipt) {}

    /** A slice, and what it reports. */
    private record Reported(Slice slice, Report report) {}

    private Uni<Void> write(Writing writing, List<Slice> slices) {
        List<Reported> read = new ArrayList<>();
        slices.forEach(slice -> read(writing, slice, read));
        return reports.write(read.stream().map(Reported::report).toList())
                .map(recorded -> settle(writing, read, recorded))
                .chain(
                        others ->
                                others.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : write(
                                                new Writing(
                                                        writing.caller(), false, writing.receipt()),
                                                others));
    }

    /** Reads a slice; if it cannot be taken, its halves, so that one span does not spoil the others. */
    private void read(Writing writing, Slice slice, List<Reported> read) {
        try {
            byte[] operation = traces.write(slice, writing.begins());
            read.add(new Reported(slice, operations.read(writing.caller(), operation)));
        } catch (ProblemException refused) {
            if (slice.spans().size() == 1) {
                writing.receipt().reject(1, refused.detail());
            } else {
                slice.halves().forEach(half -> read(writing, half, read));
            }
        }
    }

    /**
     * Notes what became of slices; tells those that are to be written without the name of a workflow,
     * since their executions were begun as another one.
     */
    private static List<Slice> settle(
            Writing writing, List<Reported> read, List<Recorded> recorded) {
        List<Slice> others = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            Slice slice = read.get(i).slice();
            ProblemException problem = recorded.get(i).problem();
            if (problem == null) {
                writing.receipt().accept(slice.spans().size());
            } else if (isBusy(problem)) {
                throw problem;
            } else if (problem.type() == ProblemType.CONFLICT && writing.begins()) {
                others.add(slice);
            } else {
                if (problem.type() == ProblemType.INTERNAL) {
                    LOG.errorf(
                            problem, "Spans of trace %s could not be written", slice.trace().id());
                }
                writing.receipt().reject(slice.spans().size(), problem.detail());
            }
        }
        return others;
    }

    private static boolean isBusy(ProblemException problem) {
        return problem.type() == ProblemType.UNAVAILABLE
                || problem.type() == ProblemType.OVERLOADED;
    }
}
