package dev.hindsight.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that Temporal carries: each as bytes in base64 with their encoding, or, as its command
 * line writes them unless it is told not to, as the JSON that they are.
 */
final class TemporalPayloads {

    /** What a payload says that is nothing. */
    private static final Part NOTHING = Part.ofBytes("null".getBytes(UTF_8));

    /** Causes of causes further down are not told. */
    private static final int MAX_CAUSES = 20;

    private TemporalPayloads() {}

    /** Several values: one alone as itself, more as an array. */
    static @Nullable Object values(Part payloads) {
        List<Part> told = payloads.isArray() ? payloads.items() : payloads.get("payloads").items();
        List<Object> values = new ArrayList<>();
        told.forEach(payload -> values.add(value(payload)));
        return values.size() == 1 ? values.get(0) : values.isEmpty() ? null : values;
    }

    /** The values of an object's members. */
    static Draft map(Part object) {
        Draft values = new Draft();
        object.members().forEach((name, payload) -> values.put(name, value(payload)));
        return values;
    }

    /** One value; that of an unknown encoding is its bytes, in base64, with the encoding. */
    static Object value(Part payload) {
        Part metadata = payload.get("metadata");
        Part data = payload.get("data");
        if (!metadata.isObject() || metadata.get("encoding").text() == null) {
            return payload;
        }
        String encoding = encoding(metadata.get("encoding"));
        if (encoding.equals("binary/null")) {
            return NOTHING;
        }
        if (encoding.startsWith("json/")) {
            Part json = Part.ofBytes(bytes(data.text()));
            if (!json.isBroken()) {
                return json;
            }
        }
        return new Draft().text("encoding", encoding).put("data", data);
    }

    private static String encoding(Part told) {
        String text = told.text();
        byte[] decoded = bytes(text);
        return decoded.length == 0 && text != null ? text : new String(decoded, UTF_8);
    }

    private static byte[] bytes(@Nullable String base64) {
        try {
            return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException other) {
            return new byte[0];
        }
    }

    /**
     * A failure with its causes: their messages one after the other, the type of the innermost that has
     * one, and all stack traces.
     */
    static Draft error(Part failure) {
        StringBuilder message = new StringBuilder();
        StringBuilder stack = new StringBuilder();
        Draft error = new Draft();
        Part cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause.isObject(); i++) {
            String text = cause.get("message").text();
            if (text != null) {
                message.append(message.isEmpty() ? "" : ": ").append(text);
            }
            type(cause, error);
            String trace = cause.get("stackTrace").text();
            if (trace != null) {
                stack.append(stack.isEmpty() ? "" : "\nCaused by: " + text + "\n").append(trace);
            }
            cause = cause.get("cause");
        }
        return error.put("message", message.isEmpty() ? null : message.toString())
                .put("stack", stack.isEmpty() ? null : stack.toString());
    }

    private static void type(Part failure, Draft error) {
        Part application = failure.get("applicationFailureInfo");
        error.text("type", application.get("type").text());
        if (!failure.get("timeoutFailureInfo").isAbsent()) {
            error.text("type", "Timeout")
                    .text("code", failure.get("timeoutFailureInfo").get("timeoutType").text());
        } else if (!failure.get("canceledFailureInfo").isAbsent() && !error.has("type")) {
            error.text("type", "Canceled");
        } else if (!failure.get("terminatedFailureInfo").isAbsent()) {
            error.text("type", "Terminated");
        }
    }
}
