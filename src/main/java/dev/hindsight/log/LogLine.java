package dev.hindsight.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.hindsight.field.JsonOut;
import java.io.IOException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A stored line.
 *
 * @param sequence its place in the execution, from 0
 * @param timestamp when it was written, or else reported
 * @param type what kind of line it is, in the engine's words
 * @param stepKey the step that wrote it
 * @param stream {@code stdout} or {@code stderr}
 * @param data JSON text
 * @param notices what was altered in it, as a JSON array; absent when nothing was
 */
@JsonSerialize(using = LogLine.Json.class)
public record LogLine(
        long sequence,
        OffsetDateTime timestamp,
        LogLevel level,
        @Nullable String type,
        @Nullable String stepKey,
        @Nullable Integer attempt,
        @Nullable String stream,
        @Nullable String message,
        @Nullable String data,
        @Nullable String notices) {

    /** Writes the members of the line into an object that is open. */
    public void write(JsonGenerator json) throws IOException {
        new JsonOut(json)
                .number("sequence", sequence)
                .moment("timestamp", timestamp)
                .text("level", level.word())
                .text("type", type)
                .text("stepKey", stepKey)
                .number("attempt", attempt)
                .text("stream", stream)
                .text("message", message)
                .raw("data", data);
        if (notices != null) {
            new JsonOut(json).raw("notices", notices);
        }
    }

    /** A line as the contract writes it. */
    static final class Json extends JsonSerializer<LogLine> {
        @Override
        public void serialize(LogLine line, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            line.write(json);
            json.writeEndObject();
        }
    }
}
