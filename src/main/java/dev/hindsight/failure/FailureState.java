package dev.hindsight.failure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody decided about a group of failures. */
enum FailureState {
    /** Nothing yet, or it failed again. */
    OPEN(0),
    /** It is not to happen any more; when it does, the group is open again. */
    RESOLVED(1),
    /** It may happen. */
    IGNORED(2);

    /** All words, for texts that name them. */
    static final String WORDS = "open, resolved, ignored";

    private final int code;

    FailureState(int code) {
        this.code = code;
    }

    /** The word on the wire. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The number in a row. */
    short code() {
        return (short) code;
    }

    /** The state with a number; values are in the order of their numbers. */
    static FailureState ofCode(int code) {
        return values()[code];
    }

    static Optional<FailureState> ofWord(String word) {
        return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
    }
}
