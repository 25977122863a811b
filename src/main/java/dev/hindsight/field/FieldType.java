package dev.hindsight.field;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a field is read from JSON and bound to a statement.
 *
 * @param sqlType the type of its column
 * @param boundType the type it is bound as; differs from {@code sqlType} where the driver would
 *     lose something: numerics and JSON travel as text
 * @param newArray makes the array that a batch of values is bound as
 * @param shape what values it takes, for people and the programs they write
 * @param reader reads the value that the parser stands on, which is never JSON's {@code null}
 */
public record FieldType(
        String sqlType,
        String boundType,
        IntFunction<Object[]> newArray,
        Shape shape,
        Reader reader) {

    /** Reads one value. */
    @FunctionalInterface
    public interface Reader {
        /**
         * The value under the parser; {@code null} when it is not valid, after telling the context
         * what is wrong.
         */
        @Nullable Object read(JsonParser parser, FieldContext context) throws IOException;
    }
}
