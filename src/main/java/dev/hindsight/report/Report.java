package dev.hindsight.report;

import dev.hindsight.access.Caller;
import dev.hindsight.log.LogReport;
import dev.hindsight.recording.ExecutionReport;
import dev.hindsight.step.StepReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one request says of one execution: taken whole or not at all.
 *
 * @param caller on whose behalf
 * @param execution what it says of the execution itself, or only which one it is about
 * @param steps reports of its steps, in their order
 * @param lines lines of its log, in their order
 * @param heartbeat whether it is a sign of life
 * @param bytes of the request that it was read from: about what it takes of memory while it waits
 */
public record Report(
        Caller caller,
        ExecutionReport execution,
        List<StepReport> steps,
        List<LogReport> lines,
        boolean heartbeat,
        int bytes) {

    public Report {
        steps = List.copyOf(steps);
        lines = List.copyOf(lines);
    }

    /** What it calls its execution; {@code null} if that is new and has no name. */
    @Nullable Object name() {
        return execution.externalId() == null ? execution.id() : execution.externalId();
    }
}
