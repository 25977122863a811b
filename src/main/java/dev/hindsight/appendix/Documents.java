package dev.hindsight.appendix;

import dev.hindsight.blob.BlobOwner;
import dev.hindsight.checkpoint.CheckpointRecorder;
import dev.hindsight.checkpoint.CheckpointService;
import dev.hindsight.checkpoint.Slot;
import dev.hindsight.transcript.Appendix.Part;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What trees and states have in common: each is one document in a place of its own. */
final class Documents {

    private Documents() {}

    /** The chunks of a document; none where there is no document. */
    static Multi<List<byte[]>> tell(
            CheckpointService service, BlobOwner owner, Slot slot, String members) {
        return service.find(owner, slot)
                .onItem()
                .transformToMulti(
                        found ->
                                found.map(content -> Chunk.tell(content, members))
                                        .orElseGet(() -> Multi.createFrom().empty()));
    }

    /** Takes a chunk in; one that was not valid is told of elsewhere. */
    static Part part(CheckpointRecorder recorder, Slot slot, @Nullable Chunk chunk) {
        return (client, namespaceId, executionId, now) ->
                chunk == null
                        ? Uni.createFrom().voidItem()
                        : recorder.restore(
                                client,
                                new BlobOwner(namespaceId, executionId),
                                slot,
                                now,
                                new CheckpointRecorder.Restored(
                                        chunk.blob(), chunk.n(), chunk.raw(), chunk.isLast()));
    }
}
