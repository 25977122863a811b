package dev.hindsight.field;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/**
 * Moments as the contract tells them: ISO-8601 with an offset, in the extended or the basic format,
 * or milliseconds since 1970. Kept to the millisecond, since that is what is told again.
 */
public final class Moments {

    /** What a caller is told who sent something else. */
    static final String EXPECTED =
            "It must be a time: ISO-8601 with an offset, such as 2026-11-20T18:00:00.123Z, or"
                    + " milliseconds since 1970.";

    /** Digits and sign of the longest epoch number that can be in range. */
    static final int MAX_EPOCH_DIGITS = 16;

    private static final String OUT_OF_RANGE = "It must lie within the years 0001 to 9999.";

    private static final DateTimeFormatter EXTENDED =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .appendLiteral('T')
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .appendPattern("[XXX][XX][X]")
                    .toFormatter();

    private static final DateTimeFormatter BASIC =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("yyyyMMdd'T'HHmmss")
                    .optionalStart()
                    .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
                    .optionalEnd()
                    .appendPattern("[XXX][XX][X]")
                    .toFormatter();

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Moments() {}

    /**
     * Reads ISO-8601 with an offset, to the millisecond (finer digits are dropped).
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static OffsetDateTime parse(String text) {
        if (text.length() > 40) {
            throw new IllegalArgumentException(EXPECTED);
        }
        boolean extended = text.length() > 4 && text.charAt(4) == '-';
        try {
            OffsetDateTime parsed = OffsetDateTime.parse(text, extended ? EXTENDED : BASIC);
            return inRange(parsed.withOffsetSameInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException(EXPECTED, wrong);
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException(OUT_OF_RANGE, wrong);
        }
    }

    /**
     * Milliseconds since 1970 as a moment.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static OffsetDateTime ofEpochMillis(long millis) {
        try {
            return inRange(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException(OUT_OF_RANGE, wrong);
        }
    }

    /** ISO-8601 in UTC with milliseconds and {@code Z}. */
    public static String write(OffsetDateTime moment) {
        return WRITTEN.format(moment);
    }

    private static OffsetDateTime inRange(OffsetDateTime moment) {
        if (moment.getYear() < 1 || moment.getYear() > 9999) {
            throw new IllegalArgumentException(OUT_OF_RANGE);
        }
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }
}
