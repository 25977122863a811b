package dev.hindsight.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.access.Caller;
import dev.hindsight.mcp.Argument.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one tool can be told: the schema that callers see, and the reading of what they send. */
record Form(List<Argument> arguments) {

    Form {
        arguments = List.copyOf(arguments);
    }

    static Form of(Argument... arguments) {
        return new Form(List.of(arguments));
    }

    /** Its JSON Schema. */
    Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Argument argument : arguments) {
            properties.put(argument.name(), argument.schema());
            if (argument.isRequired()) {
                required.add(argument.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    /**
     * Reads what a caller sent; what is not valid is told when the reading ends.
     *
     * @param sent an object, or missing
     */
    Asked read(Caller caller, JsonNode sent) {
        Asked asked = new Asked(this, caller);
        for (Map.Entry<String, JsonNode> member : sent.properties()) {
            Argument argument = find(member.getKey());
            if (argument == null) {
                asked.reject(
                        member.getKey(),
                        "There is no such argument; there are %s.".formatted(names()));
            } else if (!isAbsent(member.getValue())) {
                take(asked, argument, member.getValue());
            }
        }
        for (Argument argument : arguments) {
            if (argument.isRequired() && isAbsent(sent.path(argument.name()))) {
                asked.reject(argument.name(), "It is needed.");
            }
        }
        return asked;
    }

    /** The argument of a name. */
    Argument argument(String name) {
        Argument argument = find(name);
        if (argument == null) {
            throw new IllegalArgumentException("No argument of this tool: " + name);
        }
        return argument;
    }

    private @Nullable Argument find(String name) {
        return arguments.stream().filter(it -> it.name().equals(name)).findFirst().orElse(null);
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private String names() {
        return String.join(", ", arguments.stream().map(Argument::name).toList());
    }

    private static void take(Asked asked, Argument argument, JsonNode value) {
        List<String> values = values(argument.kind(), value);
        if (values == null) {
            asked.reject(argument.name(), "It must be %s.".formatted(argument.kind().words()));
        } else if (!values.isEmpty()) {
            asked.put(argument, values);
        }
    }

    /** A value as parameters of a query write it; {@code null} if it is of another kind. */
    private static @Nullable List<String> values(Kind kind, JsonNode value) {
        return switch (kind) {
            case TEXT -> value.isTextual() ? List.of(value.textValue()) : null;
            case FLAG -> value.isBoolean() || value.isTextual() ? List.of(value.asText()) : null;
            case WHOLE, MOMENT ->
                    value.isIntegralNumber() || value.isTextual() ? List.of(value.asText()) : null;
            case JSON -> List.of(value.isTextual() ? value.textValue() : value.toString());
            case LIST -> list(value);
            case TEXTS -> value.isTextual() ? List.of(value.textValue()) : texts(value);
        };
    }

    private static @Nullable List<String> list(JsonNode value) {
        if (value.isTextual()) {
            return List.of(value.textValue());
        }
        List<String> texts = texts(value);
        return texts == null || texts.isEmpty()
                ? texts
                : List.of(
                        String.join(
                                ",",
                                texts.stream()
                                        .map(it -> it.replace("\\", "\\\\").replace(",", "\\,"))
                                        .toList()));
    }

    private static @Nullable List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : value) {
            if (!text.isTextual()) {
                return null;
            }
            texts.add(text.textValue());
        }
        return value.isArray() ? texts : null;
    }
}
