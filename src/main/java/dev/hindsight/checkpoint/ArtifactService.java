package dev.hindsight.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.access.Caller;
import dev.hindsight.blob.BlobOwner;
import dev.hindsight.db.Database;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.field.JsonText;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Artifacts of executions. Every method fails with {@code not-found} or {@code gone} where there is
 * no such execution.
 */
@ApplicationScoped
public class ArtifactService {

    /** Of values that are read at once; one that begins within them is read whole. */
    private static final long SLICE_BYTES = 1024 * 1024;

    private final Database database;
    private final ArtifactStore store;
    private final ExecutionService executions;
    private final ExecutionRecorder recorder;

    ArtifactService(
            Database database,
            ArtifactStore store,
            ExecutionService executions,
            ExecutionRecorder recorder) {
        this.database = database;
        this.store = store;
        this.executions = executions;
        this.recorder = recorder;
    }

    /** Puts artifacts in the place of all that there are. */
    Uni<Void> replace(Caller caller, ExecutionRef ref, List<Artifact> artifacts) {
        return write(
                caller,
                ref,
                (client, owner) ->
                        store.keep(client, owner, artifacts)
                                .chain(() -> store(client, owner, recorder.now(), artifacts)));
    }

    /** Adds artifacts to those that there are, in the place of those of the same names. */
    Uni<Void> merge(Caller caller, ExecutionRef ref, List<Artifact> artifacts) {
        return write(
                caller, ref, (client, owner) -> store(client, owner, recorder.now(), artifacts));
    }

    /** Puts one; tells whether it is new. */
    Uni<Boolean> put(Caller caller, ExecutionRef ref, Artifact artifact) {
        return write(
                caller,
                ref,
                (client, owner) ->
                        store.exists(client, owner, artifact.node(), artifact.key())
                                .call(() -> store(client, owner, recorder.now(), List.of(artifact)))
                                .map(known -> !known));
    }

    /** One as JSON text; fails with {@code not-found} if there is none. */
    Uni<String> get(Caller caller, ExecutionRef ref, String node, String key) {
        return executions
                .require(caller, ref)
                .chain(
                        id ->
                                store.find(
                                        database.client(),
                                        new BlobOwner(caller.namespaceId(), id),
                                        node,
                                        key))
                .map(found -> found.orElseThrow(ArtifactService::unknown));
    }

    /** Deletes one; fails with {@code not-found} if there is none. */
    Uni<Void> delete(Caller caller, ExecutionRef ref, String node, String key) {
        return this.<Boolean>write(
                        caller, ref, (client, owner) -> store.delete(client, owner, node, key))
                .invoke(
                        deleted -> {
                            if (!deleted) {
                                throw unknown();
                            }
                        })
                .replaceWithVoid();
    }

    /**
     * All of them as the document <code>{node: {key: value}}</code>, by node and key, in pieces.
     */
    Uni<Multi<byte[]>> document(Caller caller, ExecutionRef ref) {
        return executions
                .require(caller, ref)
                .map(id -> new Document(slices(new BlobOwner(caller.namespaceId(), id))).pieces());
    }

    /**
     * All of an execution's artifacts by node and key, in slices of 1 MiB of values or so, each read
     * when it is asked for, and each of the moment when it is read. Fails only if the database does;
     * an execution that is not there has none.
     */
    public Multi<List<Artifact>> slices(BlobOwner owner) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new Place(owner), this::next)
                .whilst(slice -> !slice.isEmpty());
    }

    /**
     * Brings artifacts back, each name at most once, where there are none of their names, within a
     * transaction of the caller, who holds the lock of the execution.
     */
    public Uni<Void> restore(
            SqlClient client, BlobOwner owner, OffsetDateTime updatedAt, List<Artifact> artifacts) {
        return store.addMissing(client, owner, updatedAt, artifacts);
    }

    /** How far a walk through all artifacts has come. */
    private static final class Place {
        private final BlobOwner owner;
        private String node = "";
        private String key = "";

        Place(BlobOwner owner) {
            this.owner = owner;
        }
    }

    private Uni<List<Artifact>> next(Place place) {
        return store.slice(database.client(), place.owner, place.node, place.key, SLICE_BYTES)
                .invoke(
                        slice -> {
                            if (!slice.isEmpty()) {
                                Artifact last = slice.get(slice.size() - 1);
                                place.node = last.node();
                                place.key = last.key();
                            }
                        });
    }

    /** The text of the document on its way. */
    private static final class Document {
        private final Multi<List<Artifact>> slices;
        private String node = "";

        Document(Multi<List<Artifact>> slices) {
            this.slices = slices;
        }

        Multi<byte[]> pieces() {
            Multi<byte[]> end = Multi.createFrom().item(() -> bytes(node.isEmpty() ? "{}" : "}}"));
            return Multi.createBy().concatenating().streams(slices.map(this::write), end);
        }

        private byte[] write(List<Artifact> slice) {
            StringBuilder json = new StringBuilder();
            for (Artifact artifact : slice) {
                if (artifact.node().equals(node)) {
                    json.append(',');
                } else {
                    json.append(node.isEmpty() ? "{" : "},");
                    node = artifact.node();
                    json.append(JsonText.quote(node)).append(":{");
                }
                json.append(JsonText.quote(artifact.key())).append(':').append(artifact.json());
            }
            return bytes(json.toString());
        }

        private static byte[] bytes(String json) {
            return json.getBytes(UTF_8);
        }
    }

    /** Writes under the lock of an execution, in one transaction. */
    @FunctionalInterface
    private interface Writing<T> {
        Uni<T> write(SqlClient client, BlobOwner owner);
    }

    private <T> Uni<T> write(Caller caller, ExecutionRef ref, Writing<T> writing) {
        return executions
                .resolve(caller, ref)
                .chain(
                        id ->
                                write(
                                        new BlobOwner(caller.namespaceId(), id),
                                        ref.ifVersion(),
                                        writing));
    }

    private <T> Uni<T> write(BlobOwner owner, @Nullable Integer ifVersion, Writing<T> writing) {
        return database.transaction(
                client ->
                        executions
                                .lock(client, owner.namespaceId(), owner.executionId(), ifVersion)
                                .chain(() -> writing.write(client, owner)));
    }

    private Uni<Void> store(
            SqlClient client, BlobOwner owner, OffsetDateTime now, List<Artifact> artifacts) {
        return artifacts.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.store(client, owner, now, artifacts);
    }

    private static ProblemException unknown() {
        return new ProblemException(
                ProblemType.NOT_FOUND, "The execution has no artifact of this node and key.");
    }
}
