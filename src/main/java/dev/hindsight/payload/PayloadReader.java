package dev.hindsight.payload;

import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.secret.SecretPaths;
import dev.hindsight.secret.SecretPatterns;
import dev.hindsight.secret.SecretWords;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

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

    /** Where payloads lie in the records that have them, as RFC 6901. */
    static final List<String> PLACES =
            List.of("/input", "/output", "/metadata", "/trigger/data", "/data", "/dag");

    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int MAX_DEPTH = 1_000;

    private final int maxString;
    private final int maxDocument;
    private final int maxDepth;
    private final KnownKeys keys;
    private final SecretPatterns patterns;
    private final SecretPaths paths;

    /**
     * Fails with {@link IllegalArgumentException}, in one line for the operator, where a setting
     * lies outside its documented range or cannot be used.
     */
    public PayloadReader(PayloadConfig config) {
        this(config, patterns(config));
    }

    PayloadReader(PayloadConfig config, SecretPatterns patterns) {
        maxString = within("max-string", config.maxString(), MAX_BYTES);
        maxDocument = within("max-document", config.maxDocument(), MAX_BYTES);
        maxDepth = within("max-depth", config.maxDepth(), MAX_DEPTH);
        keys = new KnownKeys(new SecretWords(config.redact()));
        this.patterns = patterns;
        paths =
                usable(
                        "redact-paths",
                        () ->
                                new SecretPaths(
                                        config.redactPaths().orElse(List.of()).stream()
                                                .map(String::strip)
                                                .toList(),
                                        PLACES));
    }

    private static SecretPatterns patterns(PayloadConfig config) {
        return usable(
                "redact-values",
                () ->
                        new SecretPatterns(
                                config.redactKnown().orElse(Set.of()),
                                config.redactValues().orElse("")));
    }

    private static <T> T usable(String setting, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "hindsight.payload.%s: %s".formatted(setting, wrong.getMessage()), wrong);
        }
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
     *   <li>A key that an object has more than once is left to PostgreSQL, which keeps the last
     *       ({@code sanitized}).
     *   <li>Below a secret key, at any depth, every string becomes {@code "[redacted]"} ({@code
     *       redacted}). Keys, numbers, booleans and null stay: {@code token_count} is a number far
     *       more often than a secret is.
     *   <li>At a declared path, any value becomes {@code "[redacted]"}, an array or object with all
     *       that is in it ({@code redacted}).
     *   <li>In any other string, what a pattern takes for a secret becomes {@code [redacted]}
     *       ({@code redacted}). It is looked for before the string is cut, so that no half of a
     *       secret is left.
     *   <li>A string over its limit is cut between two code points ({@code truncated}, with size
     *       and SHA-256 of the whole text in UTF-8;
     *       without the digest if there was a secret in it, which could be guessed by it).
     *   <li>A value over the limit for documents becomes {@code {"$truncated": true, "bytes": n,
     *       "preview": "…"}}: its size as sent, and the first 1,024 characters at most of the text
     *       that would have been stored ({@code truncated}, with size and SHA-256 of the value as
     *       sent; without the digest if there was a secret before the limit). Of all else that was
     *       altered before the limit, one {@code redacted} and one {@code sanitized} tell, which
     *       point at the value itself.
     * </ul>
     *
     * <p>At most 103 notices are told: after 100 distinct ones, or a million characters of pointers to
     * what was altered, one more of each kind points at the value itself.
     *
     * <p>Whatever else is thrown leaves no payload behind: nothing is stored that was not judged to
     * its end.
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

    /**
     * A text with a column of its own as it will be stored: secrets that a pattern finds are masked
     * ({@code redacted}), then it is cut and cleaned as {@link CleanText#of} does, without the
     * digest if there was a secret in it. Keys and paths say nothing of such a text.
     *
     * @param maxBytes most bytes of UTF-8 that are kept
     * @param pointer where the text lies in its record, as RFC 6901
     */
    public CleanText text(String value, int maxBytes, String pointer) {
        return CleanText.of(value, patterns.mask(value), maxBytes, pointer);
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

    SecretPatterns patterns() {
        return patterns;
    }

    SecretPaths paths() {
        return paths;
    }
}
