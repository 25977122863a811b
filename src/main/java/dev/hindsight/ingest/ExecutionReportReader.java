package dev.hindsight.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Fields;
import dev.hindsight.field.Uuids;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.recording.ExecutionReport.Naming;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads reports of executions, with the steps, lines and graph they may carry. */
final class ExecutionReportReader {

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
                                    "notices"))
                    .beside("id", "workflowId", "externalId", "reportedAt", "steps", "logs", "dag");

    /** What may be said of an execution that is run again: the rest is as it was, or the engine's. */
    private static final FieldReader<ExecutionField> REPLAY =
            new FieldReader<>(
                            ExecutionField.class,
                            EnumSet.of(
                                    ExecutionField.INPUT,
                                    ExecutionField.LABELS,
                                    ExecutionField.CREATED_BY,
                                    ExecutionField.NOTE),
                            Set.of())
                    .beside("externalId");

    /** What a patch cannot clear, of what is not a field. */
    private static final Set<String> NEEDED = Set.of("id", "workflowId");

    private final StepReportReader steps;
    private final LogReportReader logs;

    ExecutionReportReader(StepReportReader steps, LogReportReader logs) {
        this.steps = steps;
        this.logs = logs;
    }

    /** Reads the object that the parser stands on into a draft. */
    ReportDraft read(ReportDraft draft, JsonParser parser, FieldContext context)
            throws IOException {
        draft.fields =
                EXECUTION.read(
                        parser, context, (name, value) -> other(draft, name, value, context));
        return draft;
    }

    /** Reads the object that the parser stands on: what is to be different in a replay. */
    static ReplayOrder readReplay(JsonParser parser, FieldContext context, int bytes)
            throws IOException {
        AtomicReference<@Nullable String> externalId = new AtomicReference<>();
        Fields<ExecutionField> fields =
                REPLAY.read(
                        parser,
                        context,
                        (name, value) -> {
                            if (!name.equals("externalId")) {
                                return false;
                            }
                            if (value.currentToken() != JsonToken.VALUE_NULL) {
                                externalId.set(
                                        FieldTypes.readId(value, context, FieldTypes.MAX_ID));
                            }
                            return true;
                        });
        return new ReplayOrder(externalId.get(), fields, bytes);
    }

    private boolean other(ReportDraft draft, String name, JsonParser parser, FieldContext context)
            throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NULL
                ? absent(draft, name, context)
                : identity(draft, name, parser, context) || children(draft, name, parser, context);
    }

    private static boolean absent(ReportDraft draft, String name, FieldContext context) {
        boolean patch = draft.mode == Mode.PATCH;
        switch (name) {
            case "id", "workflowId", "externalId", "reportedAt", "steps" -> {
                if (patch && NEEDED.contains(name)) {
                    context.reject("It cannot be cleared.");
                }
                if (patch && name.equals("externalId")) {
                    draft.naming = Naming.TAKES;
                }
                return true;
            }
            case "logs", "dag" -> {
                return !patch;
            }
            default -> {
                return false;
            }
        }
    }

    private static boolean identity(
            ReportDraft draft, String name, JsonParser parser, FieldContext context)
            throws IOException {
        switch (name) {
            case "id" -> draft.id = id(draft, parser, context);
            case "externalId" -> draft.externalId = externalId(draft, parser, context);
            case "workflowId" ->
                    draft.workflowId = FieldTypes.readId(parser, context, FieldTypes.MAX_ID);
            case "reportedAt" -> draft.reportedAt = FieldTypes.readMoment(parser, context);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean children(
            ReportDraft draft, String name, JsonParser parser, FieldContext context)
            throws IOException {
        boolean patch = draft.mode == Mode.PATCH;
        String base = context.base() + "/" + name;
        if (name.equals("steps")) {
            Body.each(
                    parser,
                    context,
                    base,
                    it -> draft.add(steps.read(it, context, patch, draft), context));
            return true;
        }
        if (name.equals("logs") && !patch) {
            Body.each(parser, context, base, it -> logs.read(draft, it, context));
            return true;
        }
        if (name.equals("dag") && !patch) {
            draft.graph = context.payload(parser);
            return true;
        }
        return false;
    }

    /** A path that names the execution by its external id, and a body by another, contradict. */
    private static @Nullable String externalId(
            ReportDraft draft, JsonParser parser, FieldContext context) throws IOException {
        String named = draft.mode == Mode.PATCH ? draft.externalId : null;
        String sent = FieldTypes.readId(parser, context, FieldTypes.MAX_ID);
        if (named != null && sent != null && !named.equals(sent)) {
            // Only where there is such an execution.
            draft.naming = Naming.CONTRADICTS;
            return named;
        }
        return sent == null ? draft.externalId : sent;
    }

    private static @Nullable UUID id(ReportDraft draft, JsonParser parser, FieldContext context)
            throws IOException {
        String text = FieldTypes.readId(parser, context, FieldTypes.MAX_ID);
        UUID id = text == null ? null : Uuids.parse(text);
        if (text != null && (id == null || !Uuid7.is(id))) {
            return context.reject(
                    "It must be a UUID of version 7; any other id belongs in externalId.");
        }
        if (draft.mode == Mode.PATCH && draft.id != null && id != null && !draft.id.equals(id)) {
            return context.reject("It is not the execution that the path names.");
        }
        return id == null ? draft.id : id;
    }
}
