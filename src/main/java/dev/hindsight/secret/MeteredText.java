package dev.hindsight.secret;

/**
 * A text that may be read only so often.
 *
 * <p>One search takes linear time; but finding all matches takes one search each, and every one of
 * them may read on to the end before it knows that its match was a short one ({@code x.*y|x}, over
 * many x and no y).
 */
final class MeteredText implements CharSequence {

    /** Reads of each character: one search needs three, and those that follow read some again. */
    private static final int READS = 16;

    private static final int LEAST = 10_000;

    private final String text;
    private long left;

    MeteredText(String text) {
        this.text = text;
        left = (long) READS * text.length() + LEAST;
    }

    /** The text was read too often. */
    static final class Exhausted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("Too much work for one text", null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
