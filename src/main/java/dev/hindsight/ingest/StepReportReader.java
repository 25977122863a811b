package dev.hindsight.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Fields;
import dev.hindsight.field.Numbers;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.step.StepField;
import dev.hindsight.step.StepReport;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads reports of steps. */
final class StepReportReader {

    private static final FieldReader<StepField> STEP =
            new FieldReader<>(StepField.class, Set.of("version", "notices"))
                    .beside("key", "attempt", "reportedAt", "workflowId");

    /**
     * A step that a path names.
     *
     * @param attempt from 1; {@code null} for the newest
     * @param ifVersion the version that it must have
     * @param forced whether the order of statuses is overridden
     */
    record Named(
            Mode mode,
            String key,
            @Nullable Integer attempt,
            @Nullable Integer ifVersion,
            boolean forced) {}

    /**
     * Reads a step of an array or of a body.
     *
     * @param inPatch whether it stands in a patch of its execution: a step that is there already
     *     need not name its node, and a new one is taken to be its own
     * @param draft is told the workflow to begin, if the report names one
     */
    StepReport read(JsonParser parser, FieldContext context, boolean inPatch, ReportDraft draft)
            throws IOException {
        Identity identity = new Identity();
        Fields<StepField> fields = identity.readWith(draft, parser, context);
        if (!inPatch && !fields.has(StepField.NODE_ID)) {
            context.rejectAt("/nodeId", "It is needed.");
        }
        String key = identity.key == null ? Uuid7.mint().toString() : identity.key;
        Integer attempt = identity.attempt;
        return new StepReport(
                Mode.MERGE,
                true,
                key,
                attempt == null && !inPatch ? Integer.valueOf(1) : attempt,
                identity.reportedAt,
                null,
                false,
                fields,
                inPatch ? key : null);
    }

    /** Reads a step that the path names. */
    StepReport readNamed(JsonParser parser, FieldContext context, Named named, ReportDraft draft)
            throws IOException {
        Identity identity = new Identity();
        Fields<StepField> fields = identity.readWith(draft, parser, context);
        if (identity.key != null && !identity.key.equals(named.key())) {
            context.rejectAt("/key", "It is not the step that the path names.");
        }
        Integer attempt = named.attempt() == null ? identity.attempt : named.attempt();
        if (identity.attempt != null && !identity.attempt.equals(attempt)) {
            context.rejectAt("/attempt", "It is not the attempt that the query names.");
        }
        return new StepReport(
                named.mode(),
                named.mode() == Mode.MERGE,
                named.key(),
                attempt,
                identity.reportedAt,
                named.ifVersion(),
                named.forced(),
                fields,
                null);
    }

    /** The members of a step that are not fields. */
    private static final class Identity {
        @Nullable String key;
        @Nullable Integer attempt;
        @Nullable OffsetDateTime reportedAt;

        /** Reads the step that the parser stands on; answers its fields. */
        Fields<StepField> readWith(ReportDraft draft, JsonParser parser, FieldContext context)
                throws IOException {
            return STEP.read(
                    parser,
                    context,
                    (name, value) ->
                            read(name, value, context) || draft.readOwner(name, value, context));
        }

        private boolean read(String name, JsonParser parser, FieldContext context)
                throws IOException {
            boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
            switch (name) {
                case "key" -> key = absent ? null : key(parser, context);
                case "attempt" -> attempt = absent ? null : attempt(parser, context);
                case "reportedAt" ->
                        reportedAt = absent ? null : FieldTypes.readMoment(parser, context);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static @Nullable Integer attempt(JsonParser parser, FieldContext context)
                throws IOException {
            Long attempt = Numbers.readWhole(parser, context, 1, Integer.MAX_VALUE);
            return attempt == null ? null : Integer.valueOf(attempt.intValue());
        }

        private static @Nullable String key(JsonParser parser, FieldContext context)
                throws IOException {
            String key = FieldTypes.readText(parser, context, FieldTypes.MAX_ID);
            if (key != null && (key.isEmpty() || key.equals(".") || key.equals(".."))) {
                return context.reject("A key is at least one character, and not \".\" or \"..\".");
            }
            return key;
        }
    }
}
