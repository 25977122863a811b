package dev.hindsight.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Masks secrets in texts by how they look.
 *
 * <p>Only what was matched is masked and the text around it stays, so that a stack trace with one
 * token in it is still one. Whoever wants the whole text masked writes an expression that matches
 * it: {@code (?s).*word.*}. Every pattern is matched against the text as it was sent; what several
 * of them match is masked as one.
 *
 * <p>What is masked stays as it is, however often it comes through.
 *
 * <p>May be used by many threads at once.
 */
public final class SecretPatterns {

    /** What stands in the place of a secret. */
    public static final String MASK = "[redacted]";

    private final List<SecretFinder> finders;

    /**
     * Patterns that are known by name, and others.
     *
     * @param expressions regular expressions, one a line; blank lines count for nothing
     * @throws IllegalArgumentException naming the line of the first that cannot be used, and why
     */
    public SecretPatterns(Set<KnownSecret> known, String expressions) {
        this(finders(known, expressions));
    }

    SecretPatterns(List<SecretFinder> finders) {
        this.finders = List.copyOf(finders);
    }

    private static List<SecretFinder> finders(Set<KnownSecret> known, String expressions) {
        List<SecretFinder> finders = new ArrayList<>();
        known.stream().sorted().map(KnownSecret::finder).forEach(finders::add);
        List<String> lines = expressions.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String expression = lines.get(i).strip();
            if (!expression.isEmpty()) {
                finders.add(expression(expression, i + 1));
            }
        }
        return finders;
    }

    private static SecretFinder expression(String expression, int line) {
        try {
            return TextPattern.of(expression);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "line %d, %s: %s".formatted(line, expression, wrong.getMessage()), wrong);
        }
    }

    /** Whether there is no pattern at all, so that no text need be asked about. */
    public boolean isEmpty() {
        return finders.isEmpty();
    }

    /**
     * The text with each secret in it replaced by {@link #MASK}; the text itself if there is none.
     * Never fails: a text that cannot be searched is masked whole.
     */
    public String mask(String text) {
        try {
            Spans found = new Spans();
            for (SecretFinder finder : finders) {
                finder.find(text, found);
            }
            // A mask in the text counts as found, so that none is ever masked in part.
            for (int at = text.indexOf(MASK); at >= 0; at = text.indexOf(MASK, at + 1)) {
                found.add(at, at + MASK.length());
            }
            return found.mask(text);
        } catch (RuntimeException | StackOverflowError unexpected) {
            // Which part of it is secret is not known, and so all of it may be.
            return MASK;
        }
    }
}
