package dev.hindsight.field;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Moments as the contract tells them: ISO-8601 with an offset, in the extended or the basic format,
 * or milliseconds since 1970. Kept to the millisecond, since that is what is told again.
 */
public final class Moments {

    /** What a caller is told who sent something else. */
    static final String EXPECTED =
            "It must be a time: ISO-8601 with an offset, such as 2026-11-20T18:00:00.123Z, or"
                    + " milliseconds since 1970.";

    private static final String OUT_OF_RANGE = "It must lie within the years 0001 to 9999.";

    private static final String OFFSET = "([Zz]|[+-]\\d{2}(?::?\\d{2})?)";

    /** {@code 2026-11-20T18:00:00.123+01:00}; seconds may be left out. */
    private static final Pattern EXTENDED =
            Pattern.compile(
                    "(\\d{4})-(\\d{2})-(\\d{2})[Tt](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,18}))?)?"
                            + OFFSET);

    /** {@code 20200401T054215+0000}; seconds may be left out. */
    private static final Pattern BASIC =
            Pattern.compile(
                    "(\\d{4})(\\d{2})(\\d{2})[Tt](\\d{2})(\\d{2})(?:(\\d{2})(?:[.,](\\d{1,18}))?)?"
                            + OFFSET);

    /** The first moment that is in range. */
    public static final OffsetDateTime FIRST = OffsetDateTime.parse("0001-01-01T00:00:00Z");

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Moments() {}

    /**
     * Reads ISO-8601 with an offset, to the millisecond (finer digits are dropped).
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static OffsetDateTime parse(String text) {
        Matcher parts = (text.indexOf('-') == 4 ? EXTENDED : BASIC).matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        try {
            OffsetDateTime read =
                    OffsetDateTime.of(
                            part(parts, 1),
                            part(parts, 2),
                            part(parts, 3),
                            part(parts, 4),
                            part(parts, 5),
                            part(parts, 6),
                            millis(parts.group(7)) * 1_000_000,
                            ZoneOffset.of(parts.group(8).toUpperCase(Locale.ROOT)));
            return inRange(read.withOffsetSameInstant(ZoneOffset.UTC));
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException(EXPECTED, wrong);
        }
    }

    private static int part(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int millis(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00").substring(0, 3));
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

    /**
     * A moment as a query string has it: digits alone are milliseconds since 1970, and a plus sign that
     * was not encoded has become a space.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static OffsetDateTime ofParameter(String text) {
        return text.matches("-?\\d{1,15}")
                ? ofEpochMillis(Long.parseLong(text))
                : parse(text.replace(' ', '+'));
    }

    /** ISO-8601 in UTC with milliseconds and {@code Z}. */
    public static String write(OffsetDateTime moment) {
        return WRITTEN.format(moment);
    }

    /** The moment so many milliseconds before, or the first one that is in range. */
    public static OffsetDateTime before(OffsetDateTime moment, long millis) {
        OffsetDateTime earlier = moment.minus(millis, ChronoUnit.MILLIS);
        return earlier.isBefore(FIRST) ? FIRST : earlier;
    }

    private static OffsetDateTime inRange(OffsetDateTime moment) {
        if (moment.getYear() < 1 || moment.getYear() > 9999) {
            throw new IllegalArgumentException(OUT_OF_RANGE);
        }
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }
}
