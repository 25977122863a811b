package dev.hindsight.secret;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Secrets that a regular expression matches, in the syntax of RE2: that of the JDK without what
 * needs backtracking, which is references to groups, looking around, and possessive repetition.
 */
final class TextPattern implements SecretFinder {

    /**
     * Largest program that an expression may compile to, in instructions: {@code [a-z]{1,200}} has
     * 401. The time for one character grows with it, since that many positions are kept at once.
     */
    static final int MAX_PROGRAM = 500;

    private static final String SAMPLE = "a b-1";

    private final Pattern pattern;
    private final int group;

    private TextPattern(Pattern pattern, int group) {
        this.pattern = pattern;
        this.group = group;
    }

    /** Finds what one group of the expression matches; 0 is the whole. */
    static TextPattern ofGroup(String expression, int group) {
        return new TextPattern(Pattern.compile(expression), group);
    }

    /**
     * Finds what the whole expression matches, whatever groups it has.
     *
     * @throws IllegalArgumentException saying what keeps it from being used: it is none, is too
     *     large, or matches where nothing stands
     */
    static TextPattern of(String expression) {
        Pattern pattern = compile(expression);
        if (pattern.programSize() > MAX_PROGRAM) {
            throw new IllegalArgumentException(
                    "it compiles to %,d instructions, and %,d are allowed: shorten its repetitions"
                            .formatted(pattern.programSize(), MAX_PROGRAM));
        }
        if (matchesNothing(pattern, "") || matchesNothing(pattern, SAMPLE)) {
            throw new IllegalArgumentException("it also matches where nothing stands");
        }
        return new TextPattern(pattern, 0);
    }

    private static Pattern compile(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "it is no regular expression of RE2: %s: %s"
                            .formatted(wrong.getDescription(), wrong.getPattern()),
                    wrong);
        } catch (StackOverflowError deep) {
            throw new IllegalArgumentException("it is nested too deeply", deep);
        }
    }

    private static boolean matchesNothing(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            if (matcher.start() == matcher.end()) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Takes time linear in the text: where finding one match after the other would not, all that
     * was not searched counts as secret.
     */
    @Override
    public void find(String text, Spans found) {
        int searched = 0;
        try {
            Matcher matcher = pattern.matcher(new MeteredText(text));
            while (matcher.find()) {
                found.add(matcher.start(group), matcher.end(group));
                searched = matcher.end();
            }
        } catch (MeteredText.Exhausted tooMuch) {
            found.add(searched, text.length());
        }
    }
}
