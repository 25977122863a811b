package dev.hindsight.importer;

import dev.hindsight.copy.ExecutionCopy;
import dev.hindsight.copy.StepCopy;
import dev.hindsight.log.LogReport;
import dev.hindsight.payload.Notice;
import dev.hindsight.transcript.Appendix;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a transcript. Of its values, the one that its kind names is there.
 *
 * @param notices what was altered in a graph
 * @param counts records by their kinds, as the line tells them; the kind of a part
 */
record Line(
        Kind kind,
        @Nullable ExecutionCopy execution,
        @Nullable String graph,
        @Nullable StepCopy step,
        @Nullable LogReport line,
        Appendix.@Nullable Part part,
        List<Notice> notices,
        Map<String, Long> counts) {

    /** What a line is of. The order is that of the lines of a file. */
    enum Kind {
        HEADER,
        EXECUTION,
        DAG,
        STEP,
        LOG,
        PART,
        WHOLE,
        END
    }

    static Line header() {
        return new Line(Kind.HEADER, null, null, null, null, null, List.of(), Map.of());
    }

    static Line of(@Nullable ExecutionCopy execution) {
        return new Line(Kind.EXECUTION, execution, null, null, null, null, List.of(), Map.of());
    }

    static Line ofGraph(String graph, List<Notice> notices) {
        return new Line(Kind.DAG, null, graph, null, null, null, List.copyOf(notices), Map.of());
    }

    static Line of(@Nullable StepCopy step) {
        return new Line(Kind.STEP, null, null, step, null, null, List.of(), Map.of());
    }

    static Line of(LogReport line) {
        return new Line(Kind.LOG, null, null, null, line, null, List.of(), Map.of());
    }

    static Line of(String name, Appendix.Part part) {
        return new Line(Kind.PART, null, null, null, null, part, List.of(), Map.of(name + "s", 1L));
    }

    /** The same with another part. */
    Line with(Appendix.Part other) {
        return new Line(kind, execution, graph, step, line, other, notices, counts);
    }

    static Line of(Kind kind, Map<String, Long> counts) {
        return new Line(kind, null, null, null, null, null, List.of(), Map.copyOf(counts));
    }
}
