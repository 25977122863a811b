package dev.hindsight.appendix;

import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.blob.BlobOwner;
import dev.hindsight.checkpoint.CheckpointConfig;
import dev.hindsight.checkpoint.CheckpointRecorder;
import dev.hindsight.checkpoint.CheckpointService;
import dev.hindsight.checkpoint.Slot;
import dev.hindsight.field.FieldContext;
import dev.hindsight.transcript.Appendix;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Execution trees in transcripts. */
@ApplicationScoped
class TreeAppendix implements Appendix {

    private final CheckpointService service;
    private final CheckpointRecorder recorder;
    private final CheckpointConfig config;

    TreeAppendix(CheckpointService service, CheckpointRecorder recorder, CheckpointConfig config) {
        this.service = service;
        this.recorder = recorder;
        this.config = config;
    }

    @Override
    public String kind() {
        return "tree";
    }

    @Override
    public Multi<List<byte[]>> tell(int namespaceId, UUID executionId) {
        return Documents.tell(service, new BlobOwner(namespaceId, executionId), Slot.TREE, "");
    }

    @Override
    public Part read(JsonParser parser, FieldContext context) throws IOException {
        Chunk chunk =
                new ChunkReader(context, config.maxBytes()).read(parser, (name, value) -> false);
        return Documents.part(recorder, Slot.TREE, chunk);
    }
}
