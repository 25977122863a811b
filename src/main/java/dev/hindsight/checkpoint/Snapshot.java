package dev.hindsight.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.hindsight.blob.Blob;
import dev.hindsight.field.JsonOut;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A snapshot of an execution.
 *
 * @param id UUIDv7
 * @param createdAt by which snapshots are ordered, and then by id
 * @param blob its bytes
 */
@JsonSerialize(using = Snapshot.Json.class)
@RegisterForReflection
public record Snapshot(UUID id, OffsetDateTime createdAt, Blob blob) {

    /** What is told of it; its bytes are asked for by themselves. */
    static final class Json extends JsonSerializer<Snapshot> {
        @Override
        public void serialize(Snapshot snapshot, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            new JsonOut(json)
                    .text("snapshot", snapshot.id())
                    .number("bytes", snapshot.blob().bytes())
                    .number("storedBytes", snapshot.blob().storedBytes())
                    .moment("createdAt", snapshot.createdAt());
            json.writeEndObject();
        }
    }
}
