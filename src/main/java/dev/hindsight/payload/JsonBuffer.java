package dev.hindsight.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * JSON text under construction, in UTF-8. Strings come out as PostgreSQL can hold them: NUL and
 * lone surrogates become U+FFFD.
 */
final class JsonBuffer {

    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

    /** The character after the backslash by character, {@code u} for the long form, 0 for none. */
    private static final byte[] ESCAPES = escapes();

    private byte[] bytes;
    private int size;

    JsonBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x80];
        Arrays.fill(escapes, 0, 0x20, (byte) 'u');
        String pairs = "\"\"\\\\\bb\tt\nn\ff\rr";
        for (int i = 0; i < pairs.length(); i += 2) {
            escapes[pairs.charAt(i)] = (byte) pairs.charAt(i + 1);
        }
        return escapes;
    }

    /** Lets go of all that was written. */
    void clear() {
        bytes = new byte[0];
        size = 0;
    }

    /** Length so far, in bytes. */
    int size() {
        return size;
    }

    /** One character of JSON's own: a bracket, a comma, a colon. */
    JsonBuffer mark(char mark) {
        reserve(1);
        bytes[size++] = (byte) mark;
        return this;
    }

    /** JSON in ASCII, as it is. */
    JsonBuffer ascii(String json) {
        for (int i = 0; i < json.length(); i++) {
            mark(json.charAt(i));
        }
        return this;
    }

    /** JSON in ASCII, as it is. */
    void ascii(char[] json, int start, int end) {
        reserve(end - start);
        for (int i = start; i < end; i++) {
            bytes[size++] = (byte) json[i];
        }
    }

    /** JSON in UTF-8, as it is. */
    void utf8(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
    }

    /**
     * A text as a JSON string, quoted and escaped.
     *
     * @return whether a character had to be replaced
     */
    boolean string(char[] text, int start, int end) {
        reserve(end - start + 2);
        bytes[size++] = '"';
        boolean replaced = false;
        int at = plain(text, start, end);
        while (at < end) {
            // Room for this character at its longest, all that follow as ASCII, and the last quote.
            reserve(end - at + 6);
            char c = text[at];
            if (CodePoints.unstorable(text, at, end)) {
                wide(CodePoints.REPLACEMENT);
                replaced = true;
            } else if (c < 0x80) {
                escaped(c);
            } else if (Character.isHighSurrogate(c)) {
                wide(Character.toCodePoint(c, text[++at]));
            } else {
                wide(c);
            }
            at = plain(text, at + 1, end);
        }
        bytes[size++] = '"';
        return replaced;
    }

    /**
     * Copies characters that stand for themselves in one byte; returns where the first other one
     * is.
     */
    private int plain(char[] text, int start, int end) {
        byte[] to = bytes;
        int length = size;
        int at = start;
        while (at < end) {
            char c = text[at];
            if (c >= 0x80 || ESCAPES[c] != 0) {
                break;
            }
            to[length++] = (byte) c;
            at++;
        }
        size = length;
        return at;
    }

    private void escaped(char c) {
        byte escape = ESCAPES[c];
        bytes[size++] = '\\';
        bytes[size++] = escape;
        if (escape == 'u') {
            bytes[size++] = '0';
            bytes[size++] = '0';
            bytes[size++] = HEX[c >> 4];
            bytes[size++] = HEX[c & 0xF];
        }
    }

    private void wide(int codePoint) {
        if (codePoint < 0x800) {
            bytes[size++] = (byte) (0xC0 | (codePoint >> 6));
        } else {
            if (codePoint < 0x10000) {
                bytes[size++] = (byte) (0xE0 | (codePoint >> 12));
            } else {
                bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
                bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            }
            bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        }
        bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    /** A copy of what was written. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * The first {@code characters} (UTF-16 units) at most; a code point is taken whole or not at
     * all.
     */
    String head(int characters) {
        // No character takes more than three bytes, and a cut code point decodes to at most three
        // more.
        String text = new String(bytes, 0, Math.min(size, characters * 3 + 3), UTF_8);
        if (text.length() <= characters) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(characters - 1));
        return text.substring(0, splits ? characters - 1 : characters);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, UTF_8);
    }
}
