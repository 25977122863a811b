package dev.hindsight.wfformat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.FieldContext;
import dev.hindsight.payload.CleanText;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a file's JSON and tells where what stands. Whatever a reader leaves unread is
 * stepped over. Faults are told with their place in the file, and reading goes on.
 */
final class WfFormatCursor {

    /** Reads the value of a member, which the parser stands on. */
    @FunctionalInterface
    interface Members {
        /**
         * Reads one value.
         *
         * @param from where the member's name begins in the file
         */
        void read(String name, int from) throws IOException;
    }

    /** Reads the element that the parser stands on. */
    @FunctionalInterface
    interface Elements {
        void read() throws IOException;
    }

    private static final int MAX_NUMBER = 40;

    private final JsonParser parser;
    private final FieldContext context;
    private final int base;

    /**
     * Begins where the parser stands.
     *
     * @param base where in the file the parser's bytes begin
     */
    WfFormatCursor(JsonParser parser, FieldContext context, int base) {
        this.parser = parser;
        this.context = context;
        this.base = base;
    }

    /** Reads every member of an object, in their order; says whether it is one. */
    boolean object(Members members) throws IOException {
        if (!expect(JsonToken.START_OBJECT, "It must be an object.")) {
            return false;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int from = start();
            parser.nextToken();
            members.read(name, from);
            parser.skipChildren();
        }
        return true;
    }

    /** Reads every member of an object, if it is one. */
    void ifObject(Members members) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            object(members);
        }
    }

    /** Reads every element of an array, in their order. */
    void array(Elements elements) throws IOException {
        if (!expect(JsonToken.START_ARRAY, "It must be an array.")) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.read();
            parser.skipChildren();
        }
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** A text that identifies something, with at least one character; {@code null} if it is not. */
    @Nullable String identifier(int maxLength) throws IOException {
        String text = text();
        if (text == null) {
            return null;
        }
        Optional<String> fault =
                text.isEmpty()
                        ? Optional.of("It must not be empty.")
                        : CleanText.idFault(text, maxLength);
        fault.ifPresent(this::reject);
        return fault.isEmpty() ? text : null;
    }

    /** A text of any length, down to none; {@code null} if it is not one. */
    @Nullable String text() throws IOException {
        return expect(JsonToken.VALUE_STRING, "It must be a text.") ? parser.getText() : null;
    }

    /** A text, or {@code null} if it is something else, which is no fault. */
    @Nullable String textIfAny() throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
    }

    /** A scalar as text, however it is written. */
    @Nullable String word() throws IOException {
        return parser.currentToken().isScalarValue() ? parser.getText() : null;
    }

    /** A number as it is written, of at most 40 characters; {@code null} if it is not one. */
    @Nullable String digits() throws IOException {
        if (!parser.currentToken().isNumeric()) {
            return reject("It must be a number.");
        }
        return parser.getTextLength() > MAX_NUMBER
                ? reject("It must have at most " + MAX_NUMBER + " digits.")
                : parser.getText();
    }

    /** A number of seconds in milliseconds; {@code null} if it is not one. */
    @Nullable Long seconds() throws IOException {
        String digits = digits();
        if (digits == null) {
            return null;
        }
        try {
            return WfFormatTimes.millis(new BigDecimal(digits));
        } catch (IllegalArgumentException wrong) {
            return reject(WfFormatTimes.SECONDS_EXPECTED);
        }
    }

    /** Says that the value under the parser is not valid. Always {@code null}. */
    @SuppressWarnings(
            "TypeParameterUnusedInFormals") // A rejection is null, which is of every type.
    <T> @Nullable T reject(String detail) {
        return context.rejectAt(pointer(), detail);
    }

    /** The place of the value under the parser. */
    String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    /** Where the token under the parser begins in the file. */
    int start() {
        return base + (int) parser.currentTokenLocation().getByteOffset();
    }

    /** The piece of the file from there up to the end of the value under the parser. */
    WfFormatSlice sliceFrom(int from) throws IOException {
        parser.skipChildren();
        if (parser.currentToken().isNumeric()) {
            return new WfFormatSlice(from, start() + parser.getTextLength());
        }
        parser.finishToken();
        return new WfFormatSlice(from, base + (int) parser.currentLocation().getByteOffset());
    }

    private boolean expect(JsonToken token, String detail) {
        if (parser.currentToken() == token) {
            return true;
        }
        reject(detail);
        return false;
    }
}
