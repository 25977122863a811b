package dev.hindsight.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.access.Caller;
import dev.hindsight.access.Role;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Fields;
import dev.hindsight.payload.CleanText;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import dev.hindsight.recording.ExecutionReport;
import dev.hindsight.report.Report;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests into reports. */
@ApplicationScoped
public class ReportReader {

    private final PayloadReader payloads;
    private final StepReportReader steps = new StepReportReader();
    private final LogReportReader logs = new LogReportReader();
    private final ExecutionReportReader executions = new ExecutionReportReader(steps, logs);

    ReportReader(PayloadConfig config) {
        this.payloads = new PayloadReader(config);
    }

    /** A report of an execution with, perhaps, its steps, lines and graph. */
    Report create(Caller caller, byte[] body, @Nullable Integer ifVersion) throws IOException {
        ReportDraft draft = new ReportDraft(caller, Mode.MERGE);
        draft.ifVersion = ifVersion;
        return read(body, Mode.MERGE, (it, context) -> executions.read(draft, it, context))
                .report();
    }

    /**
     * A merge patch of an execution with, perhaps, reports of its steps.
     *
     * @param forced whether the order of statuses is overridden
     * @throws ProblemException {@code forbidden} if it is, and the caller is no administrator
     */
    Report patch(Caller caller, ExecutionRef ref, byte[] body, boolean forced) throws IOException {
        checkForce(caller, forced);
        ReportDraft draft = ReportDraft.about(caller, Mode.PATCH, ref);
        draft.forced = forced;
        return read(body, Mode.PATCH, (it, context) -> executions.read(draft, it, context))
                .report();
    }

    private static void checkForce(Caller caller, boolean forced) {
        if (forced && !caller.has(Role.ADMIN)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Only an administrator may override the order of statuses.");
        }
    }

    /** A graph, any JSON value, of the execution that a path names: a patch of that alone. */
    Report graph(Caller caller, ExecutionRef ref, byte[] body) throws IOException {
        ReportDraft draft = ReportDraft.about(caller, Mode.PATCH, ref);
        return read(
                        body,
                        Mode.PATCH,
                        (parser, context) -> {
                            context.at("/dag");
                            draft.graph = context.payload(parser);
                            draft.fields = new Fields<>(ExecutionField.class, context.notices());
                            return draft;
                        })
                .report();
    }

    /** Reports of steps: one object or an array. */
    Report steps(Caller caller, ExecutionRef ref, byte[] body) throws IOException {
        ReportDraft draft = ReportDraft.ofParts(caller, ref);
        return read(
                        body,
                        Mode.MERGE,
                        (parser, context) -> {
                            Body.Reading<?> step =
                                    it -> draft.add(steps.read(it, context, false, draft), context);
                            if (parser.currentToken() == JsonToken.START_ARRAY) {
                                Body.each(parser, context, "", step);
                            } else {
                                step.read(parser);
                            }
                            return draft;
                        })
                .touching();
    }

    /** A report or a merge patch of one step, named by the path; as for executions, if forced. */
    Report step(Caller caller, ExecutionRef ref, StepReportReader.Named named, byte[] body)
            throws IOException {
        checkForce(caller, named.forced());
        CleanText.idFault(named.key(), FieldTypes.MAX_ID)
                .ifPresent(
                        fault -> {
                            throw new ProblemException(
                                    ProblemType.INVALID_REQUEST,
                                    "The key in the path: " + fault,
                                    List.of(new Violation("/key", fault)));
                        });
        ReportDraft draft = ReportDraft.ofParts(caller, ref);
        return read(
                        body,
                        named.mode(),
                        (parser, context) -> {
                            draft.add(steps.readNamed(parser, context, named, draft), context);
                            return draft;
                        })
                .touching();
    }

    /** Lines of a log: an array. */
    Report lines(Caller caller, ExecutionRef ref, byte[] body) throws IOException {
        ReportDraft draft = ReportDraft.ofParts(caller, ref);
        return read(
                        body,
                        Mode.MERGE,
                        (parser, context) -> {
                            Body.each(parser, context, "", it -> logs.read(draft, it, context));
                            return draft;
                        })
                .touching();
    }

    /** One line of a log, as one line of NDJSON. */
    Report line(Caller caller, ExecutionRef ref, byte[] body) throws IOException {
        ReportDraft draft = ReportDraft.ofParts(caller, ref);
        return read(body, Mode.MERGE, (it, context) -> logs.read(draft, it, context)).touching();
    }

    /** A sign of life, with or without a body. */
    Report heartbeat(Caller caller, ExecutionRef ref, byte @Nullable [] body) throws IOException {
        ReportDraft draft = ReportDraft.ofParts(caller, ref);
        draft.heartbeat = true;
        if (body == null || body.length == 0) {
            return draft.touching();
        }
        return read(body, Mode.MERGE, (it, context) -> beat(draft, it, context)).touching();
    }

    /**
     * What is to be different in an execution that is run again, with or without a body.
     *
     * @throws ProblemException {@code invalid-request} naming what cannot be
     */
    public ReplayOrder replay(byte @Nullable [] body) throws IOException {
        if (body == null || body.length == 0) {
            return new ReplayOrder(null, ExecutionReport.none(), 0);
        }
        FieldContext context = new FieldContext(payloads, body, Mode.MERGE);
        return Body.read(
                body,
                context,
                parser -> ExecutionReportReader.readReplay(parser, context, body.length));
    }

    /** Reads the object of a sign of life that the parser stands on. */
    static ReportDraft beat(ReportDraft draft, JsonParser parser, FieldContext context)
            throws IOException {
        FieldReader.readObject(
                parser, context, Set.of(), (name, value) -> draft.readOwner(name, value, context));
        return draft;
    }

    /** Reads a record's worth of a body into a draft. */
    @FunctionalInterface
    private interface Reading {
        ReportDraft read(JsonParser parser, FieldContext context) throws IOException;
    }

    private ReportDraft read(byte[] body, Mode mode, Reading reading) throws IOException {
        FieldContext context = new FieldContext(payloads, body, mode);
        ReportDraft draft = Body.read(body, context, parser -> reading.read(parser, context));
        draft.bytes = body.length;
        return draft;
    }
}
