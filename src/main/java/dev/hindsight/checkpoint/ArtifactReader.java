package dev.hindsight.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.payload.CleanText;
import dev.hindsight.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads artifacts out of a request's body. Values are cut out of it as they are. */
final class ArtifactReader {

    private final FieldContext context;
    private final List<Artifact> artifacts = new ArrayList<>();

    private ArtifactReader(FieldContext context) {
        this.context = context;
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
                (context, parser) -> {
                    ArtifactReader reader = new ArtifactReader(context);
                    reader.nodes(parser);
                    return reader.artifacts;
                });
    }

    /** Reads any JSON value, as it was sent; fails as {@link #all}. */
    static String value(byte @Nullable [] body) throws IOException {
        return read(body, FieldContext::raw);
    }

    /** What keeps a text from being the name of a node or a key. */
    static Optional<String> nameFault(String name) {
        if (name.isEmpty()) {
            return Optional.of("Must not be empty.");
        }
        return name.equals(".") || name.equals("..")
                ? Optional.of("Must not be \".\" or \"..\", which no path can name.")
                : CleanText.idFault(name, FieldTypes.MAX_ID);
    }

    /** Reads the body's one value; {@code null} after telling what is wrong with it. */
    @FunctionalInterface
    private interface Reading<T> {
        @Nullable T read(FieldContext context, JsonParser parser) throws IOException;
    }

    private static <T> T read(byte @Nullable [] body, Reading<T> reading) throws IOException {
        byte[] sent = body == null ? new byte[0] : body;
        FieldContext context = new FieldContext(sent);
        return Body.read(
                        sent, context, parser -> Optional.ofNullable(reading.read(context, parser)))
                .orElseThrow();
    }

    private void nodes(JsonParser parser) throws IOException {
        FieldReader.readObject(
                parser,
                context,
                Set.of(),
                (node, value) -> {
                    checkName("node", node);
                    FieldContext.Scope outer = context.enter(context.pointer());
                    keys(value, node);
                    context.leave(outer);
                    return true;
                });
    }

    private void keys(JsonParser parser, String node) throws IOException {
        FieldReader.readObject(
                parser,
                context,
                Set.of(),
                (key, value) -> {
                    checkName("key", key);
                    String json = context.raw(value);
                    if (json != null) {
                        artifacts.add(new Artifact(node, key, json));
                    }
                    return true;
                });
    }

    private void checkName(String what, String name) {
        nameFault(name).ifPresent(fault -> context.reject("The %s: %s".formatted(what, fault)));
    }
}
