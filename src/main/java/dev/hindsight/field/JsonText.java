package dev.hindsight.field;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Small JSON documents made of texts. */
public final class JsonText {

    private JsonText() {}

    /** A JSON array of texts, in their order. */
    public static String ofList(List<String> texts) {
        StringJoiner array = new StringJoiner(",", "[", "]");
        for (String text : texts) {
            array.add(quote(text));
        }
        return array.toString();
    }

    /** A JSON object of texts and, where a value is {@code null}, JSON's {@code null}. */
    public static String ofMap(Map<String, @Nullable String> texts) {
        StringJoiner object = new StringJoiner(",", "{", "}");
        texts.forEach(
                (key, value) ->
                        object.add(quote(key) + ":" + (value == null ? "null" : quote(value))));
        return object.toString();
    }

    /** A JSON string. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }
}
