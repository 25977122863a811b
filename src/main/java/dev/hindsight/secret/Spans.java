package dev.hindsight.secret;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The characters of one text that belong to secrets, in whatever order they were found. */
final class Spans {

    /** Absent until one is found, as in most texts none is. */
    private @Nullable BitSet characters;

    /** Adds the characters from {@code start} (inclusive) to {@code end} (exclusive). */
    void add(int start, int end) {
        if (characters == null) {
            characters = new BitSet(end);
        }
        characters.set(start, end);
    }

    /**
     * The text with one mask for each run of such characters, however many secrets overlap or touch
     * in it; the text itself if there are none.
     */
    String mask(String text) {
        return characters == null ? text : mask(text, characters);
    }

    private static String mask(String text, BitSet secret) {
        StringBuilder masked = new StringBuilder(text.length());
        int kept = 0;
        int start = secret.nextSetBit(0);
        while (start >= 0) {
            masked.append(text, kept, start).append(SecretPatterns.MASK);
            kept = secret.nextClearBit(start);
            start = secret.nextSetBit(kept);
        }
        return masked.append(text, kept, text.length()).toString();
    }
}
