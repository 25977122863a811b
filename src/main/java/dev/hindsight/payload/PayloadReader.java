package dev.hindsight.payload;

import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.secret.SecretWords;
import java.io.IOException;

/**
 * Takes JSON values out of a request's body, as they will be stored.
 *
 * <p>Strings and keys lose what PostgreSQL cannot hold, secrets are masked, what is too long is
 * cut; each alteration is told by a {@link Notice}. Everything else stays equal as JSON, numbers
 * digit by digit. The price is one pass over the tokens and one buffer, which never grows much past
 * the limits of {@link PayloadConfig}.
 *
 * <p>May be used by many threads at once; it never blocks.
 */
public final class PayloadReader {

    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int MAX_DEPTH = 1_000;

    private final int maxString;
    private final int maxDocument;
    private final int maxDepth;
    private final KnownKeys keys;

    /**
     * Fails with {@link IllegalArgumentException} where a setting lies outside its documented
     * range.
     */
    public PayloadReader(PayloadConfig config) {
        maxString = within("max-string", config.maxString(), MAX_BYTES);
        maxDocument = within("max-document", config.maxDocument(), MAX_BYTES);
        maxDepth = within("max-depth", config.maxDepth(), MAX_DEPTH);
        keys = new KnownKeys(new SecretWords(config.redact()));
    }

    private static int within(String setting, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(
                    "hindsight.payload.%s must be between 1 and %d, not %d"
                            .formatted(setting, max, value));
        }
        return value;
    }

    /**
     * Reads the one value whose first token the parser stands on, and leaves the parser on its
     * last.
     *
     * <ul>
     *   <li>A number that PostgreSQL cannot hold, or whose exponent would make it longer than 1,000
     *       digits there, becomes a string of its text ({@code sanitized}).
     *   <li>NUL and lone surrogates in strings and keys become U+FFFD ({@code sanitized}).
     *   <li>Below a secret key, at any depth, every string becomes {@code "[redacted]"} ({@code
     *       redacted}). Keys, numbers, booleans and null stay: {@code token_count} is a number far
     *       more often than a secret is.
     *   <li>A string over its limit is cut between two code points ({@code truncated}, with size
     *       and SHA-256 of the whole text in UTF-8).
     *   <li>A value over the limit for documents becomes {@code {"$truncated": true, "bytes": n,
     *       "preview": "…"}}: its size as sent, and the first 1,024 characters at most of the text
     *       that would have been stored ({@code truncated}, with size and SHA-256 of the value as
     *       sent; told alone, in place of all other notices).
     * </ul>
     *
     * <p>At most 101 notices are told: after 100 distinct ones, the last one points at the value
     * itself.
     *
     * @param parser made by {@link PayloadJson#factory()} over all of {@code source}
     * @param source the body in UTF-8
     * @param pointer where the value lies in its record, as RFC 6901; begins the pointers of
     * notices
     * @throws dev.hindsight.problem.ProblemException {@code invalid-request} with {@code pointer},
     *     when the value is nested too deeply; the parser is then somewhere inside it
     * @throws com.fasterxml.jackson.core.JsonProcessingException when the value is not valid JSON
     */
    public Payload read(JsonParser parser, byte[] source, String pointer) throws IOException {
        return new PayloadPass(this, parser, source, pointer).run();
    }

    /** Longest string, in bytes of UTF-8. */
    int maxString() {
        return maxString;
    }

    /** Largest document, in bytes. */
    int maxDocument() {
        return maxDocument;
    }

    /** Deepest nesting; a scalar has depth 0. */
    int maxDepth() {
        return maxDepth;
    }

    KnownKeys keys() {
        return keys;
    }
}
