package dev.hindsight.policy;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.threeten.extra.PeriodDuration;

/**
 * How old something may become: ISO-8601, with years, months, weeks, days and a time, such as {@code
 * P1Y} or {@code P1DT12H}.
 *
 * @param text as it was written; more than nothing and at most a thousand years
 */
public record Age(String text) {

    /** What a caller is told who sent something else. */
    static final String EXPECTED =
            "It must be a positive ISO-8601 duration of at most 1000 years, such as P30D, P1Y or PT12H.";

    private static final int MAX_YEARS = 1_000;

    /** Longer than any that is meant: it bounds what is looked at. */
    private static final int MAX_TEXT = 64;

    /** Signs are none of ISO-8601, and what is told as it was written should be read by everybody. */
    private static final Pattern UNSIGNED = Pattern.compile("P[0-9A-Z.,]+");

    /** Any moment: a calendar's years are measured from somewhere. */
    private static final OffsetDateTime EPOCH = OffsetDateTime.parse("2000-01-01T00:00:00Z");

    /**
     * An age.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public Age {
        if (!isValid(text)) {
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    /** The moment that is so long before another, by the calendar of UTC. */
    public OffsetDateTime before(OffsetDateTime now) {
        PeriodDuration length = PeriodDuration.parse(text);
        return now.withOffsetSameInstant(ZoneOffset.UTC)
                .minus(length.getPeriod())
                .minus(length.getDuration());
    }

    private static boolean isValid(String text) {
        if (text.length() > MAX_TEXT || !UNSIGNED.matcher(text).matches()) {
            return false;
        }
        try {
            PeriodDuration length = PeriodDuration.parse(text);
            OffsetDateTime end = EPOCH.plus(length.getPeriod()).plus(length.getDuration());
            return !length.isZero() && !end.isAfter(EPOCH.plusYears(MAX_YEARS));
        } catch (DateTimeException | ArithmeticException noneOrTooLong) {
            return false;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
