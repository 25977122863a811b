package dev.hindsight.page;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One value of a cursor: what a row is sorted by, or its id. */
public sealed interface Part {

    /** A whole number; also a moment, in microseconds since 1970-01-01T00:00:00Z. */
    record Whole(long value) implements Part {}

    /** A text without NUL. */
    record Text(String value) implements Part {

        /**
         * @throws IllegalArgumentException if there is a NUL or a lone surrogate in it, neither of
         *     which PostgreSQL can hold
         */
        public Text {
            if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
                throw new IllegalArgumentException("Not a text that the database can hold");
            }
        }
    }

    /** A UUID. */
    record Id(UUID value) implements Part {}

    /** The absent value: a row that has nothing to be sorted by. */
    record Absent() implements Part {}

    /** A number, or the absent value. */
    static Part number(@Nullable Long value) {
        return value == null ? new Absent() : new Whole(value);
    }

    /** A text, or the absent value. */
    static Part text(@Nullable String value) {
        return value == null ? new Absent() : new Text(value);
    }

    /** A UUID. */
    static Part id(UUID value) {
        return new Id(value);
    }

    /**
     * A moment, cut to the microsecond as PostgreSQL keeps it, or the absent value.
     *
     * @throws ArithmeticException beyond some 290,000 years from now
     */
    static Part at(@Nullable Instant value) {
        if (value == null) {
            return new Absent();
        }
        // Not MICROS.between, which counts in nanoseconds and overflows beyond the year 2262.
        long wholeSeconds = Math.multiplyExact(value.getEpochSecond(), 1_000_000L);
        return new Whole(Math.addExact(wholeSeconds, value.getNano() / 1_000));
    }
}
