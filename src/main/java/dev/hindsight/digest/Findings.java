package dev.hindsight.digest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.failure.ListedFailure;
import dev.hindsight.field.JsonOut;
import dev.hindsight.field.Moments;
import dev.hindsight.log.LogLine;
import dev.hindsight.outcome.RecordedError;
import dev.hindsight.step.Step;
import dev.hindsight.step.StepStatus;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a failure.
 *
 * @param culprit the step that failed first, and its followers; absent where no step failed
 * @param running of a crashed one the steps that still ran, as far as anybody said; one more than are
 *     told if there are more
 * @param isMore whether more steps failed than were looked at
 * @param lines the last ones of that step, or else of the execution
 * @param isWithheld whether lines and differences are absent because they are not for who asks
 * @param elsewhere the group that the failure is of, as far as there is one
 * @param success the newest completed execution of the workflow before
 * @param different what differs from that, as far as the two could be compared
 */
public record Findings(
        ExecutionSummary execution,
        @Nullable Culprit culprit,
        List<Step> running,
        boolean isMore,
        List<LogLine> lines,
        boolean isWithheld,
        @Nullable Elsewhere elsewhere,
        @Nullable ExecutionSummary success,
        Differences.@Nullable Told different) {

    static final Differences.Bounds BOUNDS = new Differences.Bounds(10, 10);

    private static final int FOLLOWERS = 10;

    /** Steps that the sentences name of those that still ran. */
    private static final int NAMED = 3;

    private static final int VALUE_BYTES = 512;

    private static final int LINE_BYTES = 1024;

    public Findings {
        running = List.copyOf(running);
        lines = List.copyOf(lines);
    }

    /**
     * Failures of the same kind.
     *
     * @param others of the same group, newest first
     */
    public record Elsewhere(ListedFailure group, List<ExecutionSummary> others) {}

    /** Writes them. */
    public void write(JsonGenerator json) throws IOException {
        JsonOut out = new JsonOut(json);
        Brief brief = new Brief(json);
        out.text("summary", summary());
        json.writeFieldName("execution");
        brief.execution(execution);
        if (culprit != null) {
            json.writeFieldName("failedFirst");
            brief.step(culprit.step());
            List<Step> followers = culprit.followers();
            out.number("followers", followers.size()).bool("followersCounted", !isMore);
            brief.steps(
                    "firstFollowers", followers.subList(0, Math.min(FOLLOWERS, followers.size())));
        }
        if (!running.isEmpty()) {
            brief.steps(
                    "stillRunning",
                    running.subList(0, Math.min(Diagnosis.RUNNING, running.size())));
        }
        if (isWithheld) {
            out.bool("payloadWithheld", true);
        } else {
            brief.lines("lastLogs", lines, new Excerpts(LINE_BYTES));
        }
        writeElsewhere(json, brief);
        json.writeFieldName("lastSuccess");
        if (success == null) {
            json.writeNull();
        } else {
            brief.execution(success);
        }
        if (different != null) {
            json.writeObjectFieldStart("differentFromLastSuccess");
            Differences.write(json, different, BOUNDS, new Excerpts(VALUE_BYTES));
            json.writeEndObject();
        }
    }

    private void writeElsewhere(JsonGenerator json, Brief brief) throws IOException {
        if (elsewhere == null) {
            return;
        }
        ListedFailure group = elsewhere.group();
        json.writeObjectFieldStart("sameFailure");
        new JsonOut(json)
                .text("fingerprint", group.fingerprint())
                .number("count", group.count())
                .text("firstSeenAt", group.firstSeenAt())
                .text("lastSeenAt", group.lastSeenAt())
                .text("state", group.state());
        json.writeArrayFieldStart("others");
        for (ExecutionSummary other : elsewhere.others()) {
            brief.execution(other);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The findings in sentences. */
    private String summary() {
        StringBuilder told = new StringBuilder("The execution ").append(outcome()).append('.');
        RecordedError error = execution.error();
        if (culprit != null) {
            Step first = culprit.step();
            told.append(" The step ")
                    .append(named(first))
                    .append(" was the first to fail, ")
                    .append(
                            first.attempt() == 1
                                    ? "in its only attempt"
                                    : "in attempt " + first.attempt())
                    .append(first.status() == StepStatus.FAILED ? "" : ": " + first.status().word())
                    .append('.');
            error = first.error() == null ? error : first.error();
            if (!culprit.followers().isEmpty()) {
                told.append(" After it ")
                        .append(isMore ? "at least " : "")
                        .append(culprit.followers().size())
                        .append(" more failed.");
            }
        } else if (execution.status().isTerminal()
                && execution.status() != ExecutionStatus.COMPLETED) {
            told.append(" No step of it is known to have failed.");
        }
        if (execution.status() == ExecutionStatus.CRASHED && execution.statusReason() != null) {
            told.append(' ').append(Excerpts.brief(execution.statusReason()));
        }
        told.append(ranStill());
        if (error != null && error.message() != null) {
            told.append(" The error: ").append(quoted(Excerpts.brief(error.message()))).append('.');
        }
        return told.append(kin()).append(before()).toString();
    }

    private String ranStill() {
        if (running.isEmpty()) {
            return "";
        }
        String some =
                running.stream()
                        .limit(NAMED)
                        .map(Findings::since)
                        .collect(Collectors.joining(", "));
        return " Still running then: %s%s."
                .formatted(some, running.size() > NAMED ? " and more" : "");
    }

    private static String since(Step step) {
        OffsetDateTime at = step.startedAt();
        return named(step) + (at == null ? "" : " since " + Moments.write(at));
    }

    private static String named(Step step) {
        return step.nodeId().equals(step.key())
                ? quoted(step.key())
                : quoted(step.key()) + " of the node " + quoted(step.nodeId());
    }

    private String outcome() {
        return switch (execution.status()) {
            case COMPLETED -> "did not fail: it is completed";
            case PENDING -> "did not fail: it is pending";
            case RUNNING -> "has not failed, or not yet: it is running";
            case FAILED -> "failed";
            case CANCELLED -> "was cancelled";
            case TIMED_OUT -> "timed out";
            case CRASHED -> "is taken for crashed: nothing was heard of it for too long";
        };
    }

    private String kin() {
        if (elsewhere == null) {
            return "";
        }
        long count = elsewhere.group().count();
        return count <= 1
                ? " No other failure of the same kind is known."
                : " Failures of the same kind: %d, the first at %s."
                        .formatted(count, elsewhere.group().firstSeenAt());
    }

    private String before() {
        return success == null
                ? " No execution of the workflow completed before it."
                : " The last one of the workflow that completed before it is %s."
                        .formatted(success.id());
    }

    private static String quoted(@Nullable String word) {
        return '"' + word + '"';
    }
}
