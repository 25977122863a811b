package dev.hindsight.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a file holds: its label, its counts and where in it each execution is. Grows with the file. */
final class Manifest {

    /** The only format there is. */
    private static final int FORMAT = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private record Row(ArchiveFile.Frame frame, @Nullable String externalId) {}

    private final ArchiveName name;
    private final ArchiveLabel label;
    private final Instant createdAt;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long rawBytes;

    /** Where the next frame begins. */
    private long position;

    Manifest(ArchiveName name, ArchiveLabel label, Instant createdAt) {
        this.name = name;
        this.label = label;
        this.createdAt = createdAt;
        counts.put("executions", 0L);
        counts.put("steps", 0L);
        counts.put("logs", 0L);
    }

    void addRaw(int bytes) {
        rawBytes += bytes;
    }

    /** Passes over a frame that is no execution's. */
    void skipTo(long end) {
        position = end;
    }

    /** Notes an execution whose frame ends here. */
    void add(UUID id, @Nullable String externalId, long end, Map<String, Long> records) {
        rows.add(new Row(new ArchiveFile.Frame(id, position, end - position), externalId));
        position = end;
        counts.merge("executions", 1L, Long::sum);
        records.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    }

    ArchiveFile file(long bytes) {
        return new ArchiveFile(name.data(), bytes, rows.stream().map(Row::frame).toList());
    }

    /** The line that ends the transcripts of the file. */
    byte[] lastLine() {
        return counts.entrySet().stream()
                .map(it -> "\"%s\":%d".formatted(it.getKey(), it.getValue()))
                .collect(Collectors.joining(",", "{\"end\":{", "}}\n"))
                .getBytes(UTF_8);
    }

    /** An array, as the file holds it. */
    byte[] index() throws IOException {
        return written(this::writeIndex);
    }

    /**
     * The manifest.
     *
     * @param bytes of the file
     * @param sha256 of the file, in hex
     */
    byte[] json(long bytes, String sha256) throws IOException {
        return written(
                json -> {
                    json.writeStartObject();
                    json.writeNumberField("format", FORMAT);
                    json.writeStringField("file", name.id() + ArchiveName.DATA);
                    json.writeStringField("namespace", label.namespace());
                    json.writeStringField("day", label.day().toString());
                    json.writeStringField("policy", label.policy());
                    json.writeStringField("createdAt", createdAt.toString());
                    for (Map.Entry<String, Long> count : counts.entrySet()) {
                        json.writeNumberField(count.getKey(), count.getValue());
                    }
                    json.writeNumberField("bytes", bytes);
                    json.writeNumberField("rawBytes", rawBytes);
                    json.writeStringField("sha256", sha256);
                    json.writeFieldName("index");
                    writeIndex(json);
                    json.writeEndObject();
                });
    }

    private void writeIndex(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Row row : rows) {
            json.writeStartObject();
            json.writeStringField("execution", row.frame().id().toString());
            json.writeStringField("externalId", row.externalId());
            json.writeNumberField("position", row.frame().position());
            json.writeNumberField("length", row.frame().length());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] written(Content content) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            content.write(json);
            json.writeRaw('\n');
        }
        return text.toByteArray();
    }
}
