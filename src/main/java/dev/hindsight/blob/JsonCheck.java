package dev.hindsight.blob;

import dev.hindsight.payload.PayloadJson;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.util.BitSet;

/**
 * Checks that bytes are one JSON value (RFC 8259) in UTF-8, however they are cut into pieces, and
 * remembers nothing but which brackets are open. Our own, since Jackson's parser over pieces gathers
 * each string whole, and a tree may be one long string. As everywhere here, half of a surrogate pair
 * is let pass as an escape, and at most {@link PayloadJson#MAX_NESTING} brackets may be open.
 */
public final class JsonCheck implements BlobCheck {

    private enum State {
        /** A value must come. */
        VALUE,
        /** A value, or the end of an array that has none yet. */
        FIRST_VALUE,
        /** A key must come. */
        KEY,
        /** A key, or the end of an object that has none yet. */
        FIRST_KEY,
        COLON,
        /** A value is over: a comma or a closing bracket, or white space behind all. */
        AFTER,
        STRING,
        ESCAPE,
        HEX,
        /** Inside a character of more than one byte. */
        UTF8,
        MINUS,
        ZERO,
        INTEGER,
        POINT,
        FRACTION,
        EXPONENT_SIGN,
        EXPONENT_FIRST,
        EXPONENT,
        /** Inside true, false or null. */
        WORD
    }

    private State state = State.VALUE;

    /** For each open bracket from the outside in, whether it is a brace. */
    private final BitSet braces = new BitSet();

    private int depth;
    private boolean inKey;

    /** Bytes or hex digits of a character that are still to come. */
    private int missing;

    /** Bounds of the next byte of a character; they keep out what has a shorter form, and surrogates. */
    private int least;

    private int most;

    private String word = "";
    private int at;
    private long line = 1;
    private long column;
    private boolean empty = true;

    @Override
    public void take(byte[] piece) {
        for (byte next : piece) {
            column++;
            step(next & 0xFF);
            if (next == '\n') {
                line++;
                column = 0;
            }
        }
        empty &= piece.length == 0;
    }

    @Override
    public void finish() {
        if (empty) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The body is empty; it must be JSON.");
        }
        boolean numberEnds =
                switch (state) {
                    case ZERO, INTEGER, FRACTION, EXPONENT -> true;
                    default -> false;
                };
        if (depth > 0 || !(numberEnds || state == State.AFTER)) {
            column++;
            throw malformed();
        }
    }

    private void step(int b) {
        switch (state) {
            case STRING -> string(b);
            case UTF8 -> utf8(b);
            case ESCAPE -> escape(b);
            case HEX -> hex(b);
            case WORD -> word(b);
            case VALUE, FIRST_VALUE, KEY, FIRST_KEY, COLON, AFTER -> structure(b);
            default -> number(b);
        }
    }

    private void structure(int b) {
        if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            return;
        }
        switch (state) {
            case COLON -> expect(b == ':', State.VALUE);
            case KEY -> key(b);
            case FIRST_KEY -> {
                if (b == '}') {
                    close();
                } else {
                    key(b);
                }
            }
            case AFTER -> after(b);
            default -> {
                if (b == ']' && state == State.FIRST_VALUE) {
                    close();
                } else {
                    value(b);
                }
            }
        }
    }

    private void key(int b) {
        inKey = true;
        expect(b == '"', State.STRING);
    }

    private void after(int b) {
        boolean brace = depth > 0 && braces.get(depth - 1);
        if (depth > 0 && b == ',') {
            state = brace ? State.KEY : State.VALUE;
        } else if (depth > 0 && b == (brace ? '}' : ']')) {
            close();
        } else {
            throw malformed();
        }
    }

    private void value(int b) {
        switch (b) {
            case '{' -> open(true, State.FIRST_KEY);
            case '[' -> open(false, State.FIRST_VALUE);
            case '"' -> state = State.STRING;
            case '-' -> state = State.MINUS;
            case '0' -> state = State.ZERO;
            case 't' -> begin("true");
            case 'f' -> begin("false");
            case 'n' -> begin("null");
            default -> expect(isDigit(b), State.INTEGER);
        }
    }

    private void open(boolean brace, State next) {
        if (depth == PayloadJson.MAX_NESTING) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The JSON is nested deeper than %d levels.".formatted(depth));
        }
        braces.set(depth++, brace);
        state = next;
    }

    private void close() {
        depth--;
        state = State.AFTER;
    }

    private void begin(String expected) {
        word = expected;
        at = 1;
        state = State.WORD;
    }

    private void word(int b) {
        boolean last = at == word.length() - 1;
        expect(b == word.charAt(at++), last ? State.AFTER : State.WORD);
    }

    private void string(int b) {
        if (b == '"') {
            state = inKey ? State.COLON : State.AFTER;
            inKey = false;
        } else if (b == '\\') {
            state = State.ESCAPE;
        } else if (b >= 0x80) {
            lead(b);
        } else if (b < 0x20) {
            throw malformed();
        }
    }

    /** The first byte of a character of more than one (RFC 3629, section 4). */
    private void lead(int b) {
        if (b < 0xC2 || b > 0xF4) {
            throw malformed();
        }
        missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        most = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        state = State.UTF8;
    }

    private void utf8(int b) {
        expect(b >= least && b <= most, --missing == 0 ? State.STRING : State.UTF8);
        least = 0x80;
        most = 0xBF;
    }

    private void escape(int b) {
        missing = 4;
        expect("\"\\/bfnrtu".indexOf(b) >= 0, b == 'u' ? State.HEX : State.STRING);
    }

    private void hex(int b) {
        expect(
                isDigit(b) || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F'),
                --missing == 0 ? State.STRING : State.HEX);
    }

    private void number(int b) {
        boolean digit = isDigit(b);
        switch (state) {
            case MINUS -> expect(digit, b == '0' ? State.ZERO : State.INTEGER);
            case POINT -> expect(digit, State.FRACTION);
            case EXPONENT_SIGN -> {
                boolean sign = b == '+' || b == '-';
                expect(digit || sign, sign ? State.EXPONENT_FIRST : State.EXPONENT);
            }
            case EXPONENT_FIRST -> expect(digit, State.EXPONENT);
            default -> {
                if (digit && state != State.ZERO) {
                    return;
                }
                beyondDigits(b);
            }
        }
    }

    /** A number may end here; what comes may also be its next part. */
    private void beyondDigits(int b) {
        boolean whole = state == State.ZERO || state == State.INTEGER;
        if (b == '.' && whole) {
            state = State.POINT;
        } else if ((b == 'e' || b == 'E') && state != State.EXPONENT) {
            state = State.EXPONENT_SIGN;
        } else {
            state = State.AFTER;
            structure(b);
        }
    }

    private void expect(boolean fits, State next) {
        if (!fits) {
            throw malformed();
        }
        state = next;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    private ProblemException malformed() {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "The body is not valid JSON (line %d, column %d, in bytes)."
                        .formatted(line, column));
    }
}
