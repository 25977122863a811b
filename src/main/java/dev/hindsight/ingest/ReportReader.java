package dev.hindsight.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionReport;
import dev.hindsight.field.Field;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldType;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Fields;
import dev.hindsight.field.Uuids;
import dev.hindsight.log.LogField;
import dev.hindsight.log.LogReport;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.step.StepReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests into reports. */
@ApplicationScoped
public class ReportReader {

    /** A client's own id may be so old, and a clock's difference in the future. */
    private static final Duration OLDEST_ID = Duration.ofHours(24);

    private static final Duration NEWEST_ID = Duration.ofMinutes(5);

    private static final FieldReader<ExecutionField> EXECUTION =
            new FieldReader<>(
                    ExecutionField.class,
                    Set.of(
                            "version",
                            "createdAt",
                            "updatedAt",
                            "importedAt",
                            "lastHeartbeatAt",
                            "deletedAt",
                            "archived",
                            "payloadExpired",
                            "dagHash",
                            "notices"));

    private static final FieldReader<LogField> LOG =
            new FieldReader<>(LogField.class, Set.of("notices"));

    private final PayloadReader payloads;
    private final StepReportReader steps = new StepReportReader();
    private final Clock clock;

    ReportReader(PayloadConfig config, Clock clock) {
        this.payloads = new PayloadReader(config);
        this.clock = clock;
    }

    /** A report of an execution with, perhaps, its steps, lines and graph. */
    Report create(Caller caller, byte[] body, @Nullable Integer ifVersion) throws IOException {
        FieldContext context = new FieldContext(payloads, body, Mode.MERGE);
        Draft draft = new Draft(caller, Mode.MERGE);
        draft.ifVersion = ifVersion;
        Body.read(body, context, parser -> readExecution(draft, parser, context));
        return draft.report();
    }

    /** A merge patch of an execution with, perhaps, reports of its steps. */
    Report patch(
            Caller caller,
            ExecutionRef ref,
            byte[] body,
            @Nullable Integer ifVersion,
            boolean forced)
            throws IOException {
        FieldContext context = new FieldContext(payloads, body, Mode.PATCH);
        Draft draft = new Draft(caller, Mode.PATCH);
        draft.name(ref);
        draft.ifVersion = ifVersion;
        draft.forced = forced;
        Body.read(body, context, parser -> readExecution(draft, parser, context));
        return draft.report();
    }

    /** Reports of steps: one object or an array. */
    Report steps(Caller caller, ExecutionRef ref, byte[] body) throws IOException {
        FieldContext context = new FieldContext(payloads, body, Mode.MERGE);
        Draft draft = new Draft(caller, Mode.MERGE);
        draft.name(ref);
        Body.read(
                body,
                context,
                parser -> {
                    if (parser.currentToken() == JsonToken.START_ARRAY) {
                        Body.each(parser, context, "", it -> step(draft, it, context));
                    } else {
                        step(draft, parser, context);
                    }
                    return draft;
                });
        return draft.touching();
    }

    /** A report or a merge patch of one step, named by the path. */
    Report step(Caller caller, ExecutionRef ref, StepReportReader.Named named, byte[] body)
            throws IOException {
        FieldContext context = new FieldContext(payloads, body, named.mode());
        Draft draft = new Draft(caller, Mode.MERGE);
        draft.name(ref);
        Body.read(
                body,
                context,
                parser -> {
                    draft.steps.add(steps.readNamed(parser, context, named, draft::begins));
                    return draft;
                });
        return draft.touching();
    }

    /** Lines of a log: an array. */
    Report lines(Caller caller, ExecutionRef ref, byte[] body) throws IOException {
        FieldContext context = new FieldContext(payloads, body, Mode.MERGE);
        Draft draft = new Draft(caller, Mode.MERGE);
        draft.name(ref);
        Body.read(
                body,
                context,
                parser -> {
                    Body.each(parser, context, "", it -> line(draft, it, context));
                    return draft;
                });
        return draft.touching();
    }

    /** One line of a log, as one line of NDJSON. */
    Report line(Caller caller, ExecutionRef ref, byte[] body) throws IOException {
        FieldContext context = new FieldContext(payloads, body, Mode.MERGE);
        Draft draft = new Draft(caller, Mode.MERGE);
        draft.name(ref);
        Body.read(body, context, parser -> line(draft, parser, context));
        return draft.touching();
    }

    /** A sign of life, with or without a body. */
    Report heartbeat(Caller caller, ExecutionRef ref, byte @Nullable [] body) throws IOException {
        Draft draft = new Draft(caller, Mode.MERGE);
        draft.name(ref);
        draft.heartbeat = true;
        if (body != null && body.length > 0) {
            FieldContext context = new FieldContext(payloads, body, Mode.MERGE);
            Body.read(
                    body,
                    context,
                    parser -> {
                        new FieldReader<>(NoField.class, Set.of())
                                .read(parser, context, draft.workflowId(context));
                        return draft;
                    });
        }
        return draft.touching();
    }

    /** A record without fields of its own. */
    private enum NoField implements Field {
        ;

        @Override
        public String pointer() {
            throw new IllegalStateException();
        }

        @Override
        public String column() {
            throw new IllegalStateException();
        }

        @Override
        public FieldType type() {
            throw new IllegalStateException();
        }
    }

    private Draft readExecution(Draft draft, JsonParser parser, FieldContext context)
            throws IOException {
        draft.fields =
                EXECUTION.read(
                        parser, context, (name, value) -> other(draft, name, value, context));
        if (draft.id != null && draft.mode == Mode.MERGE) {
            checkAge(draft.id, context);
        }
        return draft;
    }

    private boolean other(Draft draft, String name, JsonParser parser, FieldContext context)
            throws IOException {
        boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
        if (absent && draft.mode == Mode.PATCH && Draft.IDENTITY.contains(name)) {
            context.reject("It cannot be cleared.");
            return true;
        }
        switch (name) {
            case "id" -> draft.id = absent ? null : id(draft, parser, context);
            case "externalId" ->
                    draft.externalId = absent ? null : externalId(draft, parser, context);
            case "workflowId" -> draft.workflowId = absent ? null : text(parser, context);
            case "reportedAt" ->
                    draft.reportedAt = absent ? null : FieldTypes.readMoment(parser, context);
            case "steps" -> {
                if (!absent) {
                    String base = context.base() + "/steps";
                    Body.each(parser, context, base, it -> nested(draft, it, context));
                }
            }
            case "logs" -> {
                if (draft.mode == Mode.PATCH) {
                    return false;
                }
                if (!absent) {
                    String base = context.base() + "/logs";
                    Body.each(parser, context, base, it -> line(draft, it, context));
                }
            }
            case "dag" -> {
                if (draft.mode == Mode.PATCH) {
                    return false;
                }
                draft.graph = absent ? null : context.payload(parser);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private Draft nested(Draft draft, JsonParser parser, FieldContext context) throws IOException {
        draft.steps.add(steps.read(parser, context, draft.mode == Mode.PATCH, workflow -> {}));
        return draft;
    }

    private Draft step(Draft draft, JsonParser parser, FieldContext context) throws IOException {
        draft.steps.add(steps.read(parser, context, false, draft::begins));
        return draft;
    }

    private Draft line(Draft draft, JsonParser parser, FieldContext context) throws IOException {
        Fields<LogField> fields = LOG.read(parser, context, draft.workflowId(context));
        draft.lines.add(new LogReport(fields));
        return draft;
    }

    private static @Nullable String text(JsonParser parser, FieldContext context)
            throws IOException {
        String text = FieldTypes.readText(parser, context, 255);
        return text != null && text.isEmpty() ? context.reject("It must not be empty.") : text;
    }

    private static @Nullable String externalId(Draft draft, JsonParser parser, FieldContext context)
            throws IOException {
        String sent = text(parser, context);
        return sent == null ? draft.externalId : sent;
    }

    private static @Nullable UUID id(Draft draft, JsonParser parser, FieldContext context)
            throws IOException {
        String text = text(parser, context);
        UUID id = text == null ? null : Uuids.parse(text);
        if (text != null && (id == null || !Uuid7.is(id))) {
            return context.reject(
                    "It must be a UUID of version 7; any other id belongs in externalId.");
        }
        if (draft.id != null && id != null && !draft.id.equals(id)) {
            return context.reject("It is not the execution that the path names.");
        }
        return id;
    }

    private void checkAge(UUID id, FieldContext context) {
        Instant minted = Uuid7.timeOf(id);
        Instant now = clock.instant();
        if (minted.isBefore(now.minus(OLDEST_ID)) || minted.isAfter(now.plus(NEWEST_ID))) {
            context.rejectAt(
                    "/id", "Its time must lie within the last 24 hours and the next 5 minutes.");
        }
    }

    /** What has been read of a report so far. */
    private static final class Draft {
        static final Set<String> IDENTITY = Set.of("id", "externalId", "workflowId");

        final Caller caller;
        final Mode mode;
        final List<StepReport> steps = new ArrayList<>();
        final List<LogReport> lines = new ArrayList<>();
        @Nullable UUID id;
        @Nullable String externalId;
        @Nullable String workflowId;
        @Nullable OffsetDateTime reportedAt;
        @Nullable Integer ifVersion;
        @Nullable String graph;
        boolean forced;
        boolean heartbeat;
        Fields<ExecutionField> fields = ExecutionReport.none();

        Draft(Caller caller, Mode mode) {
            this.caller = caller;
            this.mode = mode;
        }

        void name(ExecutionRef ref) {
            id = ref.id();
            externalId = ref.externalId();
        }

        /** The first workflow that a step or line names is the one that is begun. */
        void begins(String workflow) {
            if (workflowId == null) {
                workflowId = workflow;
            }
        }

        FieldReader.Others workflowId(FieldContext context) {
            return (name, parser) -> {
                if (!name.equals("workflowId")) {
                    return false;
                }
                String workflow =
                        parser.currentToken() == JsonToken.VALUE_NULL
                                ? null
                                : text(parser, context);
                if (workflow != null) {
                    begins(workflow);
                }
                return true;
            };
        }

        Report report() {
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
                            fields);
            return new Report(caller, execution, steps, lines, heartbeat);
        }

        Report touching() {
            return new Report(
                    caller,
                    ExecutionReport.touch(id, externalId, workflowId),
                    steps,
                    lines,
                    heartbeat);
        }
    }
}
