package dev.hindsight.foreign;

import dev.hindsight.field.Moments;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Numbers and moments as other engines write them. */
final class Scalars {

    /** Characters of a longer text are no number, and no moment. */
    static final int MAX_TEXT = 40;

    private Scalars() {}

    /** A whole number from 0 on; -1 if it is none. */
    static long whole(@Nullable String text) {
        BigDecimal number = number(text, Long.MAX_VALUE);
        return number == null ? -1 : number.longValue();
    }

    /** So many thousandths of a number from 0 on, rounded; -1 if it is none. */
    static long thousandths(@Nullable String text) {
        BigDecimal number = number(text, Integer.MAX_VALUE);
        return number == null
                ? -1
                : number.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValue();
    }

    /** A number from 0 to a bound. */
    private static @Nullable BigDecimal number(@Nullable String text, long max) {
        if (text == null || text.length() > MAX_TEXT) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            // What has a longer exponent would take for ever to be written out.
            boolean isShort = Math.abs((long) number.scale()) <= MAX_TEXT;
            return isShort && number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(max)) <= 0
                    ? number
                    : null;
        } catch (NumberFormatException other) {
            return null;
        }
    }

    /**
     * ISO-8601, in UTC where it has no offset; nothing for another text, and for the year 1, by which
     * programs in Go say that there is none.
     */
    static @Nullable OffsetDateTime moment(@Nullable String text) {
        if (text == null || text.length() > MAX_TEXT) {
            return null;
        }
        try {
            String iso = text.replace(' ', 'T');
            boolean hasOffset = iso.matches(".*T.*([Zz]|[+-][\\d:]{2,6})");
            OffsetDateTime moment = Moments.parse(hasOffset ? iso : iso + "Z");
            return moment.getYear() == 1 ? null : moment;
        } catch (IllegalArgumentException other) {
            return null;
        }
    }

    /** Milliseconds since 1970; nothing for what is out of range. */
    static @Nullable OffsetDateTime moment(long millis) {
        try {
            return millis < 0 ? null : Moments.ofEpochMillis(millis);
        } catch (IllegalArgumentException other) {
            return null;
        }
    }
}
