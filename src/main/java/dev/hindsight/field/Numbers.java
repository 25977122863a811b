package dev.hindsight.field;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The types of fields that are numbers. A number is judged by its digits and its exponent before
 * anything is made of it: ten characters can name one that no memory holds.
 */
public final class Numbers {

    /** Longest text of a number that is read at all: the least share, written out, has its place. */
    private static final int MAX_TEXT = 400;

    /** Exponents beyond are out of every range; it keeps the arithmetic of decimals exact. */
    private static final int MAX_EXPONENT = 400;

    private static final BigDecimal MAX_AMOUNT = BigDecimal.TEN.pow(30);
    private static final int MAX_AMOUNT_PLACES = 30;
    private static final String OUT_OF_RANGE = "It is out of range.";

    private Numbers() {}

    /** A whole number within bounds, both inclusive, bound as {@code integer}. */
    public static FieldType integer(int min, int max) {
        return new FieldType(
                "integer",
                "integer",
                Integer[]::new,
                Shape.whole(min, max),
                (parser, context) -> {
                    Long value = readWhole(parser, context, min, max);
                    return value == null ? null : (Object) value.intValue();
                });
    }

    /** A whole number within bounds, both inclusive, bound as {@code bigint}. */
    public static FieldType bigint(long min, long max) {
        return new FieldType(
                "bigint",
                "bigint",
                Long[]::new,
                Shape.whole(min, max),
                (parser, context) -> readWhole(parser, context, min, max));
    }

    /** A number above 0 and at most 1. */
    public static FieldType share() {
        return new FieldType(
                "double precision",
                "double precision",
                Double[]::new,
                Shape.of(Shape.Kind.SHARE),
                Numbers::readShare);
    }

    /** An amount that keeps its digits; within ±10^30 and with at most 30 places. */
    public static FieldType amount() {
        return new FieldType(
                "numeric", "text", String[]::new, Shape.of(Shape.Kind.NUMBER), Numbers::readAmount);
    }

    /** Reads a whole number within bounds, both inclusive; {@code 3.0} and {@code 3e0} are 3. */
    public static @Nullable Long readWhole(
            JsonParser parser, FieldContext context, long min, long max) throws IOException {
        BigDecimal value = read(parser, context);
        if (value == null) {
            return null;
        }
        if (value.stripTrailingZeros().scale() <= 0
                && value.compareTo(BigDecimal.valueOf(min)) >= 0
                && value.compareTo(BigDecimal.valueOf(max)) <= 0) {
            return value.longValueExact();
        }
        return context.reject("It must be a whole number from " + min + " to " + max + ".");
    }

    /** Reads milliseconds since 1970 as a moment; parts of a millisecond are dropped. */
    static @Nullable OffsetDateTime readEpochMillis(JsonParser parser, FieldContext context)
            throws IOException {
        BigDecimal value = read(parser, context);
        if (value == null) {
            return null;
        }
        try {
            return Moments.ofEpochMillis(value.setScale(0, RoundingMode.FLOOR).longValueExact());
        } catch (ArithmeticException tooLong) {
            return context.reject(OUT_OF_RANGE);
        } catch (IllegalArgumentException outOfRange) {
            return context.reject(outOfRange.getMessage());
        }
    }

    private static @Nullable Object readShare(JsonParser parser, FieldContext context)
            throws IOException {
        BigDecimal value = read(parser, context);
        if (value == null) {
            return null;
        }
        double share = value.doubleValue();
        return share > 0 && value.compareTo(BigDecimal.ONE) <= 0
                ? share
                : context.reject("It must be above 0 and at most 1.");
    }

    private static @Nullable Object readAmount(JsonParser parser, FieldContext context)
            throws IOException {
        BigDecimal value = read(parser, context);
        if (value == null) {
            return null;
        }
        return value.scale() <= MAX_AMOUNT_PLACES && value.abs().compareTo(MAX_AMOUNT) <= 0
                ? value.toPlainString()
                : context.reject(OUT_OF_RANGE);
    }

    private static @Nullable BigDecimal read(JsonParser parser, FieldContext context)
            throws IOException {
        if (!parser.currentToken().isNumeric()) {
            return context.reject(parser, "It must be a number.");
        }
        if (parser.getTextLength() > MAX_TEXT) {
            return context.reject(OUT_OF_RANGE);
        }
        try {
            BigDecimal value = new BigDecimal(parser.getText());
            return Math.abs((long) value.scale()) <= MAX_EXPONENT
                    ? value
                    : context.reject(OUT_OF_RANGE);
        } catch (NumberFormatException exponentTooLong) {
            return context.reject(OUT_OF_RANGE);
        }
    }
}
