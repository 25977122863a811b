package dev.hindsight.appendix;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.blob.Blob;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Numbers;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads one chunk out of a line. */
final class ChunkReader {

    private final FieldContext context;
    private final long maxBytes;
    private @Nullable UUID blob;
    private @Nullable Long bytes;
    private @Nullable Long storedBytes;
    private @Nullable Long n;
    private byte @Nullable [] raw;

    /**
     * @param maxBytes that a document may have in all
     */
    ChunkReader(FieldContext context, long maxBytes) {
        this.context = context;
        this.maxBytes = maxBytes;
    }

    /** Reads the object that the parser stands on; {@code null} after telling what is wrong. */
    @Nullable Chunk read(JsonParser parser, FieldReader.Others others) throws IOException {
        FieldReader.readObject(
                parser,
                context,
                Set.of(),
                (name, value) -> member(name, value) || others.read(name, value));
        if (blob == null || bytes == null || storedBytes == null || n == null || raw == null) {
            return context.rejectAt(
                    "", "It must have blob, bytes, storedBytes, n and base64, all of them valid.");
        }
        if (n >= Chunk.number(bytes) || raw.length != Chunk.length(bytes, n)) {
            return context.rejectAt("/base64", "It is not as long as this chunk of the whole is.");
        }
        return new Chunk(new Blob(blob, bytes, storedBytes), n.intValue(), raw);
    }

    private boolean member(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "blob" -> blob = (UUID) FieldTypes.UUID_TEXT.reader().read(parser, context);
            case "bytes" -> bytes = Numbers.readWhole(parser, context, 0, maxBytes);
            case "storedBytes" ->
                    storedBytes = Numbers.readWhole(parser, context, 0, Long.MAX_VALUE / 2);
            case "n" -> n = Numbers.readWhole(parser, context, 0, Integer.MAX_VALUE);
            case "base64" -> raw = base64(parser, context);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Bytes that are told as text. */
    static byte @Nullable [] base64(JsonParser parser, FieldContext context) throws IOException {
        if (!context.expect(parser, JsonToken.VALUE_STRING, "It must be a text.")) {
            return null;
        }
        try {
            return parser.getBinaryValue();
        } catch (JsonParseException wrong) {
            return context.reject("It is not base64.");
        }
    }
}
