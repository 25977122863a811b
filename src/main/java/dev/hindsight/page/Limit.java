package dev.hindsight.page;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The most items that a page holds.
 *
 * @param value 1 to 1000, both inclusive
 */
public record Limit(int value) {

    /** The largest page. */
    public static final int MAX = 1_000;

    /** The page of a client that names no limit: 50 items. */
    public static final Limit DEFAULT = new Limit(50);

    /**
     * @throws ProblemException {@link ProblemType#INVALID_REQUEST} naming {@code limit}, if out of range
     */
    public Limit {
        if (value < 1 || value > MAX) {
            throw invalid();
        }
    }

    /** The limit a client asks for, or the default if it does not; fails as the constructor does. */
    public static Limit of(@Nullable Integer value) {
        return value == null ? DEFAULT : new Limit(value);
    }

    /**
     * Reads a query parameter; JAX-RS calls this for a {@code @QueryParam} of this type.
     *
     * @throws ProblemException also if it is no whole number
     */
    public static Limit fromString(String text) {
        try {
            return new Limit(Integer.parseInt(text));
        } catch (NumberFormatException notANumber) {
            throw invalid();
        }
    }

    private static ProblemException invalid() {
        String detail = "The query parameter `limit` takes a whole number from 1 to 1000.";
        return new ProblemException(
                ProblemType.INVALID_REQUEST, detail, List.of(new Violation("limit", detail)));
    }
}
