package dev.hindsight.field;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.payload.Notice;
import dev.hindsight.payload.Notices;
import dev.hindsight.payload.PayloadJson;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Notices as they are stored, by the column they are about, and as they are told, as one array. */
public final class NoticesJson {

    private NoticesJson() {}

    /**
     * Notices grouped by the column of the field they point into: a JSON object of arrays, so that a
     * field that is taken takes its notices along. {@code null} for none. What is no field is grouped
     * by its name.
     */
    public static @Nullable String byColumn(List<Notice> notices, List<? extends Field> fields) {
        if (notices.isEmpty()) {
            return null;
        }
        Map<String, List<Notice>> grouped =
                notices.stream()
                        .collect(
                                Collectors.groupingBy(
                                        notice -> columnOf(notice.pointer(), fields),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return grouped.entrySet().stream()
                .map(
                        entry ->
                                JsonText.quote(entry.getKey())
                                        + ":"
                                        + Notices.toJson(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /**
     * Writes stored notices as one array, with one more if a duration is 0 because its two times run
     * backwards.
     */
    public static void write(
            JsonGenerator json,
            @Nullable String stored,
            @Nullable OffsetDateTime start,
            @Nullable OffsetDateTime end,
            @Nullable Long durationMs)
            throws IOException {
        json.writeStartArray();
        if (stored != null) {
            try (JsonParser parser = PayloadJson.factory().createParser(stored)) {
                while (parser.nextToken() != null) {
                    if (parser.currentToken() == JsonToken.START_ARRAY) {
                        while (parser.nextToken() == JsonToken.START_OBJECT) {
                            json.copyCurrentStructure(parser);
                        }
                    }
                }
            }
        }
        boolean backwards = start != null && end != null && end.isBefore(start);
        if (backwards && durationMs != null && durationMs == 0) {
            json.writeStartObject();
            json.writeStringField("kind", Notice.Kind.CLOCK_SKEW.word());
            json.writeStringField("pointer", "/durationMs");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String columnOf(String pointer, List<? extends Field> fields) {
        for (Field field : fields) {
            if (pointer.equals(field.pointer()) || pointer.startsWith(field.pointer() + "/")) {
                return field.column();
            }
        }
        return pointer.split("/", 3)[1];
    }
}
