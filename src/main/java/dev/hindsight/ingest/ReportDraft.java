package dev.hindsight.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Fields;
import dev.hindsight.log.LogReport;
import dev.hindsight.recording.ExecutionReport;
import dev.hindsight.recording.ExecutionReport.Naming;
import dev.hindsight.report.Report;
import dev.hindsight.step.StepReport;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has been read of a report so far. */
final class ReportDraft {

    /** Most reports of one attempt of a step: they are merged one after the other, and wait for it. */
    private static final int MAX_REPORTS_OF_ATTEMPT = 1_000;

    private final Caller caller;
    private boolean partsBegin;
    private boolean namesItself;
    private boolean isNamed;
    final Mode mode;
    private final Map<StepReport.Attempt, Integer> attempts = new HashMap<>();
    final List<StepReport> steps = new ArrayList<>();
    final List<LogReport> lines = new ArrayList<>();
    @Nullable UUID id;
    @Nullable String externalId;
    @Nullable String workflowId;
    @Nullable OffsetDateTime reportedAt;
    @Nullable Integer ifVersion;
    @Nullable String graph;
    Naming naming = Naming.GIVES;
    boolean forced;
    boolean heartbeat;
    int bytes;
    Fields<ExecutionField> fields = ExecutionReport.none();

    ReportDraft(Caller caller, Mode mode) {
        this.caller = caller;
        this.mode = mode;
    }

    /** One about the execution that a path names. */
    static ReportDraft about(Caller caller, Mode mode, ExecutionRef ref) {
        ReportDraft draft = new ReportDraft(caller, mode);
        draft.id = ref.id();
        draft.externalId = ref.externalId();
        draft.ifVersion = ref.ifVersion();
        if (mode == Mode.PATCH && ref.externalId() != null) {
            draft.naming = Naming.FINDS;
        }
        return draft;
    }

    /** One about parts of the execution that a path names, which may begin it. */
    static ReportDraft ofParts(Caller caller, ExecutionRef ref) {
        ReportDraft draft = about(caller, Mode.MERGE, ref);
        draft.partsBegin = true;
        return draft;
    }

    /** One about parts of the execution that they name themselves, and may begin. */
    static ReportDraft ofParts(Caller caller) {
        ReportDraft draft = new ReportDraft(caller, Mode.MERGE);
        draft.partsBegin = true;
        draft.namesItself = true;
        return draft;
    }

    /**
     * Reads a member by which a step, a line or a heartbeat says which execution it belongs to; false
     * if it is another one: {@code execution}, where no path names it, and {@code workflowId}, to begin
     * it. The first workflow named is the one that is begun; parts that come with a report of the
     * execution itself begin nothing.
     */
    boolean readOwner(String name, JsonParser parser, FieldContext context) throws IOException {
        boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
        if (name.equals("workflowId")) {
            String workflow = absent ? null : FieldTypes.readId(parser, context, FieldTypes.MAX_ID);
            if (partsBegin && workflowId == null) {
                workflowId = workflow;
            }
            return true;
        }
        if (name.equals("execution") && namesItself) {
            String named =
                    absent ? null : FieldTypes.readId(parser, context, ExecutionRef.MAX_LENGTH);
            isNamed = !absent;
            if (named != null) {
                ExecutionRef ref = ExecutionRef.parse(named);
                id = ref.id();
                externalId = ref.externalId();
            }
            return true;
        }
        return false;
    }

    /** Takes a report of a step in, or tells the context why not; whether it did. */
    boolean add(StepReport step, FieldContext context) {
        if (attempts.merge(step.about(), 1, Integer::sum) > MAX_REPORTS_OF_ATTEMPT) {
            context.rejectAt(
                    "/key",
                    "At most %d reports of one attempt are taken in one request."
                            .formatted(MAX_REPORTS_OF_ATTEMPT));
            return false;
        }
        return steps.add(step);
    }

    /** Tells the context if no execution is named, rightly or wrongly. */
    void checkOwner(FieldContext context) {
        if (!isNamed) {
            context.rejectAt("/execution", "It is needed: an id, or ext: and an external id.");
        }
    }

    /** A report of the execution itself. */
    Report report() {
        boolean alive = !steps.isEmpty() || !lines.isEmpty();
        ExecutionReport execution =
                new ExecutionReport(
                        mode,
                        id,
                        externalId,
                        workflowId,
                        reportedAt,
                        ifVersion,
                        forced,
                        null,
                        graph,
                        false,
                        fields,
                        alive,
                        naming,
                        false);
        return new Report(caller, execution, steps, lines, heartbeat, bytes);
    }

    /** A report that says nothing of the execution but that it is there. */
    Report touching() {
        return new Report(
                caller,
                ExecutionReport.touch(new ExecutionRef(id, externalId, ifVersion), workflowId),
                steps,
                lines,
                heartbeat,
                bytes);
    }
}
