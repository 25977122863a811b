package dev.hindsight.sla;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Numbers;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a workflow; at least one thing.
 *
 * @param minSuccessRate 0 to 100
 * @param window so far back executions count that ended
 */
record SlaOrder(
        String workflowId,
        @Nullable Long maxDurationMs,
        @Nullable Double minSuccessRate,
        @Nullable Span maxSilence,
        Span window) {

    /** Ten years: nothing that is measured in milliseconds is expected to take longer. */
    static final long LONGEST_MS = 315_360_000_000L;

    static final Duration LONGEST_WINDOW = Duration.ofDays(30);
    static final Duration LONGEST_SILENCE = Duration.ofDays(366);

    private static final Span USUAL_WINDOW = new Span("PT1H", Duration.ofHours(1));

    private static final FieldReader.Names NAMES =
            new FieldReader.Names(
                    Set.of("state", "breaches", "createdAt", "updatedAt"),
                    Set.of(
                            "name",
                            "workflowId",
                            "maxDurationMs",
                            "minSuccessRate",
                            "maxSilence",
                            "window"));

    /** Whether a rule is one of its own. */
    boolean has(Rule rule) {
        return switch (rule) {
            case MAX_DURATION -> maxDurationMs != null;
            case MIN_SUCCESS_RATE -> minSuccessRate != null;
            case MAX_SILENCE -> maxSilence != null;
        };
    }

    /**
     * Reads the body of a request.
     *
     * @throws ProblemException {@code invalid-request}, naming all that is not valid
     */
    static SlaOrder read(byte[] body, String name, PayloadReader payloads) throws IOException {
        FieldContext context = new FieldContext(payloads, body, FieldContext.Mode.MERGE);
        return Body.read(body, context, new Draft(context, name)::read);
    }

    /** What has been read of the body so far. */
    private static final class Draft {

        private final FieldContext context;
        private final String name;
        private @Nullable String workflowId;
        private @Nullable Long maxDurationMs;
        private @Nullable Double minSuccessRate;
        private @Nullable Span maxSilence;
        private Span window = USUAL_WINDOW;
        private boolean hasWorkflow;
        private boolean hasRule;

        Draft(FieldContext context, String name) {
            this.context = context;
            this.name = name;
        }

        SlaOrder read(JsonParser parser) throws IOException {
            FieldReader.readObject(parser, context, NAMES, this::member);
            if (!hasWorkflow) {
                context.rejectAt("/workflowId", "It must be there.");
            }
            if (!hasRule) {
                context.rejectAt(
                        "", "One of maxDurationMs, minSuccessRate and maxSilence must be there.");
            }
            context.finish();
            if (workflowId == null) {
                throw new IllegalStateException("A body without a workflow was not refused");
            }
            return new SlaOrder(workflowId, maxDurationMs, minSuccessRate, maxSilence, window);
        }

        private boolean member(String member, JsonParser parser) throws IOException {
            boolean told = parser.currentToken() != JsonToken.VALUE_NULL;
            switch (member) {
                case "name" -> {
                    if (told
                            && !name.equals(
                                    FieldTypes.readText(parser, context, FieldTypes.MAX_ID))) {
                        context.reject("It must be the name in the path, or be left out.");
                    }
                }
                case "workflowId" -> {
                    hasWorkflow = told;
                    workflowId =
                            told ? FieldTypes.readId(parser, context, FieldTypes.MAX_ID) : null;
                }
                case "maxDurationMs" -> {
                    hasRule |= told;
                    maxDurationMs = told ? Numbers.readWhole(parser, context, 1, LONGEST_MS) : null;
                }
                case "minSuccessRate" -> {
                    hasRule |= told;
                    minSuccessRate = told ? percent(parser) : null;
                }
                case "maxSilence" -> {
                    hasRule |= told;
                    maxSilence = told ? span(parser, LONGEST_SILENCE) : null;
                }
                case "window" -> {
                    Span read = told ? span(parser, LONGEST_WINDOW) : null;
                    window = read == null ? USUAL_WINDOW : read;
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private @Nullable Double percent(JsonParser parser) throws IOException {
            String expected = "It must be a number from 0 to 100.";
            if (!parser.currentToken().isNumeric()) {
                return context.reject(parser, expected);
            }
            double value = parser.getDoubleValue();
            return value >= 0 && value <= 100 ? Double.valueOf(value) : context.reject(expected);
        }

        private @Nullable Span span(JsonParser parser, Duration most) throws IOException {
            if (!context.expect(parser, JsonToken.VALUE_STRING, "It must be a text.")) {
                return null;
            }
            try {
                return Span.of(parser.getText(), most);
            } catch (IllegalArgumentException notOne) {
                return context.reject(String.valueOf(notOne.getMessage()));
            }
        }
    }
}
