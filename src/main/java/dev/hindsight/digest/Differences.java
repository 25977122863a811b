package dev.hindsight.digest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.hindsight.access.Caller;
import dev.hindsight.comparison.ComparisonService;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.field.JsonOut;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Two executions compared, in short: steps that are the same are only counted. */
@Singleton
public final class Differences {

    /** Of the whole comparison no more is looked at; what comes behind is neither made nor told. */
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final ComparisonService comparison;
    private final ObjectReader reader;

    Differences(ComparisonService comparison, ObjectMapper json) {
        this.comparison = comparison;
        this.reader =
                json.reader()
                        .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    /**
     * How much is told.
     *
     * @param steps most steps that differ
     * @param changes most changes of the executions, and of each step
     */
    public record Bounds(int steps, int changes) {}

    /**
     * What differs. Both executions are as lists tell them.
     *
     * @param kinds how many steps there are of each kind
     * @param steps that differ, some of them
     * @param isWhole whether all of the comparison was looked at
     */
    public record Told(
            JsonNode left,
            JsonNode right,
            JsonNode changes,
            Map<String, Integer> kinds,
            List<JsonNode> steps,
            boolean isWhole) {}

    /**
     * Compares; fails as {@link ComparisonService#compare}.
     *
     * @param right {@code null} for the last success before the left one
     */
    public Uni<Told> find(
            Caller caller, ExecutionRef left, @Nullable ExecutionRef right, int steps) {
        AtomicLong bytes = new AtomicLong();
        return comparison
                .compare(caller, left, right)
                .chain(
                        pieces ->
                                pieces.select()
                                        .first(piece -> bytes.getAndAdd(piece.length) < MAX_BYTES)
                                        .collect()
                                        .in(
                                                ByteArrayOutputStream::new,
                                                (all, it) -> all.writeBytes(it)))
                .map(Unchecked.function(all -> read(all.toByteArray(), steps, bytes.get())));
    }

    private Told read(byte[] all, int most, long bytes) throws IOException {
        boolean isWhole = bytes == all.length;
        Map<String, Integer> kinds = new TreeMap<>();
        List<JsonNode> steps = new ArrayList<>();
        try (JsonParser json = reader.createParser(all)) {
            json.nextToken();
            JsonNode left = member(json);
            JsonNode right = member(json);
            JsonNode changes = member(json);
            json.nextToken();
            json.nextToken();
            try {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    JsonNode step = reader.readTree(json);
                    String kind = step.path("kind").asText();
                    kinds.merge(kind, 1, Integer::sum);
                    if (!kind.equals("same") && steps.size() < most) {
                        steps.add(step);
                    }
                }
            } catch (JsonProcessingException brokenOff) {
                if (isWhole) {
                    throw brokenOff;
                }
            }
            return new Told(left, right, changes, kinds, steps, isWhole);
        }
    }

    private JsonNode member(JsonParser json) throws IOException {
        json.nextToken();
        json.nextToken();
        return reader.readTree(json);
    }

    /** Writes them, but for the executions themselves. */
    public static void write(JsonGenerator json, Told told, Bounds bounds, Excerpts excerpts)
            throws IOException {
        changes(json, told.changes(), bounds.changes(), excerpts);
        json.writeObjectFieldStart("steps");
        JsonOut out = new JsonOut(json);
        json.writeObjectFieldStart("byKind");
        for (Map.Entry<String, Integer> kind : told.kinds().entrySet()) {
            out.number(kind.getKey(), kind.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("different");
        int number = 0;
        for (JsonNode step : told.steps()) {
            if (number++ == bounds.steps()) {
                break;
            }
            json.writeStartObject();
            out.text("key", step.path("key").asText()).text("kind", step.path("kind").asText());
            out.raw("status", step.path("status").toString());
            out.raw("durationMs", step.path("durationMs").toString());
            changes(json, step.path("changes"), bounds.changes(), excerpts);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        int different =
                told.kinds().entrySet().stream()
                        .filter(it -> !it.getKey().equals("same"))
                        .mapToInt(Map.Entry::getValue)
                        .sum();
        out.bool("truncated", !told.isWhole() || different > bounds.steps() || excerpts.isCut());
    }

    private static void changes(JsonGenerator json, JsonNode changes, int most, Excerpts excerpts)
            throws IOException {
        JsonOut out = new JsonOut(json);
        json.writeArrayFieldStart("changes");
        for (int i = 0; i < Math.min(most, changes.size()); i++) {
            JsonNode change = changes.get(i);
            json.writeStartObject();
            out.text("pointer", Excerpts.brief(change.path("pointer").asText()));
            for (String side : List.of("left", "right")) {
                if (change.has(side)) {
                    out.raw(side, excerpts.json(change.get(side).toString()));
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (changes.size() > most) {
            out.number("moreChanges", changes.size() - most);
        }
    }
}
