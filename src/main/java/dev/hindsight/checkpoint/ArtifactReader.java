package dev.hindsight.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.hindsight.payload.CleanText;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads artifacts out of a request's body. Values are cut out of it as they are. */
final class ArtifactReader {

    private static final int MAX_NAME = 255;

    /** More faults than this in one body are not named one by one. */
    private static final int MAX_VIOLATIONS = 100;

    private final byte[] body;
    private final List<Artifact> artifacts = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    private ArtifactReader(byte[] body) {
        this.body = body;
    }

    /** Reads the body's one value. */
    @FunctionalInterface
    private interface Reading<T> {
        T read(ArtifactReader reader, JsonParser parser) throws IOException;
    }

    /**
     * Reads <code>{node: {key: value}}</code>; a node without keys leaves no trace.
     *
     * @throws ProblemException {@code invalid-request} pointing at everything that is not of that
     *     shape, or that is there twice
     * @throws IOException when the body is not JSON
     */
    static List<Artifact> all(byte @Nullable [] body) throws IOException {
        return read(
                body,
                (reader, parser) -> {
                    reader.nodes(parser);
                    return List.copyOf(reader.artifacts);
                });
    }

    /** Reads any JSON value, as it was sent; fails as {@link #all}. */
    static String value(byte @Nullable [] body) throws IOException {
        return read(body, (reader, parser) -> reader.slice(parser, ""));
    }

    /** What keeps a text from being the name of a node or a key. */
    static Optional<String> nameFault(String name) {
        if (name.isEmpty()) {
            return Optional.of("Must not be empty.");
        }
        return name.equals(".") || name.equals("..")
                ? Optional.of("Must not be \".\" or \"..\", which no path can name.")
                : CleanText.idFault(name, MAX_NAME);
    }

    private static <T> T read(byte @Nullable [] sent, Reading<T> reading) throws IOException {
        byte[] body = sent == null ? new byte[0] : sent;
        ArtifactReader reader = new ArtifactReader(body);
        try (JsonParser parser = PayloadJson.factory().createParser(body)) {
            if (parser.nextToken() == null) {
                throw invalid("The body is empty; it must be JSON.");
            }
            T value = reading.read(reader, parser);
            if (parser.nextToken() != null) {
                throw invalid("There is something behind the JSON value.");
            }
            reader.finish();
            return value;
        } catch (StreamConstraintsException tooMuch) {
            throw invalid(
                    "The JSON is nested deeper than %d levels, or has a key longer than %,d characters."
                            .formatted(PayloadJson.MAX_NESTING, PayloadJson.MAX_KEY));
        }
    }

    private void nodes(JsonParser parser) throws IOException {
        if (!isObject(parser, "")) {
            return;
        }
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String node = parser.currentName();
            String pointer = "/" + escape(node);
            checkName(node, "node", seen, pointer);
            parser.nextToken();
            keys(parser, node, pointer);
        }
    }

    private void keys(JsonParser parser, String node, String base) throws IOException {
        if (!isObject(parser, base)) {
            return;
        }
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String pointer = base + "/" + escape(key);
            checkName(key, "key", seen, pointer);
            parser.nextToken();
            artifacts.add(new Artifact(node, key, slice(parser, pointer)));
        }
    }

    private boolean isObject(JsonParser parser, String pointer) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        parser.skipChildren();
        reject(pointer, "It must be a JSON object.");
        return false;
    }

    private void checkName(String name, String what, Set<String> seen, String pointer) {
        nameFault(name).ifPresent(fault -> reject(pointer, "The %s: %s".formatted(what, fault)));
        if (!seen.add(name)) {
            reject(pointer, "The %s is there twice.".formatted(what));
        }
    }

    /** The text of the value that the parser stands on, up to its last token. */
    private String slice(JsonParser parser, String pointer) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        int end = (int) parser.currentLocation().getByteOffset();
        try {
            // The parser lets halves of surrogate pairs pass, which are no UTF-8.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, start, end - start))
                    .toString();
        } catch (CharacterCodingException malformed) {
            reject(pointer, "It is not UTF-8.");
            return "null";
        }
    }

    private void reject(String pointer, String detail) {
        if (violations.size() < MAX_VIOLATIONS) {
            String place = pointer.length() <= 300 ? pointer : pointer.substring(0, 300) + '…';
            violations.add(new Violation(place, detail));
        }
    }

    private void finish() {
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    violations.size() == 1
                            ? violations.get(0).detail()
                            : violations.size() + " places of the body are not valid.",
                    violations);
        }
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }
}
