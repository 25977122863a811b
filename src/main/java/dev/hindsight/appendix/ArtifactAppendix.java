package dev.hindsight.appendix;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.blob.BlobOwner;
import dev.hindsight.checkpoint.Artifact;
import dev.hindsight.checkpoint.ArtifactService;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.JsonText;
import dev.hindsight.field.Numbers;
import dev.hindsight.transcript.Appendix;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Artifacts in transcripts, a line each, large ones several: see {@link ArtifactSlice}. Values are
 * told, and taken in, as they were sent.
 */
@ApplicationScoped
class ArtifactAppendix implements Appendix {

    /** Bytes of a value that is told in one line, which must not be longer than 8 MiB. */
    private static final int MAX_WHOLE = 7 * 1024 * 1024;

    private static final Object UNKNOWN = new Object();

    private static final Part NOTHING =
            (client, namespaceId, executionId, now) -> Uni.createFrom().voidItem();

    private final ArtifactService artifacts;

    ArtifactAppendix(ArtifactService artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public String kind() {
        return "artifact";
    }

    @Override
    public Multi<List<byte[]>> tell(int namespaceId, UUID executionId) {
        return artifacts
                .slices(new BlobOwner(namespaceId, executionId))
                .select()
                .where(slice -> !slice.isEmpty())
                .map(slice -> slice.stream().flatMap(ArtifactAppendix::told).toList());
    }

    private static Stream<byte[]> told(Artifact artifact) {
        byte[] value = artifact.json().getBytes(UTF_8);
        if (value.length > MAX_WHOLE) {
            return ArtifactSlice.tell(artifact, value).stream();
        }
        return Stream.of(
                "{\"node\":%s,\"key\":%s,\"value\":%s}"
                        .formatted(
                                JsonText.quote(artifact.node()),
                                JsonText.quote(artifact.key()),
                                artifact.json())
                        .getBytes(UTF_8));
    }

    @Override
    public Part read(JsonParser parser, FieldContext context) throws IOException {
        Map<String, Object> told = new HashMap<>();
        FieldReader.readObject(
                parser, context, Set.of(), (name, value) -> member(name, value, context, told));
        List<String> needed =
                told.containsKey("base64")
                        ? List.of("node", "key", "bytes", "n", "base64")
                        : List.of("node", "key", "value");
        for (String name : needed) {
            if (!told.containsKey(name)) {
                context.rejectAt("/" + name, "It is missing, or not valid.");
            }
        }
        if (!told.keySet().equals(Set.copyOf(needed))) {
            context.rejectAt("", "It must have the members of an artifact or of a slice of one.");
            return NOTHING;
        }
        return told.containsKey("base64") ? slice(told, context) : whole(told);
    }

    private static boolean member(
            String name, JsonParser parser, FieldContext context, Map<String, Object> told)
            throws IOException {
        Object read =
                switch (name) {
                    case "node", "key" -> FieldTypes.readId(parser, context, FieldTypes.MAX_ID);
                    case "value" -> context.raw(parser);
                    case "bytes" -> Numbers.readWhole(parser, context, 1, ArtifactSlice.MAX_BYTES);
                    case "n" -> Numbers.readWhole(parser, context, 0, ArtifactSlice.MAX_BYTES);
                    case "base64" -> ChunkReader.base64(parser, context);
                    default -> UNKNOWN;
                };
        if (read != null && read != UNKNOWN) {
            told.put(name, read);
        }
        return read != UNKNOWN;
    }

    private Part whole(Map<String, Object> told) {
        Artifact artifact =
                new Artifact(text(told, "node"), text(told, "key"), text(told, "value"));
        return (client, namespaceId, executionId, now) ->
                artifacts.restore(
                        client, new BlobOwner(namespaceId, executionId), now, List.of(artifact));
    }

    private Part slice(Map<String, Object> told, FieldContext context) {
        long bytes = (Long) told.get("bytes");
        long n = (Long) told.get("n");
        byte[] raw = (byte[]) told.get("base64");
        if (raw.length == 0 || raw.length != ArtifactSlice.length(bytes, n)) {
            context.rejectAt("/base64", "It is not as long as this slice of the whole is.");
            return NOTHING;
        }
        return new ArtifactSlice(
                        artifacts, text(told, "node"), text(told, "key"), (int) bytes, (int) n, raw)
                .settled();
    }

    private static String text(Map<String, Object> told, String name) {
        return String.valueOf(told.get(name));
    }
}
