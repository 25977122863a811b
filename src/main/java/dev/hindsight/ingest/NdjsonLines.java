package dev.hindsight.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.log.LogOutcome;
import dev.hindsight.log.LogReport;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.recording.ExecutionReport;
import dev.hindsight.report.Report;
import dev.hindsight.stream.LineErrors;
import dev.hindsight.stream.LineSplitter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an NDJSON body, taken one by one: a bad one is named and does not spoil its
 * neighbours. Lines end with a line feed; empty ones are passed over.
 */
final class NdjsonLines {

    /** More errors than this are counted, not told. */
    private static final int MAX_ERRORS = 100;

    /** Reads one line. */
    @FunctionalInterface
    interface Reading {
        Report read(byte[] line) throws IOException;
    }

    private final List<LogReport> good = new ArrayList<>();
    private final LineErrors errors = new LineErrors(MAX_ERRORS);
    private @Nullable String workflowId;
    private int bytes;

    private NdjsonLines() {}

    /** Reads a body. */
    static NdjsonLines read(byte[] body, Reading reading) throws IOException {
        NdjsonLines lines = new NdjsonLines();
        lines.bytes = body.length;
        LineSplitter splitter = new LineSplitter(body.length);
        lines.take(splitter.take(body), reading);
        lines.take(splitter.end(), reading);
        return lines;
    }

    /** All good lines as one report. */
    Report merged(Caller caller, ExecutionRef ref) {
        return new Report(
                caller, ExecutionReport.touch(ref, workflowId), List.of(), good, false, bytes);
    }

    /** What became of the body, when its good lines are stored. */
    LogReceipt receipt(LogOutcome outcome) {
        return LogReceipt.of(outcome, errors);
    }

    private void take(List<LineSplitter.Numbered> lines, Reading reading) throws IOException {
        for (LineSplitter.Numbered line : lines) {
            take(line, reading);
        }
    }

    private void take(LineSplitter.Numbered line, Reading reading) throws IOException {
        try {
            Report report = reading.read(line.bytes());
            good.addAll(report.lines());
            if (workflowId == null) {
                workflowId = report.execution().workflowId();
            }
        } catch (ProblemException problem) {
            errors.add(line.number(), problem);
        } catch (JsonProcessingException malformed) {
            errors.add(
                    line.number(),
                    new ProblemException(ProblemType.INVALID_REQUEST, "The line is not JSON."));
        }
    }
}
