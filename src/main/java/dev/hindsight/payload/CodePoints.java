package dev.hindsight.payload;

/** Which characters PostgreSQL can hold in a text, and how many bytes they take there. */
final class CodePoints {

    /** Stands for a character that cannot be held. */
    static final char REPLACEMENT = '\uFFFD';

    private CodePoints() {}

    /**
     * Whether the character at {@code at} is NUL or a surrogate without its other half. To be asked
     * at the beginning of a code point: the second half of a pair would count as lone.
     */
    static boolean unstorable(char[] text, int at, int end) {
        char c = text[at];
        if (!Character.isSurrogate(c)) {
            return c == 0;
        }
        return Character.isLowSurrogate(c)
                || at + 1 == end
                || !Character.isLowSurrogate(text[at + 1]);
    }

    /** The same question of a string. */
    static boolean unstorable(String text, int at) {
        char c = text.charAt(at);
        if (!Character.isSurrogate(c)) {
            return c == 0;
        }
        return Character.isLowSurrogate(c)
                || at + 1 == text.length()
                || !Character.isLowSurrogate(text.charAt(at + 1));
    }

    /** The text with everything that cannot be held replaced. */
    static String clean(char[] text, int start, int end) {
        StringBuilder cleaned = new StringBuilder(end - start);
        for (int at = start; at < end; at++) {
            if (unstorable(text, at, end)) {
                cleaned.append(REPLACEMENT);
            } else {
                cleaned.append(text[at]);
                if (Character.isHighSurrogate(text[at])) {
                    cleaned.append(text[++at]);
                }
            }
        }
        return cleaned.toString();
    }

    /**
     * Where to cut a text so that it takes at most {@code maxBytes} bytes of UTF-8 once cleaned:
     * never inside a code point; {@code end} when all of it fits.
     */
    static int cut(char[] text, int start, int end, int maxBytes) {
        if (end - start <= maxBytes / 3) {
            return end;
        }
        int left = maxBytes;
        int at = start;
        while (at < end) {
            char c = text[at];
            boolean pair = Character.isHighSurrogate(c) && !unstorable(text, at, end);
            left -= pair ? 4 : c >= 0x800 || c == 0 ? 3 : c >= 0x80 ? 2 : 1;
            if (left < 0) {
                return at;
            }
            at += pair ? 2 : 1;
        }
        return end;
    }
}
