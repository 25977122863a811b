package dev.hindsight.comparison;

import org.jspecify.annotations.Nullable;

/**
 * Two payloads that PostgreSQL found to differ.
 *
 * @param pair which two steps they are of, counted within their batch; 0 of executions
 * @param pointer where they lie in their records
 * @param left of the one; {@code null} if it has none
 * @param right of the other, likewise
 */
record Difference(int pair, String pointer, @Nullable Value left, @Nullable Value right) {

    /**
     * Longest JSON text that is looked into, in bytes: a document of the usual limit, 1 MiB as it was sent,
     * may be as long as that when PostgreSQL writes it.
     */
    static final int MAX_BYTES = 2 * 1024 * 1024;

    /**
     * A payload.
     *
     * @param text its JSON text; of one that is too long its beginning
     * @param bytes of the whole text
     */
    record Value(String text, long bytes) {

        boolean isWhole() {
            return bytes <= MAX_BYTES;
        }

        String shown() {
            return isWhole() ? Shown.of(text) : Shown.cut(text, bytes);
        }
    }
}
