package dev.hindsight.outcome;

import dev.hindsight.field.FieldType;
import dev.hindsight.field.FieldTypes;
import java.util.Optional;
import java.util.function.Function;

/** The words for statuses, which engines write in many ways. */
public final class StatusWords {

    private static final int MAX_LENGTH = 32;

    private StatusWords() {}

    /** A word without its separators, in lower case; empty if it is too long to be a status. */
    public static String bare(String word) {
        if (word.length() > MAX_LENGTH) {
            return "";
        }
        StringBuilder bare = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c != '_' && c != '-' && c != ' ' && c != '.') {
                bare.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
            }
        }
        return bare.toString();
    }

    /** A status as a field: read by its words, bound by its code. */
    public static FieldType type(Function<String, Optional<Short>> codeOf, String allowed) {
        return FieldTypes.word(
                "smallint", Short[]::new, allowed, word -> codeOf.apply(word).orElse(null));
    }
}
