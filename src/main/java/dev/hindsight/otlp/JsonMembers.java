package dev.hindsight.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.io.IOException;
import java.util.function.ToIntFunction;

/** Members and values of JSON in the forms that protobuf's JSON allows; where none is, it fails. */
final class JsonMembers {

    /** More digits than any number of 64 bits has, and few enough not to be worth counting. */
    private static final int MAX_DIGITS = 32;

    private final JsonParser parser;
    private int elements;

    /** What is done at a member's value, if it is known; else the value is passed over. */
    @FunctionalInterface
    interface Member {
        void read(String name) throws IOException;
    }

    /** What is done at each value of an array. */
    @FunctionalInterface
    interface Item {
        void read() throws IOException;
    }

    JsonMembers(JsonParser parser) {
        this.parser = parser;
    }

    /** The problem of a body that is JSON, and not the one that is wanted. */
    static ProblemException malformed(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }

    /** Reads the object that is the value. */
    void object(Member member) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        each(member);
    }

    /** Reads the members of the object that was begun; one that is {@code null} is absent. */
    void each(Member member) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value != JsonToken.VALUE_NULL) {
                member.read(name);
                // Whoever read it stands at its end; whoever did not, at its begin.
                if (parser.currentToken() == value && value.isStructStart()) {
                    parser.skipChildren();
                }
            }
        }
    }

    /** Reads the array that is the value. */
    void array(Item item) throws IOException {
        expect(JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (++elements > Encoding.MAX_MESSAGES) {
                throw Encoding.tooMany();
            }
            item.read();
        }
    }

    /** The text that is the value. */
    String text() throws IOException {
        expect(JsonToken.VALUE_STRING, "a text");
        return parser.getText();
    }

    boolean truth() throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw unexpected("true or false");
        }
        return parser.getBooleanValue();
    }

    /** A whole number of 64 bits, with a sign or without, as a number or as a text. */
    long number() throws IOException {
        boolean written =
                parser.currentToken() == JsonToken.VALUE_STRING
                        || parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
        if (!written || parser.getTextLength() > MAX_DIGITS) {
            throw unexpected("a whole number");
        }
        String digits = parser.getText();
        try {
            return digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits);
        } catch (NumberFormatException wrong) {
            throw unexpected("a whole number");
        }
    }

    /** The same of 32 bits. */
    int small() throws IOException {
        long number = number();
        if (number < Integer.MIN_VALUE || number > 0xFFFF_FFFFL) {
            throw unexpected("a whole number of 32 bits");
        }
        return (int) number;
    }

    /** A number as a number, or as a text, which may also be {@code NaN} or {@code Infinity}. */
    double fraction() throws IOException {
        if (parser.currentToken().isNumeric()) {
            return parser.getDoubleValue();
        }
        try {
            return Double.parseDouble(text());
        } catch (NumberFormatException wrong) {
            throw unexpected("a number");
        }
    }

    /** The number of an enum, or of its name; an unknown name is 0, as in protobuf. */
    int choice(ToIntFunction<String> ofName) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING
                && !parser.getText().matches("-?\\d{1,9}")) {
            return ofName.applyAsInt(parser.getText());
        }
        return small();
    }

    private void expect(JsonToken token, String what) {
        if (parser.currentToken() != token) {
            throw unexpected(what);
        }
    }

    private ProblemException unexpected(String what) {
        return malformed(
                "%s must be %s (byte %,d)."
                        .formatted(
                                parser.getParsingContext().pathAsPointer(),
                                what,
                                parser.currentTokenLocation().getByteOffset()));
    }
}
