package dev.hindsight.field;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.io.IOException;

/** Reads the one JSON value that a request's body is. */
public final class Body {

    /** Reads a value from its first token to its last. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    private Body() {}

    /**
     * Reads a body and nothing behind it.
     *
     * @throws ProblemException {@code invalid-request}, naming every fault the context was told
     * @throws IOException when it is not JSON
     */
    public static <T> T read(byte[] bytes, FieldContext context, Reading<T> reading)
            throws IOException {
        try (JsonParser parser = PayloadJson.factory().createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new ProblemException(
                        ProblemType.INVALID_REQUEST, "The body is empty; it must be JSON.");
            }
            T value = reading.read(parser);
            if (parser.nextToken() != null) {
                throw new ProblemException(
                        ProblemType.INVALID_REQUEST, "There is something behind the JSON value.");
            }
            context.finish();
            return value;
        } catch (StreamConstraintsException tooMuch) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The JSON is nested deeper than %d levels, or has a key longer than %,d characters."
                            .formatted(PayloadJson.MAX_NESTING, PayloadJson.MAX_KEY));
        }
    }

    /** Reads each element of an array. The parser stands on its start, and then on its end. */
    public static void each(
            JsonParser parser, FieldContext context, String base, Reading<?> element)
            throws IOException {
        if (!context.expect(parser, JsonToken.START_ARRAY, "It must be an array.")) {
            return;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            FieldContext.Scope outer = context.enter(base + "/" + i);
            element.read(parser);
            context.leave(outer);
        }
    }
}
