package dev.hindsight.recording;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What stays of an error's message when everything is taken out of it that differs between two failures of
 * the same kind: numbers, ids and quoted parts.
 */
public final class ErrorPrint {

    /** More of a message does not tell kinds apart. */
    private static final int MAX_LENGTH = 2_000;

    private ErrorPrint() {}

    /** The print of the message that a report sets, 16 hex digits; {@code null} if it sets none. */
    public static @Nullable String of(Fields<ExecutionField> fields) {
        String message = fields.get(ExecutionField.ERROR_MESSAGE, String.class);
        if (message == null) {
            return null;
        }
        String shape = shape(message);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(shape.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** A message with {@code #} for each word that holds a digit and for each quoted part. */
    static String shape(String message) {
        StringBuilder shape = new StringBuilder();
        int end = Math.min(message.length(), MAX_LENGTH);
        int i = 0;
        while (i < end) {
            char c = message.charAt(i);
            int close = isQuote(c, message, i) ? message.indexOf(c, i + 1) : -1;
            if (close > i) {
                shape.append('#');
                i = close + 1;
            } else if (isWord(c)) {
                int from = i;
                boolean digit = false;
                while (i < end && isWord(message.charAt(i))) {
                    digit |= Character.isDigit(message.charAt(i++));
                }
                shape.append(digit ? "#" : message.substring(from, i));
            } else {
                shape.append(c);
                i++;
            }
        }
        return shape.toString();
    }

    /** An apostrophe inside a word opens no quote. */
    private static boolean isQuote(char c, String message, int at) {
        return c == '"'
                || c == '`'
                || (c == '\'' && (at == 0 || !Character.isLetterOrDigit(message.charAt(at - 1))));
    }

    /** Hyphens belong to words, so that a UUID is one. */
    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }
}
