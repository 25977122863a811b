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
import dev.hindsight.transcript.Appendix;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Artifacts in transcripts, a line each. Values are told, and taken in, as they were sent. */
@ApplicationScoped
class ArtifactAppendix implements Appendix {

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
                .map(slice -> slice.stream().map(ArtifactAppendix::told).toList());
    }

    private static byte[] told(Artifact artifact) {
        return "{\"node\":%s,\"key\":%s,\"value\":%s}"
                .formatted(
                        JsonText.quote(artifact.node()),
                        JsonText.quote(artifact.key()),
                        artifact.json())
                .getBytes(UTF_8);
    }

    @Override
    public Part read(JsonParser parser, FieldContext context) throws IOException {
        Map<String, String> told = new HashMap<>();
        FieldReader.readObject(
                parser,
                context,
                Set.of(),
                (name, value) -> {
                    switch (name) {
                        case "node", "key" ->
                                put(
                                        told,
                                        name,
                                        FieldTypes.readId(value, context, FieldTypes.MAX_ID));
                        case "value" -> put(told, name, context.raw(value));
                        default -> {
                            return false;
                        }
                    }
                    return true;
                });
        for (String name : List.of("node", "key", "value")) {
            if (!told.containsKey(name)) {
                context.rejectAt("/" + name, "It is missing, or not valid.");
            }
        }
        Artifact artifact =
                new Artifact(
                        told.getOrDefault("node", ""),
                        told.getOrDefault("key", ""),
                        told.getOrDefault("value", "null"));
        return (client, namespaceId, executionId, now) ->
                artifacts.restore(
                        client, new BlobOwner(namespaceId, executionId), now, List.of(artifact));
    }

    private static void put(Map<String, String> told, String name, @Nullable Object value) {
        if (value != null) {
            told.put(name, value.toString());
        }
    }
}
