package dev.hindsight.edge;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The rules for a request's path and query before anyone decodes them: bounded length, whole
 * percent-escapes, well-formed UTF-8, no NUL, no segment that is not a name, and the characters of a
 * URI. Behind the check, decoding cannot fail or guess.
 */
final class RequestLine {

    /** Longest path and query together, in characters as sent. */
    static final int MAX_LENGTH = 16 * 1024;

    private RequestLine() {}

    /** Fails with a problem that names the first rule that is broken. */
    static void check(String uri, @Nullable String path, @Nullable String query) {
        if (uri.length() > MAX_LENGTH) {
            throw new ProblemException(
                    ProblemType.URI_TOO_LONG,
                    "The path and query together are longer than %,d characters."
                            .formatted(MAX_LENGTH));
        }
        checkEscapes("path", path);
        checkEscapes("query", query);
        if (path != null) {
            checkSegments(path);
        }
        try {
            new URI(uri);
        } catch (URISyntaxException malformed) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The request's path or query has a character that must be percent-encoded.");
        }
    }

    /**
     * Dots that name a parent, escaped or not, parameters of a segment and empty segments would be taken
     * away before the resource is looked for, which is then another one.
     */
    private static void checkSegments(String path) {
        if (path.indexOf(';') >= 0) {
            throw invalid("path", "has a ';', which must be written as %3B");
        }
        if (path.indexOf("//", 1) > 0) {
            throw invalid("path", "has a segment that is empty");
        }
        String dotted = path.replaceAll("%2[eE]", ".");
        for (int at = dotted.indexOf("/."); at >= 0; at = dotted.indexOf("/.", at + 1)) {
            int end = dotted.indexOf('/', at + 1);
            String segment = dotted.substring(at + 1, end < 0 ? dotted.length() : end);
            if (segment.equals(".") || segment.equals("..")) {
                throw invalid(
                        "path",
                        "has the segment '%s', which cannot name anything".formatted(segment));
            }
        }
    }

    private static void checkEscapes(String part, @Nullable String text) {
        if (text == null || text.indexOf('%') < 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '%') {
                // Anything outside ASCII is no part of an escape and stands for itself here.
                bytes.put((byte) (c < 0x80 ? c : '?'));
                continue;
            }
            int high = at + 2 < text.length() ? hex(text.charAt(at + 1)) : -1;
            int low = at + 2 < text.length() ? hex(text.charAt(at + 2)) : -1;
            if (high < 0 || low < 0) {
                throw invalid(part, "has a '%' that two hexadecimal digits do not follow");
            }
            if (high == 0 && low == 0) {
                throw invalid(part, "contains the character NUL");
            }
            bytes.put((byte) (high << 4 | low));
            at += 2;
        }
        checkUtf8(part, bytes.flip());
    }

    private static void checkUtf8(String part, ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes);
        } catch (CharacterCodingException malformed) {
            throw invalid(part, "is not UTF-8 once its percent-escapes are decoded");
        }
    }

    private static int hex(char c) {
        // Character.digit would take digits of every script.
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static ProblemException invalid(String part, String what) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, "The request's %s %s.".formatted(part, what));
    }
}
