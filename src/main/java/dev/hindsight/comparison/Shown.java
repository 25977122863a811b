package dev.hindsight.comparison;

import dev.hindsight.field.JsonText;

/** How values are shown in changes: whole, or if they are long by their beginning. */
final class Shown {

    /** Longest JSON text of a value that is shown whole, in bytes of UTF-8. */
    static final int MAX_BYTES = 2_048;

    /** Characters of the beginning that is shown of a longer one. */
    static final int PREVIEW = 1_024;

    private Shown() {}

    /** A value as it is shown. */
    static String of(String json) {
        if (json.length() <= MAX_BYTES / 3) {
            return json;
        }
        long bytes = bytes(json);
        return bytes <= MAX_BYTES ? json : cut(json, bytes);
    }

    /**
     * A long value as it is shown.
     *
     * @param beginning of its JSON text
     * @param bytes of all of it
     */
    static String cut(String beginning, long bytes) {
        int end = Math.min(PREVIEW, beginning.length());
        if (Character.isHighSurrogate(beginning.charAt(end - 1))) {
            end--;
        }
        return "{\"$truncated\":true,\"bytes\":%d,\"preview\":%s}"
                .formatted(bytes, JsonText.quote(beginning.substring(0, end)));
    }

    private static long bytes(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // Each half of a pair stands for two of its four bytes.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }
}
