package dev.hindsight.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Each role may do all that the one before it may. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Also writes. */
    WRITER,
    /** Also deletes in bulk, and manages retention, keys and webhooks. */
    ADMIN;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a word, in any case. */
    public static Optional<Role> ofWord(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equalsIgnoreCase(word)).findFirst();
    }
}
