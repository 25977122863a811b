package dev.hindsight.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionReport;
import dev.hindsight.log.LogOutcome;
import dev.hindsight.log.LogReport;
import dev.hindsight.problem.Problem;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.report.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final List<LogReceipt.LineError> errors = new ArrayList<>();
    private @Nullable String workflowId;
    private int rejected;
    private int bytes;

    private NdjsonLines() {}

    /** Reads a body. */
    static NdjsonLines read(byte[] body, Reading reading) throws IOException {
        NdjsonLines lines = new NdjsonLines();
        lines.bytes = body.length;
        int number = 0;
        for (int from = 0; from < body.length; ) {
            int to = from;
            while (to < body.length && body[to] != '\n') {
                to++;
            }
            number++;
            if (!isBlank(body, from, to)) {
                lines.take(number, Arrays.copyOfRange(body, from, to), reading);
            }
            from = to + 1;
        }
        return lines;
    }

    /** All good lines as one report. */
    Report merged(Caller caller, ExecutionRef ref) {
        return new Report(
                caller, ExecutionReport.touch(ref, workflowId), List.of(), good, false, bytes);
    }

    /** What became of the body, when its good lines are stored. */
    LogReceipt receipt(LogOutcome outcome) {
        return rejected == 0 ? LogReceipt.of(outcome) : LogReceipt.of(outcome, rejected, errors);
    }

    private void take(int number, byte[] line, Reading reading) throws IOException {
        try {
            Report report = reading.read(line);
            good.addAll(report.lines());
            if (workflowId == null) {
                workflowId = report.execution().workflowId();
            }
        } catch (ProblemException problem) {
            reject(number, problem);
        } catch (JsonProcessingException malformed) {
            reject(
                    number,
                    new ProblemException(ProblemType.INVALID_REQUEST, "The line is not JSON."));
        }
    }

    private void reject(int number, ProblemException problem) {
        rejected++;
        if (errors.size() < MAX_ERRORS) {
            errors.add(new LogReceipt.LineError(number, Problem.of(problem, null)));
        }
    }

    private static boolean isBlank(byte[] body, int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
