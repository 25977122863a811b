package dev.hindsight.sla;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * A length of time, as it was written and as it is meant.
 *
 * @param text ISO-8601, of days, hours, minutes and seconds
 */
record Span(String text, Duration length) {

    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final int MAX_TEXT = 64;

    /**
     * Reads a length of time.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    static Span of(String text, Duration most) {
        String expected =
                "It must be an ISO-8601 duration of PT1M to P%dD, such as PT1H."
                        .formatted(most.toDays());
        try {
            Duration length = text.length() > MAX_TEXT ? Duration.ZERO : Duration.parse(text);
            if (length.compareTo(LEAST) >= 0 && length.compareTo(most) <= 0) {
                return new Span(text, length);
            }
            throw new IllegalArgumentException(expected);
        } catch (DateTimeParseException notOne) {
            throw new IllegalArgumentException(expected, notOne);
        }
    }
}
