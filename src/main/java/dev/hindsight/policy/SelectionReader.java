package dev.hindsight.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Labels;
import dev.hindsight.payload.CleanText;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.policy.Selection.LabelForm;
import dev.hindsight.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads which executions a policy is about. An array or an object that is empty is refused: whoever made
 * it up of nothing did not mean everything.
 */
final class SelectionReader {

    /** The members that it reads. */
    static final Set<String> MEMBERS = Set.of("workflowId", "status", "label");

    /** Texts of one array. */
    static final int MAX_TEXTS = 1_000;

    private static final String EMPTY =
            "It must not be empty: leave it out to narrow nothing by it.";

    private final FieldContext context;
    private final List<String> workflowIds = new ArrayList<>();
    private final List<ExecutionStatus> statuses = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private boolean oneWorkflow;
    private boolean oneStatus;
    private LabelForm labelForm = LabelForm.OBJECT;

    SelectionReader(FieldContext context) {
        this.context = context;
    }

    /** Reads what was stored, which is what was told. */
    static Selection stored(String json, PayloadReader payloads) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        FieldContext context = new FieldContext(payloads, body, FieldContext.Mode.MERGE);
        SelectionReader reader = new SelectionReader(context);
        try {
            return Body.read(
                    body,
                    context,
                    parser -> {
                        FieldReader.readObject(parser, context, Set.of(), reader::read);
                        return reader.selection();
                    });
        } catch (IOException | ProblemException unreadable) {
            throw new IllegalStateException("A stored policy is not valid: " + json, unreadable);
        }
    }

    /** Reads one value. */
    @FunctionalInterface
    private interface Reading {
        void read(JsonParser parser) throws IOException;
    }

    /** Reads the value of a member, which is not {@code null}; false if there is no such member. */
    boolean read(String member, JsonParser parser) throws IOException {
        switch (member) {
            case "workflowId" -> oneWorkflow = isOne(parser, this::workflowId);
            case "status" -> oneStatus = isOne(parser, this::status);
            case "label" -> labels(parser);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What was read. */
    Selection selection() {
        return new Selection(
                workflowIds,
                statuses,
                labels,
                new Selection.Sent(oneWorkflow, oneStatus, labelForm));
    }

    /** Reads one text, or an array of some; tells whether it is one. */
    private boolean isOne(JsonParser parser, Reading text) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            text.read(parser);
            return true;
        }
        String at = context.pointer();
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            context.at(at + "/" + count);
            text.read(parser);
            count++;
        }
        context.at(at);
        if (count == 0) {
            context.reject(EMPTY);
        } else if (count > MAX_TEXTS) {
            context.reject("There are more than %,d of them.".formatted(MAX_TEXTS));
        }
        return false;
    }

    private void workflowId(JsonParser parser) throws IOException {
        String id = FieldTypes.readId(parser, context, FieldTypes.MAX_ID);
        if (id != null) {
            workflowIds.add(id);
        }
    }

    private void status(JsonParser parser) throws IOException {
        String expected = "It must be one of " + ExecutionStatus.WORDS + ".";
        if (context.expect(parser, JsonToken.VALUE_STRING, expected)) {
            ExecutionStatus.ofWord(parser.getText())
                    .ifPresentOrElse(statuses::add, () -> context.reject(expected));
        }
    }

    private void labels(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            labelForm = LabelForm.OBJECT;
            labelsByKey(parser);
        } else {
            labelForm = isOne(parser, this::pair) ? LabelForm.TEXT : LabelForm.TEXTS;
        }
        if (labels.size() > Labels.MAX) {
            context.reject("There are more than " + Labels.MAX + " labels.");
        }
    }

    private void labelsByKey(JsonParser parser) throws IOException {
        String at = context.pointer();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            context.at(at + "/" + key.replace("~", "~0").replace("/", "~1"));
            FieldReader.checkOnce(key, seen, context);
            put(key, FieldTypes.readText(parser, context, Labels.MAX_VALUE));
        }
        context.at(at);
        if (seen.isEmpty()) {
            context.reject(EMPTY);
        }
    }

    private void pair(JsonParser parser) throws IOException {
        String expected = "It must be a label's key, a colon and its value.";
        if (!context.expect(parser, JsonToken.VALUE_STRING, expected)) {
            return;
        }
        String text = parser.getText();
        int colon = text.indexOf(':');
        if (colon < 0) {
            context.reject(expected);
            return;
        }
        String key = text.substring(0, colon);
        String value = text.substring(colon + 1);
        // All must match, and no label has two values.
        if (labels.containsKey(key)) {
            context.reject("The label %s is there more than once.".formatted(key));
        } else {
            CleanText.idFault(value, Labels.MAX_VALUE).ifPresent(context::reject);
            put(key, value);
        }
    }

    private void put(String key, @Nullable String value) {
        if (!Labels.KEY.matcher(key).matches()) {
            context.reject("A label's key is 1 to 63 characters of A-Z, a-z, 0-9, '_', '.', '-'.");
        } else if (value != null) {
            labels.put(key, value);
        }
    }
}
