package dev.hindsight.appendix;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.blob.BlobOwner;
import dev.hindsight.checkpoint.Artifact;
import dev.hindsight.checkpoint.ArtifactService;
import dev.hindsight.field.JsonText;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.transcript.Appendix;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * A slice of an artifact that is too long for a line, or several from the first one on. The slices of
 * an artifact stand behind each other and become one again before anything is stored.
 *
 * @param bytes how many the whole value has
 * @param n the number of the first slice that is here, from 0
 * @param raw {@value #BYTES} bytes a slice, fewer only of the last
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way, never compared.
record ArtifactSlice(
        ArtifactService artifacts, String node, String key, int bytes, int n, byte[] raw)
        implements Appendix.Part {

    /** Bytes of a slice. */
    static final int BYTES = 4 * 1024 * 1024;

    /** The largest value: no body is larger that one can come with. */
    static final int MAX_BYTES = 10 * 1024 * 1024;

    /** An artifact in slices, each a JSON object. */
    static List<byte[]> tell(Artifact artifact, byte[] value) {
        List<byte[]> slices = new ArrayList<>();
        for (int from = 0; from < value.length; from += BYTES) {
            byte[] raw = Arrays.copyOfRange(value, from, Math.min(from + BYTES, value.length));
            slices.add(
                    "{\"node\":%s,\"key\":%s,\"bytes\":%d,\"n\":%d,\"base64\":\"%s\"}"
                            .formatted(
                                    JsonText.quote(artifact.node()),
                                    JsonText.quote(artifact.key()),
                                    value.length,
                                    from / BYTES,
                                    Base64.getEncoder().encodeToString(raw))
                            .getBytes(UTF_8));
        }
        return slices;
    }

    /** How many bytes there must be in a slice. */
    static long length(long bytes, long n) {
        return Math.min(BYTES, bytes - n * BYTES);
    }

    private long end() {
        return (long) n * BYTES + raw.length;
    }

    @Override
    public boolean isBeginning() {
        return end() < bytes;
    }

    @Override
    public Appendix.Part with(Appendix.Part next) {
        if (next instanceof ArtifactSlice slice
                && slice.node.equals(node)
                && slice.key.equals(key)
                && slice.bytes == bytes
                && (long) slice.n * BYTES == end()) {
            byte[] both = Arrays.copyOf(raw, raw.length + slice.raw.length);
            System.arraycopy(slice.raw, 0, both, raw.length, slice.raw.length);
            return new ArtifactSlice(artifacts, node, key, bytes, n, both).settled();
        }
        throw new ProblemException(
                ProblemType.INVALID_REQUEST,
                "It is not the slice that comes next of the artifact that the line before tells.");
    }

    /** The artifact, where all of it is here; else this. */
    Appendix.Part settled() {
        if (n > 0 || isBeginning()) {
            return this;
        }
        Artifact whole = Artifact.of(node, key, raw);
        return (client, namespaceId, executionId, now) ->
                artifacts.restore(
                        client, new BlobOwner(namespaceId, executionId), now, List.of(whole));
    }

    /** Only one whose first slice did not come is still a slice when it is to be stored. */
    @Override
    public Uni<Void> take(SqlClient client, int namespaceId, UUID executionId, OffsetDateTime now) {
        return Uni.createFrom()
                .failure(
                        new ProblemException(
                                ProblemType.INVALID_REQUEST,
                                "The first slice of an artifact is missing."));
    }
}
