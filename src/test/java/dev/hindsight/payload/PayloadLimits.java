package dev.hindsight.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Settings for a test, and the short way to read a value by them. */
public record PayloadLimits(int maxString, int maxDocument, int maxDepth, List<String> redact)
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
                            "credential"));

    PayloadLimits withMaxString(int bytes) {
        return new PayloadLimits(bytes, maxDocument, maxDepth, redact);
    }

    PayloadLimits withMaxDocument(int bytes) {
        return new PayloadLimits(maxString, bytes, maxDepth, redact);
    }

    PayloadLimits withMaxDepth(int levels) {
        return new PayloadLimits(maxString, maxDocument, levels, redact);
    }

    PayloadLimits withRedact(String... words) {
        return new PayloadLimits(maxString, maxDocument, maxDepth, List.of(words));
    }

    /** Reads a body that is one value; its pointer is {@code /v}. */
    Payload read(String json) {
        return read(json.getBytes(UTF_8));
    }

    Payload read(byte[] json) {
        try (JsonParser parser = PayloadJson.factory().createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IllegalArgumentException("An empty body");
            }
            Payload payload = new PayloadReader(this).read(parser, json, "/v");
            if (parser.nextToken() != null) {
                throw new IllegalStateException("The pass did not stand on the last token");
            }
            return payload;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
