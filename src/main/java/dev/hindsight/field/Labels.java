package dev.hindsight.field;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Labels: a flat map of text to text, at most 64. */
public final class Labels {

    /** A label's key. */
    public static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

    /** As a field. In a patch, a label that is {@code null} is taken away. */
    public static final FieldType TYPE = FieldTypes.json(Shape.of(Shape.Kind.LABELS), Labels::read);

    /** Labels of one record. */
    public static final int MAX = 64;

    /** Characters of a value. */
    public static final int MAX_VALUE = 255;

    private Labels() {}

    private static @Nullable Object read(JsonParser parser, FieldContext context)
            throws IOException {
        if (!context.expect(
                parser, JsonToken.START_OBJECT, "It must be an object of texts by key.")) {
            return null;
        }
        String at = context.pointer();
        Map<String, @Nullable String> labels = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            context.at(at + "/" + key.replace("~", "~0").replace("/", "~1"));
            FieldReader.checkOnce(key, seen, context);
            boolean absent = parser.nextToken() == JsonToken.VALUE_NULL;
            String value = absent ? null : FieldTypes.readText(parser, context, MAX_VALUE);
            if (!KEY.matcher(key).matches()) {
                context.reject(
                        "A label's key is 1 to 63 characters of A-Z, a-z, 0-9, '_', '.', '-'.");
            } else if (!absent || context.mode() == FieldContext.Mode.PATCH) {
                labels.put(key, value);
            }
        }
        context.at(at);
        if (labels.values().stream().filter(Objects::nonNull).count() > MAX) {
            return context.reject("There are more than " + MAX + " labels.");
        }
        return JsonText.ofMap(labels);
    }
}
