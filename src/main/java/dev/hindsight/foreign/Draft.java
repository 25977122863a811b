package dev.hindsight.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.field.JsonText;
import dev.hindsight.field.Moments;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is being told. What is absent is left out; texts are made fit for the field that
 * they are for, so that a document is not refused for a name that is too long.
 */
final class Draft {

    private static final int MAX_TEXT = 255;

    private static final int MAX_LABEL_KEY = 63;

    private static final int MAX_LABELS = 64;

    private final Map<String, Object> members = new LinkedHashMap<>();

    boolean isEmpty() {
        return members.isEmpty();
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /**
     * Adds a member.
     *
     * @param value a {@link Part}, a draft, a text, a number, a moment, or a collection of such
     */
    Draft put(String name, @Nullable Object value) {
        boolean isAbsent =
                value == null
                        || (value instanceof Part part && part.isAbsent())
                        || (value instanceof Draft draft && draft.isEmpty())
                        || (value instanceof Collection<?> all && all.isEmpty());
        if (!isAbsent) {
            members.put(name, value);
        }
        return this;
    }

    /** Adds members as they stand in an object, those that are there and not empty. */
    Draft copy(Part object, String... names) {
        for (String name : names) {
            Part member = object.get(name);
            if (!member.isEmpty()) {
                put(name, member);
            }
        }
        return this;
    }

    /** Adds a text that says something; what is too long is cut. */
    Draft text(String name, @Nullable String text) {
        return text == null ? this : put(name, shortened(text, "…"));
    }

    /** Adds a text that identifies something; what is too long is cut, and stays different. */
    Draft id(String name, @Nullable String text) {
        return text == null ? this : put(name, id(text));
    }

    /** Adds a number from 0 on. */
    Draft number(String name, long number) {
        return number < 0 ? this : put(name, number);
    }

    /** Adds labels: of keys other than ours, the characters that ours do not have become dots. */
    Draft labels(Part object) {
        Draft labels = labels();
        object.members().forEach((key, value) -> labels.label(key, value.word()));
        return put("labels", labels);
    }

    /** The labels that were added. */
    Draft labels() {
        return members.get("labels") instanceof Draft known ? known : new Draft();
    }

    /** Adds a label to labels. */
    Draft label(String key, @Nullable String value) {
        String fit = key.replaceAll("[^A-Za-z0-9_.-]", ".");
        boolean isFit = !fit.isEmpty() && fit.length() <= MAX_LABEL_KEY;
        return isFit && members.size() < MAX_LABELS ? text(fit, value) : this;
    }

    /** A text as one that identifies something. */
    static String id(String text) {
        return text.equals(".") || text.equals("..")
                ? text.replace(".", "%2E")
                : shortened(text, "~" + digest(text));
    }

    private static String shortened(String text, String tail) {
        String clean = clean(text);
        if (clean.codePointCount(0, clean.length()) <= MAX_TEXT) {
            return clean;
        }
        return clean.substring(0, clean.offsetByCodePoints(0, MAX_TEXT - tail.length())) + tail;
    }

    private static String clean(String text) {
        if (text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The object as JSON. */
    byte[] json() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        write(this, json);
        return json.toByteArray();
    }

    private static void write(Object value, ByteArrayOutputStream json) {
        if (value instanceof Draft draft) {
            char separator = '{';
            for (Map.Entry<String, Object> member : draft.members.entrySet()) {
                json.writeBytes(
                        (separator + JsonText.quote(member.getKey()) + ":").getBytes(UTF_8));
                write(member.getValue(), json);
                separator = ',';
            }
            json.writeBytes((draft.isEmpty() ? "{}" : "}").getBytes(UTF_8));
        } else if (value instanceof Collection<?> all) {
            char separator = '[';
            for (Object element : all) {
                json.write(separator);
                write(element, json);
                separator = ',';
            }
            json.writeBytes((all.isEmpty() ? "[]" : "]").getBytes(UTF_8));
        } else if (value instanceof Part part) {
            json.writeBytes(part.isAbsent() ? "null".getBytes(UTF_8) : part.json());
        } else {
            json.writeBytes(scalar(value).getBytes(UTF_8));
        }
    }

    private static String scalar(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        return JsonText.quote(
                value instanceof OffsetDateTime moment
                        ? Moments.write(moment)
                        : clean(value.toString()));
    }
}
