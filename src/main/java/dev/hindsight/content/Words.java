package dev.hindsight.content;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Words that must all occur, in any order.
 *
 * @param words at least one, none empty, without ASCII punctuation or blanks
 */
public record Words(List<String> words) {

    /** Most characters of what is looked for: as long as any name may be. */
    public static final int MAX_LENGTH = 255;

    /** Most words: each is looked up by itself. */
    static final int MAX_WORDS = 16;

    private static final String SEPARATORS = "[\\p{Punct}\\p{Cntrl}\\p{Zs}\\s]+";

    public Words {
        words = List.copyOf(words);
    }

    /**
     * Takes a text apart.
     *
     * @throws IllegalArgumentException with the reason, for the caller, if there is no word in it, or too much
     */
    public static Words parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "It must have at most %d characters.".formatted(MAX_LENGTH));
        }
        List<String> words =
                Arrays.stream(text.split(SEPARATORS, -1))
                        .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                        .distinct()
                        .toList();
        if (words.isEmpty()) {
            throw new IllegalArgumentException("It must have a letter or a digit.");
        }
        if (words.size() > MAX_WORDS) {
            throw new IllegalArgumentException(
                    "It must have at most %d words.".formatted(MAX_WORDS));
        }
        return new Words(words);
    }

    /** As {@code to_tsquery} takes them: each the beginning of a word. Nothing in a word needs escaping. */
    String tsquery() {
        return words.stream().map("'%s':*"::formatted).collect(Collectors.joining(" & "));
    }

    /**
     * Those that stand as they are in every text that has a word which begins with them, but for case.
     * Of others that is not sure: what PostgreSQL takes for a letter depends on its locale.
     */
    List<String> literal() {
        return words.stream().filter(word -> word.matches("[A-Za-z0-9]+")).toList();
    }
}
