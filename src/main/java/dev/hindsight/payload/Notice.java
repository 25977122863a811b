package dev.hindsight.payload;

import org.jspecify.annotations.Nullable;

/**
 * What was altered in a value before it was stored.
 *
 * @param kind how it was altered
 * @param pointer where: an RFC 6901 JSON pointer into the record, such as {@code /output/body}
 * @param originalBytes size in bytes of what was sent, in UTF-8; only where something was cut
 * @param sha256 SHA-256 of what was sent, in lower-case hex; only where something was cut, and not
 *     where a secret was in it
 */
public record Notice(
        Kind kind, String pointer, @Nullable Long originalBytes, @Nullable String sha256) {

    /** How a value was altered. */
    public enum Kind {
        /** A string or a document over its limit was cut. */
        TRUNCATED("truncated"),
        /** A secret was masked, alone or with the value that it stood in. */
        REDACTED("redacted"),
        /**
         * Characters that PostgreSQL cannot hold were replaced, a number was kept as text, or of a key
         * that an object had more than once the last was kept.
         */
        SANITIZED("sanitized"),
        /** A start lies after its end; both times stay as reported. */
        CLOCK_SKEW("clock-skew");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word on the wire. */
        public String word() {
            return word;
        }

        /** The kind of a word on the wire; {@link IllegalArgumentException} for any other word. */
        public static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("Not a kind of notice: " + word);
        }
    }

    /** A notice without sizes. */
    public static Notice of(Kind kind, String pointer) {
        return new Notice(kind, pointer, null, null);
    }
}
