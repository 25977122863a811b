package dev.hindsight.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text as it will be stored in a column of its own: an error's message, a note, a log line.
 *
 * @param text one that PostgreSQL can hold, within its limit
 * @param notices what was altered in it; empty when nothing was
 */
public record CleanText(String text, List<Notice> notices) {

    public CleanText {
        notices = List.copyOf(notices);
    }

    /**
     * Replaces NUL and lone surrogates by U+FFFD ({@code sanitized}), and cuts between two code
     * points what is longer than {@code maxBytes} bytes of UTF-8 ({@code truncated}, with size and
     * SHA-256 of the whole).
     *
     * @param pointer where the text lies in its record, as RFC 6901
     */
    public static CleanText of(String value, int maxBytes, String pointer) {
        return of(value, value, maxBytes, pointer);
    }

    /** As above, of a text in which secrets were {@code masked}: {@code redacted} if any were. */
    static CleanText of(String value, String masked, int maxBytes, String pointer) {
        return masked.equals(value) && isClean(value, maxBytes)
                ? new CleanText(value, List.of())
                : altered(value, masked, maxBytes, pointer);
    }

    private static boolean isClean(String value, int maxBytes) {
        int bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            if (bytes > maxBytes) {
                return false;
            }
        }
        return true;
    }

    private static CleanText altered(String value, String masked, int maxBytes, String pointer) {
        char[] characters = masked.toCharArray();
        int length = characters.length;
        int cut = CodePoints.cut(characters, 0, length, maxBytes);
        String text = CodePoints.clean(characters, 0, cut);
        boolean redacted = !masked.equals(value);
        List<Notice> notices = new ArrayList<>();
        if (redacted) {
            notices.add(Notice.of(Notice.Kind.REDACTED, pointer));
        }
        if (cut < length) {
            Original original = Original.of(value.toCharArray(), 0, value.length());
            notices.add((redacted ? original.withoutDigest() : original).notice(pointer));
        }
        if (!text.equals(new String(characters, 0, cut))) {
            notices.add(Notice.of(Notice.Kind.SANITIZED, pointer));
        }
        return new CleanText(text, notices);
    }

    /**
     * What keeps a text from being an id, which is taken whole and unaltered or not at all: a
     * sentence for a {@link dev.hindsight.problem.Violation}, or nothing. An empty text passes.
     *
     * @param maxCharacters the longest that is allowed, counted in code points
     */
    public static Optional<String> idFault(String id, int maxCharacters) {
        if (id.length() > maxCharacters && id.codePointCount(0, id.length()) > maxCharacters) {
            return Optional.of("Must not be longer than " + maxCharacters + " characters.");
        }
        for (int at = 0; at < id.length(); at++) {
            if (CodePoints.unstorable(id, at)) {
                return Optional.of(
                        id.charAt(at) == 0
                                ? "Must not contain the character U+0000."
                                : "Must not contain half of a surrogate pair.");
            }
            if (Character.isHighSurrogate(id.charAt(at))) {
                at++;
            }
        }
        return Optional.empty();
    }
}
