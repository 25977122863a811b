package dev.hindsight.wfformat;

import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Moments;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as the tools that write WfFormat tell them; the format itself says only that it is text. */
final class WfFormatTimes {

    /** What a caller is told whose file has another time. */
    static final String MOMENT_EXPECTED =
            "It must be a time such as 2023-03-27T22:38:56-10:00, 20200401T054215+0000 or"
                    + " 05-04-23T10:46:27Z (month, day, year).";

    /** What a caller is told whose file has another duration. */
    static final String SECONDS_EXPECTED =
            "It must be a number of seconds, at most " + FieldTypes.MAX_DURATION_MS / 1000 + ".";

    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(FieldTypes.MAX_DURATION_MS, 3);

    /** The least that is rounded to a millisecond. */
    private static final BigDecimal MIN_SECONDS = new BigDecimal("0.0005");

    /** Month, day, and a year of two or four digits. */
    private static final Pattern MONTH_FIRST =
            Pattern.compile("(\\d\\d-\\d\\d)-(\\d\\d|\\d{4})([Tt ].*)");

    /** The date, the time of day, the offset if there is one. */
    private static final Pattern PARTS =
            Pattern.compile("([\\d-]{8,10})[Tt ]([\\d:.]{4,18}) ?([Zz]|[+-][\\d:]{2,6})?");

    private WfFormatTimes() {}

    /**
     * Reads a time: ISO-8601, extended or basic, also with a blank before the time of day; or with
     * the month first. Two digits mean a year from 2000 to 2099. Without an offset it is UTC.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    static OffsetDateTime moment(String text) {
        if (text.length() > 40) {
            throw new IllegalArgumentException(MOMENT_EXPECTED);
        }
        String trimmed = text.strip();
        Matcher american = MONTH_FIRST.matcher(trimmed);
        if (american.matches()) {
            String year = american.group(2);
            String full = year.length() == 2 ? "20" + year : year;
            trimmed = full + "-" + american.group(1) + american.group(3);
        }
        Matcher parts = PARTS.matcher(trimmed);
        if (!parts.matches()) {
            throw new IllegalArgumentException(MOMENT_EXPECTED);
        }
        String offset = parts.group(3) == null ? "Z" : parts.group(3);
        return Moments.parse(parts.group(1) + "T" + parts.group(2) + offset);
    }

    /**
     * Seconds in milliseconds, rounded half up. A negative number, which clocks that were set back
     * leave behind, counts as 0.
     *
     * @throws IllegalArgumentException when it is more than an execution may last
     */
    static long millis(BigDecimal seconds) {
        if (seconds.compareTo(MAX_SECONDS) > 0) {
            throw new IllegalArgumentException(SECONDS_EXPECTED);
        }
        // Compared before it is rounded: to write out 1e-999999999 would take for ever.
        return seconds.compareTo(MIN_SECONDS) < 0
                ? 0
                : seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
