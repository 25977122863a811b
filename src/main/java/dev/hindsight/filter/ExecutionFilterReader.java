package dev.hindsight.filter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.content.Content;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Labels;
import dev.hindsight.field.Numbers;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a filter of executions from JSON: an object whose members are named like the parameters of
 * {@link ExecutionFilterQuery}, and mean the same.
 *
 * <p>Where a parameter takes a comma list, a member takes an array of texts, or one text, in which a
 * comma is a comma; {@code label} takes an object of texts. A member that is {@code null} is as good
 * as absent. An array, or a part of a name, that is empty is refused: whoever made it up of nothing
 * did not mean everything. What is looked for in texts and payloads has no member: whoever follows
 * executions knows no more of them than a list shows.
 */
public final class ExecutionFilterReader {

    /** Members that take any texts. */
    private static final Set<String> TEXTS =
            Set.of(
                    "workflowId",
                    "triggerType",
                    "source",
                    "createdBy",
                    "scriptPath",
                    "externalId",
                    "runId",
                    "engineInstance",
                    "failedNode",
                    "errorType",
                    "fingerprint");

    /** Members that take ids; a text that is none matches nothing. */
    private static final Set<String> IDS =
            Set.of("parentExecutionId", "rootExecutionId", "replayOf");

    private static final FieldReader.Names NAMES =
            new FieldReader.Names(
                    Set.of(),
                    Stream.of(
                                    TEXTS,
                                    IDS,
                                    Set.of(
                                            "status",
                                            "workflowName",
                                            "label",
                                            "deleted",
                                            "startedAfter",
                                            "startedBefore",
                                            "minDurationMs",
                                            "maxDurationMs",
                                            "pinned",
                                            "archived"))
                            .flatMap(Set::stream)
                            .toList());

    private static final int MAX_TEXT = 1_024;
    private static final int MAX_VALUES = 10_000;
    private static final String EMPTY =
            "It must not be empty: leave it out to narrow nothing by it.";

    private final FieldContext context;
    private final Map<String, List<String>> texts = new HashMap<>();
    private final Map<String, OffsetDateTime> moments = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, Boolean> flags = new HashMap<>();
    private List<ExecutionStatus> statuses = List.of();
    private Map<String, String> labels = Map.of();
    private @Nullable String workflowName;
    private ExecutionFilter.Deleted deleted = ExecutionFilter.Deleted.HIDDEN;

    private ExecutionFilterReader(FieldContext context) {
        this.context = context;
    }

    /**
     * Reads the object that the parser stands on, up to its end. What is not valid is told to the
     * context, whose base is the place of the filter in the body.
     */
    public static ExecutionFilter read(JsonParser parser, FieldContext context) throws IOException {
        ExecutionFilterReader reader = new ExecutionFilterReader(context);
        FieldReader.readObject(parser, context, NAMES, reader::member);
        return reader.filter();
    }

    private boolean member(String name, JsonParser parser) throws IOException {
        boolean told = parser.currentToken() != JsonToken.VALUE_NULL;
        if (TEXTS.contains(name) || IDS.contains(name)) {
            if (told) {
                texts.put(name, texts(parser));
            }
            return true;
        }
        switch (name) {
            case "status" -> statuses = told ? statuses(parser) : statuses;
            case "workflowName" -> workflowName = told ? part(parser) : workflowName;
            case "label" -> labels = told ? labels(parser) : labels;
            case "deleted" -> deleted = told ? deleted(parser) : deleted;
            case "startedAfter", "startedBefore" -> {
                if (told) {
                    put(moments, name, FieldTypes.readMoment(parser, context));
                }
            }
            case "minDurationMs", "maxDurationMs" -> {
                if (told) {
                    put(
                            numbers,
                            name,
                            Numbers.readWhole(parser, context, 0, FieldTypes.MAX_DURATION_MS));
                }
            }
            case "pinned", "archived" -> {
                if (told) {
                    put(flags, name, flag(parser));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What was rejected is {@code null}, and of no consequence: the body fails in the end. */
    private static <T> void put(Map<String, T> values, String name, @Nullable T value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private ExecutionFilter filter() {
        return new ExecutionFilter(
                of("workflowId"),
                workflowName,
                statuses,
                of("triggerType"),
                of("source"),
                of("createdBy"),
                of("scriptPath"),
                of("externalId"),
                of("runId"),
                ExecutionFilterQuery.ids(of("parentExecutionId")),
                ExecutionFilterQuery.ids(of("rootExecutionId")),
                ExecutionFilterQuery.ids(of("replayOf")),
                of("engineInstance"),
                labels,
                moments.get("startedAfter"),
                moments.get("startedBefore"),
                numbers.get("minDurationMs"),
                numbers.get("maxDurationMs"),
                of("failedNode"),
                of("errorType"),
                of("fingerprint"),
                flags.get("pinned"),
                flags.get("archived"),
                deleted,
                Content.ANY);
    }

    private List<String> of(String name) {
        return texts.getOrDefault(name, List.of());
    }

    /** One text, or an array of some. */
    private List<String> texts(JsonParser parser) throws IOException {
        List<String> values = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            add(values, parser);
            return values;
        }
        String at = context.pointer();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            context.at(at + "/" + i);
            add(values, parser);
        }
        context.at(at);
        if (values.isEmpty()) {
            context.reject(EMPTY);
        }
        return values;
    }

    private void add(List<String> values, JsonParser parser) throws IOException {
        String value = FieldTypes.readText(parser, context, MAX_TEXT);
        if (values.size() == MAX_VALUES) {
            context.reject("There are more than %,d of them.".formatted(MAX_VALUES));
        } else {
            values.add(value == null ? "" : value);
        }
    }

    private List<ExecutionStatus> statuses(JsonParser parser) throws IOException {
        boolean isOne = parser.currentToken() != JsonToken.START_ARRAY;
        String at = context.pointer();
        List<String> words = texts(parser);
        List<ExecutionStatus> found = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            ExecutionStatus status = ExecutionStatus.ofWord(words.get(i)).orElse(null);
            if (status != null) {
                found.add(status);
            } else {
                context.rejectAt(
                        isOne ? at : at + "/" + i,
                        "It must be one of " + ExecutionStatus.WORDS + ".");
            }
        }
        return found;
    }

    private @Nullable String part(JsonParser parser) throws IOException {
        String part = FieldTypes.readText(parser, context, MAX_TEXT);
        return part != null && part.isBlank() ? context.reject(EMPTY) : part;
    }

    private Map<String, String> labels(JsonParser parser) throws IOException {
        Map<String, String> read = new LinkedHashMap<>();
        if (!context.expect(
                parser, JsonToken.START_OBJECT, "It must be an object of texts by key.")) {
            return read;
        }
        String at = context.pointer();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            context.at(at + "/" + key.replace("~", "~0").replace("/", "~1"));
            FieldReader.checkOnce(key, seen, context);
            String value = FieldTypes.readText(parser, context, MAX_TEXT);
            if (!Labels.KEY.matcher(key).matches()) {
                context.reject("There can be no label of that key.");
            } else if (value != null) {
                read.put(key, value);
            }
        }
        context.at(at);
        if (seen.isEmpty()) {
            context.reject(EMPTY);
        }
        return read;
    }

    private @Nullable Boolean flag(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> context.reject(parser, "It must be true or false.");
        };
    }

    private ExecutionFilter.Deleted deleted(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_FALSE) {
            return ExecutionFilter.Deleted.HIDDEN;
        }
        if (token == JsonToken.VALUE_TRUE) {
            return ExecutionFilter.Deleted.ONLY;
        }
        if (token != JsonToken.VALUE_STRING || !parser.getText().equals("any")) {
            context.reject(parser, "It must be true, false or \"any\".");
        }
        return ExecutionFilter.Deleted.ANY;
    }
}
