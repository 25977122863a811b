package dev.hindsight.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.secret.KnownSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settings for a test, and the short way to read a value by them. */
public record PayloadLimits(
        int maxString,
        int maxDocument,
        int maxDepth,
        List<String> redact,
        Optional<Set<KnownSecret>> redactKnown,
        Optional<String> redactValues,
        Optional<List<String>> redactPaths)
        implements PayloadConfig {

    public static final PayloadLimits DEFAULT =
            new PayloadLimits(
                    65_536,
                    1_048_576,
                    500,
                    List.of(
                            "password",
                            "secret",
                            "token",
                            "apiKey",
                            "authorization",
                            "cookie",
                            "credential"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    PayloadLimits withMaxString(int bytes) {
        return new PayloadLimits(
                bytes, maxDocument, maxDepth, redact, redactKnown, redactValues, redactPaths);
    }

    PayloadLimits withMaxDocument(int bytes) {
        return new PayloadLimits(
                maxString, bytes, maxDepth, redact, redactKnown, redactValues, redactPaths);
    }

    PayloadLimits withMaxDepth(int levels) {
        return new PayloadLimits(
                maxString, maxDocument, levels, redact, redactKnown, redactValues, redactPaths);
    }

    PayloadLimits withRedact(String... words) {
        return new PayloadLimits(
                maxString,
                maxDocument,
                maxDepth,
                List.of(words),
                redactKnown,
                redactValues,
                redactPaths);
    }

    public PayloadLimits withKnown(KnownSecret... known) {
        return new PayloadLimits(
                maxString,
                maxDocument,
                maxDepth,
                redact,
                Optional.of(Set.of(known)),
                redactValues,
                redactPaths);
    }

    /** With regular expressions for values that are masked. */
    public PayloadLimits withValues(String... expressions) {
        return new PayloadLimits(
                maxString,
                maxDocument,
                maxDepth,
                redact,
                redactKnown,
                Optional.of(String.join("\n", expressions)),
                redactPaths);
    }

    public PayloadLimits withPaths(String... paths) {
        return new PayloadLimits(
                maxString,
                maxDocument,
                maxDepth,
                redact,
                redactKnown,
                redactValues,
                Optional.of(List.of(paths)));
    }

    /** Reads a body that is one value; its pointer is {@code /v}. */
    Payload read(String json) {
        return read(json.getBytes(UTF_8));
    }

    Payload read(byte[] json) {
        return read(new PayloadReader(this), json, "/v");
    }

    /** Reads a body that is one value, which lies somewhere in a record. */
    Payload readAt(String pointer, String json) {
        return read(new PayloadReader(this), json.getBytes(UTF_8), pointer);
    }

    static Payload read(PayloadReader reader, byte[] json, String pointer) {
        try (JsonParser parser = PayloadJson.factory().createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IllegalArgumentException("An empty body");
            }
            Payload payload = reader.read(parser, json, pointer);
            if (parser.nextToken() != null) {
                throw new IllegalStateException("The pass did not stand on the last token");
            }
            return payload;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
