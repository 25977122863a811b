package dev.hindsight.appendix;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.blob.BlobOwner;
import dev.hindsight.checkpoint.CheckpointConfig;
import dev.hindsight.checkpoint.CheckpointRecorder;
import dev.hindsight.checkpoint.CheckpointService;
import dev.hindsight.checkpoint.Slot;
import dev.hindsight.field.FieldContext;
import dev.hindsight.transcript.Appendix;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** States of engines in transcripts: the active one, then the pending one. */
@ApplicationScoped
class StateAppendix implements Appendix {

    private final CheckpointService service;
    private final CheckpointRecorder recorder;
    private final CheckpointConfig config;

    StateAppendix(CheckpointService service, CheckpointRecorder recorder, CheckpointConfig config) {
        this.service = service;
        this.recorder = recorder;
        this.config = config;
    }

    @Override
    public String kind() {
        return "state";
    }

    @Override
    public Multi<List<byte[]>> tell(int namespaceId, UUID executionId) {
        BlobOwner owner = new BlobOwner(namespaceId, executionId);
        return Multi.createFrom()
                .items(Slot.ACTIVE, Slot.PENDING)
                .onItem()
                .transformToMultiAndConcatenate(
                        slot ->
                                Documents.tell(
                                        service,
                                        owner,
                                        slot,
                                        "\"kind\":\"%s\",".formatted(slot.word())));
    }

    @Override
    public Part read(JsonParser parser, FieldContext context) throws IOException {
        AtomicReference<@Nullable Slot> slot = new AtomicReference<>();
        Chunk chunk =
                new ChunkReader(context, config.maxBytes())
                        .read(
                                parser,
                                (name, value) -> {
                                    if (!name.equals("kind")) {
                                        return false;
                                    }
                                    slot(value, context, slot);
                                    return true;
                                });
        Slot its = slot.get();
        if (its == null) {
            context.rejectAt("/kind", "It is missing, or not valid.");
            return (client, namespaceId, executionId, now) -> Uni.createFrom().voidItem();
        }
        return Documents.part(recorder, its, chunk);
    }

    private static void slot(
            JsonParser parser, FieldContext context, AtomicReference<@Nullable Slot> slot)
            throws IOException {
        if (context.expect(parser, JsonToken.VALUE_STRING, "It must be a text.")) {
            Slot.ofState(parser.getText())
                    .ifPresentOrElse(
                            slot::set, () -> context.reject("It must be active or pending."));
        }
    }
}
