package dev.hindsight.appendix;

import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.blob.BlobOwner;
import dev.hindsight.checkpoint.CheckpointConfig;
import dev.hindsight.checkpoint.CheckpointRecorder;
import dev.hindsight.checkpoint.CheckpointService;
import dev.hindsight.checkpoint.Snapshot;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Moments;
import dev.hindsight.transcript.Appendix;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Snapshots in transcripts, newest first, with their ids and times. */
@ApplicationScoped
class SnapshotAppendix implements Appendix {

    private static final int PAGE = 100;

    private final CheckpointService service;
    private final CheckpointRecorder recorder;
    private final CheckpointConfig config;

    SnapshotAppendix(
            CheckpointService service, CheckpointRecorder recorder, CheckpointConfig config) {
        this.service = service;
        this.recorder = recorder;
        this.config = config;
    }

    @Override
    public String kind() {
        return "snapshot";
    }

    @Override
    public Multi<List<byte[]>> tell(int namespaceId, UUID executionId) {
        BlobOwner owner = new BlobOwner(namespaceId, executionId);
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<@Nullable Snapshot>(),
                        last ->
                                service.list(owner, last.get(), PAGE)
                                        .invoke(page -> page.forEach(last::set)))
                .whilst(page -> page.size() == PAGE)
                .onItem()
                .<Snapshot>disjoint()
                .onItem()
                .transformToMultiAndConcatenate(snapshot -> tell(owner, snapshot));
    }

    /** One that was deleted since the list was read is left out. */
    private Multi<List<byte[]>> tell(BlobOwner owner, Snapshot snapshot) {
        String members =
                "\"id\":\"%s\",\"createdAt\":\"%s\","
                        .formatted(snapshot.id(), Moments.write(snapshot.createdAt()));
        return service.open(owner, snapshot)
                .onItem()
                .transformToMulti(
                        found ->
                                found.map(content -> Chunk.tell(content, members))
                                        .orElseGet(() -> Multi.createFrom().empty()));
    }

    @Override
    public Part read(JsonParser parser, FieldContext context) throws IOException {
        AtomicReference<@Nullable UUID> id = new AtomicReference<>();
        AtomicReference<@Nullable OffsetDateTime> createdAt = new AtomicReference<>();
        Chunk chunk =
                new ChunkReader(context, config.maxBytes())
                        .read(
                                parser,
                                (name, value) -> {
                                    switch (name) {
                                        case "id" ->
                                                id.set(
                                                        (UUID)
                                                                FieldTypes.UUID_TEXT
                                                                        .reader()
                                                                        .read(value, context));
                                        case "createdAt" ->
                                                createdAt.set(
                                                        (OffsetDateTime)
                                                                FieldTypes.MOMENT
                                                                        .reader()
                                                                        .read(value, context));
                                        default -> {
                                            return false;
                                        }
                                    }
                                    return true;
                                });
        UUID its = id.get();
        OffsetDateTime at = createdAt.get();
        if (chunk == null || its == null || at == null) {
            context.rejectAt("", "It must have id, createdAt and a chunk, all of them valid.");
            return (client, namespaceId, executionId, now) -> Uni.createFrom().voidItem();
        }
        Snapshot snapshot = new Snapshot(its, at, chunk.blob());
        return (client, namespaceId, executionId, now) ->
                recorder.restore(
                        client,
                        new BlobOwner(namespaceId, executionId),
                        snapshot,
                        new CheckpointRecorder.Restored(
                                chunk.blob(), chunk.n(), chunk.raw(), chunk.isLast()));
    }
}
