package dev.hindsight.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.payload.PayloadJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two JSON values: objects are compared by member, arrays by index, numbers by value
 * with every digit. A member or an element that one side does not have is one difference, however much is
 * in it; and so is a value of another kind.
 *
 * <p>One pass over both texts, side by side. The members of every object must have the order in which
 * {@code jsonb} keeps them: by the bytes of their keys, shorter keys first.
 */
final class JsonDiff {

    /** Longest pointer: what lies deeper is told where it can still be pointed at. */
    static final int MAX_POINTER = 4_096;

    private final Side left;
    private final Side right;
    private final Changes changes;
    private final StringBuilder pointer;

    /** How many objects are being read in which only whether anything differs is looked for. */
    private int coarse;

    private boolean isDifferent;

    private JsonDiff(String pointer, Side left, Side right, Changes changes) {
        this.pointer = new StringBuilder(pointer);
        this.left = left;
        this.right = right;
        this.changes = changes;
    }

    /**
     * Tells what differs between two values, each a whole JSON text.
     *
     * @param pointer where they lie in their records
     */
    static void compare(String pointer, String left, String right, Changes changes) {
        try (JsonParser one = PayloadJson.factory().createParser(left);
                JsonParser other = PayloadJson.factory().createParser(right)) {
            JsonDiff diff =
                    new JsonDiff(pointer, new Side(left, one), new Side(right, other), changes);
            one.nextToken();
            other.nextToken();
            diff.values();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A key's place among the members of an object. */
    static int order(String one, String other) {
        if (one.equals(other)) {
            return 0;
        }
        byte[] a = one.getBytes(UTF_8);
        byte[] b = other.getBytes(UTF_8);
        return a.length == b.length
                ? Arrays.compareUnsigned(a, b)
                : Integer.compare(a.length, b.length);
    }

    /** Both stand on the first token of a value, and are left on its last. */
    private void values() throws IOException {
        JsonToken token = left.parser.currentToken();
        JsonToken other = right.parser.currentToken();
        if (token == JsonToken.START_OBJECT && other == token) {
            objects();
        } else if (token == JsonToken.START_ARRAY && other == token) {
            arrays();
        } else if (token.isStructStart()
                || other.isStructStart()
                || !areEqual(left.parser, right.parser)) {
            int leftStart = left.start();
            int rightStart = right.start();
            differ(left.rest(leftStart), right.rest(rightStart));
        }
    }

    private void objects() throws IOException {
        int leftStart = left.start();
        int rightStart = right.start();
        int length = pointer.length();
        boolean wasDifferent = isDifferent;
        boolean isCoarse = false;
        JsonToken token = left.parser.nextToken();
        JsonToken other = right.parser.nextToken();
        while ((token != JsonToken.END_OBJECT || other != JsonToken.END_OBJECT) && goesOn()) {
            int order =
                    token == JsonToken.END_OBJECT
                            ? 1
                            : other == JsonToken.END_OBJECT
                                    ? -1
                                    : order(left.parser.currentName(), right.parser.currentName());
            String name = order <= 0 ? left.parser.currentName() : right.parser.currentName();
            if (!isCoarse && !point(name)) {
                isCoarse = true;
                coarse++;
                isDifferent = false;
            }
            member(order);
            pointer.setLength(length);
            token = order <= 0 ? left.parser.nextToken() : token;
            other = order >= 0 ? right.parser.nextToken() : other;
        }
        if (isCoarse) {
            coarse--;
            boolean isBelow = isDifferent;
            isDifferent = wasDifferent;
            if (isBelow && goesOn()) {
                changes.truncate();
                differ(left.text(leftStart), right.text(rightStart));
            }
        }
    }

    /** Compares a member that is on both sides (0), only left (below) or only right (above). */
    private void member(int order) throws IOException {
        if (order <= 0) {
            left.parser.nextToken();
        }
        if (order >= 0) {
            right.parser.nextToken();
        }
        side(order);
    }

    private void side(int order) throws IOException {
        if (order == 0) {
            values();
        } else if (order < 0) {
            differ(left.rest(left.start()), null);
        } else {
            differ(null, right.rest(right.start()));
        }
    }

    private void arrays() throws IOException {
        int length = pointer.length();
        JsonToken token = left.parser.nextToken();
        JsonToken other = right.parser.nextToken();
        for (int i = 0;
                (token != JsonToken.END_ARRAY || other != JsonToken.END_ARRAY) && goesOn();
                i++) {
            int order = token == JsonToken.END_ARRAY ? 1 : other == JsonToken.END_ARRAY ? -1 : 0;
            pointer.append('/').append(i);
            side(order);
            pointer.setLength(length);
            token = order <= 0 ? left.parser.nextToken() : token;
            other = order >= 0 ? right.parser.nextToken() : other;
        }
    }

    /** Whether anything is left to be found out; if not, the rest of the texts is not read. */
    private boolean goesOn() {
        return !changes.isOver();
    }

    /** Points at a member; false if that would take too long a pointer. */
    private boolean point(String name) {
        if (coarse > 0) {
            return true;
        }
        String escaped = name.replace("~", "~0").replace("/", "~1");
        if (pointer.length() + 1 + escaped.length() > MAX_POINTER) {
            return false;
        }
        pointer.append('/').append(escaped);
        return true;
    }

    private void differ(@Nullable String one, @Nullable String other) {
        if (coarse > 0) {
            isDifferent = true;
        } else {
            changes.add(pointer.toString(), one, other);
        }
    }

    private static boolean areEqual(JsonParser one, JsonParser other) throws IOException {
        JsonToken token = one.currentToken();
        if (token.isNumeric() && other.currentToken().isNumeric()) {
            return areEqualNumbers(one.getText(), other.getText());
        }
        return token == other.currentToken() && one.getText().equals(other.getText());
    }

    /** Without an exponent, which PostgreSQL never writes, numbers of any length are compared quickly. */
    private static boolean areEqualNumbers(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        if (hasExponent(one) || hasExponent(other)) {
            return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
        }
        return plain(one).equals(plain(other));
    }

    private static boolean hasExponent(String number) {
        return number.indexOf('e') >= 0 || number.indexOf('E') >= 0;
    }

    private static String plain(String number) {
        int end = number.length();
        if (number.indexOf('.') >= 0) {
            while (number.charAt(end - 1) == '0') {
                end--;
            }
            if (number.charAt(end - 1) == '.') {
                end--;
            }
        }
        String plain = number.substring(0, end);
        return plain.equals("-0") ? "0" : plain;
    }

    /** One of both texts, and where it is read. */
    private record Side(String text, JsonParser parser) {

        /** Where the token begins. */
        int start() {
            return (int) parser.currentTokenLocation().getCharOffset();
        }

        /** The text of the value whose first token the parser is on, which is left on its last. */
        String rest(int start) throws IOException {
            parser.skipChildren();
            parser.finishToken();
            return text(start);
        }

        /** The text from there to the end of the token. */
        String text(int start) {
            return text.substring(start, (int) parser.currentLocation().getCharOffset()).strip();
        }
    }
}
