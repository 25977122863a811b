package dev.hindsight.wfformat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.field.Fields;
import dev.hindsight.field.JsonText;
import dev.hindsight.field.Moments;
import dev.hindsight.payload.Notice;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import dev.hindsight.recording.ExecutionReport;
import dev.hindsight.report.Report;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a WfFormat 1.5 instance, the way in which scientific workflow engines' runs are published,
 * as one completed execution with its steps and graph.
 *
 * <p>The same file, however it is laid out, always is the same report, but for the time of the
 * import, so that importing it again changes nothing. All of it counts as reported when the
 * execution ended: what is said of the execution later is not undone by another import.
 */
@Singleton
public final class WfFormatReader {

    private final PayloadReader payloads;
    private final Clock clock;

    WfFormatReader(PayloadConfig config, Clock clock) {
        this.payloads = new PayloadReader(config);
        this.clock = clock;
    }

    /**
     * Reads a file.
     *
     * @throws ProblemException {@code invalid-request} when it is no WfFormat 1.5 instance, when it
     *     tells of no execution, when its tasks wait for each other in a circle, or when it has more
     *     tasks, files or references than {@link WfFormatTaskScan} takes
     * @throws IOException when it is not JSON
     */
    public Report read(Caller caller, byte[] file) throws IOException {
        FieldContext context = new FieldContext(payloads, file, Mode.MERGE);
        WfFormatDocument document = WfFormatScan.read(file, context);
        OffsetDateTime end = end(document);
        WfFormatGraph graph = new WfFormatGraph(document.tasks());
        Map<String, OffsetDateTime> starts = WfFormatTimeline.starts(document, graph);
        WfFormatPayloads parts =
                new WfFormatPayloads(payloads, file, context, document.fileSizes());
        Fields<ExecutionField> fields = fields(document, end);
        fields.put(
                ExecutionField.METADATA,
                parts.stored(document.rest(), "/metadata", "", fields.notices()));
        ExecutionReport execution =
                new ExecutionReport(
                        Mode.MERGE,
                        null,
                        externalId(document),
                        WfFormatNames.workflowId(document.name()),
                        end,
                        null,
                        false,
                        clock.instant().atOffset(ZoneOffset.UTC),
                        graph.toJson(),
                        false,
                        fields);
        return new Report(
                caller,
                execution,
                new WfFormatSteps(parts, graph, starts, end).read(document.inOrder()),
                List.of(),
                false,
                file.length);
    }

    private static Fields<ExecutionField> fields(WfFormatDocument document, OffsetDateTime end) {
        List<Notice> notices = new ArrayList<>();
        Fields<ExecutionField> fields = new Fields<>(ExecutionField.class, notices);
        fields.put(ExecutionField.STATUS, ExecutionStatus.COMPLETED.code());
        fields.put(
                ExecutionField.WORKFLOW_NAME,
                WfFormatNames.fit(document.name(), "/workflowName", notices));
        if (document.runName() != null) {
            fields.put(ExecutionField.RUN_ID, document.runName());
        }
        fields.put(ExecutionField.STARTED_AT, document.startedAt());
        fields.put(ExecutionField.COMPLETED_AT, end);
        fields.put(ExecutionField.DURATION_MS, document.durationMs());
        fields.put(ExecutionField.SOURCE, "WfFormat");
        if (document.author() != null) {
            fields.put(
                    ExecutionField.CREATED_BY,
                    WfFormatNames.fit(document.author(), "/createdBy", notices));
        }
        Map<String, @Nullable String> labels = labels(document, notices);
        if (!labels.isEmpty()) {
            fields.put(ExecutionField.LABELS, JsonText.ofMap(labels));
        }
        return fields;
    }

    private static Map<String, @Nullable String> labels(
            WfFormatDocument document, List<Notice> notices) {
        Map<String, @Nullable String> labels = new LinkedHashMap<>();
        label("runtimeSystem", document.runtimeSystem(), labels, notices);
        label("runtimeSystemVersion", document.runtimeVersion(), labels, notices);
        return labels;
    }

    private static void label(
            String key,
            @Nullable String value,
            Map<String, @Nullable String> labels,
            List<Notice> notices) {
        if (value != null) {
            labels.put(key, WfFormatNames.fit(value, "/labels/" + key, notices));
        }
    }

    private static OffsetDateTime end(WfFormatDocument document) {
        OffsetDateTime end = document.startedAt().plus(document.durationMs(), ChronoUnit.MILLIS);
        if (end.getYear() > WfFormatTimeline.MAX_YEAR) {
            String detail = "The execution would end behind the year 9999.";
            String pointer = "/workflow/execution/makespanInSeconds";
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, detail, List.of(new Violation(pointer, detail)));
        }
        return end;
    }

    /**
     * What identifies the run: its names, its times, and which task ran how long. Generated
     * instances share a name and the second in which they were made; only their tasks differ.
     */
    private static String externalId(WfFormatDocument document) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        add(document.name(), digest);
        add(document.runName() == null ? "" : document.runName(), digest);
        add(Moments.write(document.startedAt()), digest);
        add(Long.toString(document.durationMs()), digest);
        for (WfFormatTask task : document.inOrder()) {
            add(task.id(), digest);
            add(Long.toString(task.durationMs()), digest);
        }
        return "wfformat:" + HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private static void add(String part, MessageDigest digest) {
        digest.update(part.getBytes(UTF_8));
        digest.update((byte) 0);
    }
}
