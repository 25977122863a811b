package dev.hindsight.payload;

/** What becomes of a JSON number in PostgreSQL, judged by its text alone. */
final class NumberText {

    /** PostgreSQL's {@code numeric}: most digits before the decimal point. */
    static final int MAX_BEFORE_POINT = 131_072;

    /** PostgreSQL's {@code numeric}: most digits after the decimal point. */
    static final int MAX_AFTER_POINT = 16_383;

    /**
     * Most digits that a number with an exponent may have when it is written out, which is what
     * {@code jsonb} does: ten bytes must not come back as 131,072. A thousand leaves room for every
     * IEEE double (1e308 has 309 digits, 4.9e-324 has 325) and is the longest number that Jackson
     * reads by default. A number sent without an exponent does not grow and is not held to it.
     */
    static final int MAX_EXPANDED = 1_000;

    /** What {@link #plainLength} answers for a number that has to be kept as a string. */
    static final int UNFIT = -1;

    /** Exponents beyond it are all equally too large; it keeps the sums below far from overflow. */
    private static final int HUGE_EXPONENT = 1_000_000;

    private NumberText() {}

    /**
     * The number of characters that PostgreSQL writes for the number, give or take the decimal
     * point, or {@link #UNFIT}.
     *
     * @param text holds a valid JSON number from {@code start} (inclusive) to {@code end}
     * (exclusive)
     */
    static int plainLength(char[] text, int start, int end) {
        int at = text[start] == '-' ? start + 1 : start;
        int before = digits(text, at, end);
        at += before;
        int after = 0;
        if (at < end && text[at] == '.') {
            after = digits(text, at + 1, end);
            at += 1 + after;
        }
        if (at == end) {
            return before <= MAX_BEFORE_POINT && after <= MAX_AFTER_POINT ? end - start : UNFIT;
        }
        int exponent = exponent(text, at + 1, end);
        long plain = Math.max(1L, (long) before + exponent) + Math.max(0L, (long) after - exponent);
        return plain <= MAX_EXPANDED ? (int) plain : UNFIT;
    }

    private static int digits(char[] text, int start, int end) {
        int at = start;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at - start;
    }

    private static int exponent(char[] text, int start, int end) {
        boolean signed = text[start] == '-' || text[start] == '+';
        int value = 0;
        for (int at = signed ? start + 1 : start; at < end && value < HUGE_EXPONENT; at++) {
            value = value * 10 + (text[at] - '0');
        }
        return text[start] == '-' ? -value : value;
    }
}
