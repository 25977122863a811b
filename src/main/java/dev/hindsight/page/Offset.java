package dev.hindsight.page;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a simple client passes over. It is bounded because the database reads every row that
 * it passes over; a cursor does not.
 *
 * @param value 0 to 10,000, both inclusive
 */
public record Offset(int value) {

    /** The largest offset. */
    public static final int MAX = 10_000;

    /** From the start. */
    public static final Offset NONE = new Offset(0);

    /**
     * @throws ProblemException {@link ProblemType#INVALID_REQUEST} naming {@code offset} and
     *     pointing to the cursor, if out of range
     */
    public Offset {
        if (value < 0 || value > MAX) {
            throw invalid();
        }
    }

    /** The offset a client asks for, or none if it does not; fails as the constructor does. */
    public static Offset of(@Nullable Integer value) {
        return value == null ? NONE : new Offset(value);
    }

    /**
     * Reads a query parameter; JAX-RS calls this for a {@code @QueryParam} of this type.
     *
     * @throws ProblemException also if it is no whole number
     */
    public static Offset fromString(String text) {
        try {
            return new Offset(Integer.parseInt(text));
        } catch (NumberFormatException notANumber) {
            throw invalid();
        }
    }

    private static ProblemException invalid() {
        String detail =
                "The query parameter `offset` takes a whole number from 0 to 10000;"
                        + " to read further, use the `cursor` from `nextCursor`.";
        return new ProblemException(
                ProblemType.INVALID_REQUEST, detail, List.of(new Violation("offset", detail)));
    }
}
