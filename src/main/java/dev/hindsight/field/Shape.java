package dev.hindsight.field;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What values a field takes, as far as the document of the contract can say it.
 *
 * @param kind what kind of JSON value
 * @param min the least number; absent for no bound
 * @param max the largest number, or the most characters of a text; absent for no bound
 * @param words those of a {@link Kind#WORD} as they are told; more may be understood
 */
public record Shape(Kind kind, @Nullable Long min, @Nullable Long max, List<String> words) {

    /** A kind of JSON value. */
    public enum Kind {
        /** Anything. */
        ANY,
        /** A text. */
        TEXT,
        /** One of a list of words. */
        WORD,
        /** A time: sent as ISO-8601 or as milliseconds, told as ISO-8601. */
        MOMENT,
        UUID,
        BOOLEAN,
        /** A whole number. */
        WHOLE,
        NUMBER,
        /** A number above 0 and at most 1. */
        SHARE,
        /** An array of texts. */
        KEYS,
        /** An object of texts. */
        LABELS
    }

    public Shape {
        words = List.copyOf(words);
    }

    static Shape of(Kind kind) {
        return new Shape(kind, null, null, List.of());
    }

    static Shape text(@Nullable Long maxLength) {
        return new Shape(Kind.TEXT, null, maxLength, List.of());
    }

    static Shape whole(long min, long max) {
        return new Shape(Kind.WHOLE, min, max, List.of());
    }

    static Shape word(String allowed) {
        return new Shape(Kind.WORD, null, null, List.of(allowed.split(", ", -1)));
    }
}
