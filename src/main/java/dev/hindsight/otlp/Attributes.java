package dev.hindsight.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.payload.CleanText;
import dev.hindsight.payload.PayloadJson;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Attributes: looked up, and written as JSON. Of several of one name the last one counts. */
final class Attributes {

    /** Characters of a text that identifies something; longer ones are cut. */
    static final int MAX_ID = 255;

    /** Levels of a text that is taken for JSON: below those that a payload may have, unless it is set lower. */
    private static final int MAX_DEPTH = 400;

    /** Characters of a key; longer ones are cut. */
    private static final int MAX_KEY = 1_024;

    private Attributes() {}

    static @Nullable AnyValue find(List<KeyValue> attributes, String name) {
        AnyValue found = null;
        for (KeyValue attribute : attributes) {
            if (attribute.getKey().equals(name)) {
                found = attribute.getValue();
            }
        }
        return found;
    }

    /** An attribute as a text; {@code null} if there is none, or it is empty, or more than one value. */
    static @Nullable String text(List<KeyValue> attributes, String name) {
        AnyValue value = find(attributes, name);
        String text = value == null ? null : text(value);
        return text == null || text.isEmpty() ? null : text;
    }

    /** A value as a text; {@code null} if it is not a single one. */
    static @Nullable String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> String.valueOf(value.getBoolValue());
            case INT_VALUE -> String.valueOf(value.getIntValue());
            case DOUBLE_VALUE -> String.valueOf(value.getDoubleValue());
            default -> null;
        };
    }

    /** As {@link #text(List, String)}, made fit to identify something. */
    static @Nullable String id(List<KeyValue> attributes, String name) {
        return id(find(attributes, name));
    }

    /** A value as a text that is fit to identify something; {@code null} likewise. */
    static @Nullable String id(@Nullable AnyValue value) {
        String text = value == null ? null : text(value);
        return text == null || text.isEmpty() ? null : fit(text);
    }

    /** A text that a column of ids takes: without what PostgreSQL cannot hold, and cut. */
    static String fit(String text) {
        return fit(text, MAX_ID);
    }

    private static String fit(String text, int max) {
        String clean = CleanText.of(text, Integer.MAX_VALUE, "").text();
        return clean.length() <= max || clean.codePointCount(0, clean.length()) <= max
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, max));
    }

    /** An attribute that is a share, over 0 and up to 1. */
    static OptionalDouble share(List<KeyValue> attributes, String name) {
        AnyValue value = find(attributes, name);
        double share =
                value == null
                        ? 0
                        : switch (value.getValueCase()) {
                            case DOUBLE_VALUE -> value.getDoubleValue();
                            case INT_VALUE -> (double) value.getIntValue();
                            default -> 0;
                        };
        return share > 0 && share <= 1 ? OptionalDouble.of(share) : OptionalDouble.empty();
    }

    /** Writes attributes as an object. */
    static void write(JsonGenerator json, List<KeyValue> attributes) throws IOException {
        Map<String, AnyValue> members = new LinkedHashMap<>();
        for (KeyValue attribute : attributes) {
            members.put(fit(attribute.getKey(), MAX_KEY), attribute.getValue());
        }
        json.writeStartObject();
        for (Map.Entry<String, AnyValue> member : members.entrySet()) {
            json.writeFieldName(member.getKey());
            write(json, member.getValue());
        }
        json.writeEndObject();
    }

    /** Writes attributes as a member; none if there are none. */
    static void write(JsonGenerator json, String name, List<KeyValue> attributes)
            throws IOException {
        if (!attributes.isEmpty()) {
            json.writeFieldName(name);
            write(json, attributes);
        }
    }

    /** Writes a value: bytes as Base64, and numbers that JSON does not know as texts. */
    static void write(JsonGenerator json, AnyValue value) throws IOException {
        switch (value.getValueCase()) {
            case STRING_VALUE -> json.writeString(value.getStringValue());
            case BOOL_VALUE -> json.writeBoolean(value.getBoolValue());
            case INT_VALUE -> json.writeNumber(value.getIntValue());
            case DOUBLE_VALUE -> {
                double number = value.getDoubleValue();
                if (Double.isFinite(number)) {
                    json.writeNumber(number);
                } else {
                    json.writeString(String.valueOf(number));
                }
            }
            case ARRAY_VALUE -> {
                json.writeStartArray();
                for (AnyValue item : value.getArrayValue().getValuesList()) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case KVLIST_VALUE -> write(json, value.getKvlistValue().getValuesList());
            case BYTES_VALUE ->
                    json.writeString(
                            Base64.getEncoder()
                                    .encodeToString(value.getBytesValue().toByteArray()));
            default -> json.writeNull();
        }
    }

    /**
     * Writes a value as a payload: a text that is a JSON object or array is taken for that. Not one that
     * a report could not hold: a root's payload goes with all spans of its trace, and would spoil them.
     */
    static void writePayload(JsonGenerator json, AnyValue value) throws IOException {
        String text = value.getStringValue();
        if (isJson(text)) {
            json.writeRawValue(text);
        } else {
            write(json, value);
        }
    }

    private static boolean isJson(String text) throws IOException {
        if (!(text.startsWith("{") || text.startsWith("["))
                || CleanText.idFault(text, Integer.MAX_VALUE).isPresent()) {
            return false;
        }
        // From its bytes, as it will be read again: a parser of texts takes more.
        try (JsonParser parser = PayloadJson.factory().createParser(text.getBytes(UTF_8))) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0 && depth <= MAX_DEPTH);
            return depth == 0 && parser.nextToken() == null;
        } catch (JsonProcessingException other) {
            return false;
        }
    }
}
