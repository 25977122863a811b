package dev.hindsight.payload;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notices as JSON text, in the form that the API shows and the tables keep. */
public final class Notices {

    private Notices() {}

    /**
     * An array of objects with {@code kind} and {@code pointer}, and {@code originalBytes} and
     * {@code sha256} where they are known; {@code []} for none.
     */
    public static String toJson(List<Notice> notices) {
        if (notices.isEmpty()) {
            return "[]";
        }
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = PayloadJson.factory().createGenerator(json)) {
            generator.writeStartArray();
            for (Notice notice : notices) {
                write(notice, generator);
            }
            generator.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json.toString();
    }

    private static void write(Notice notice, JsonGenerator generator) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("kind", notice.kind().word());
        generator.writeStringField("pointer", notice.pointer());
        if (notice.originalBytes() != null) {
            generator.writeNumberField("originalBytes", notice.originalBytes());
        }
        if (notice.sha256() != null) {
            generator.writeStringField("sha256", notice.sha256());
        }
        generator.writeEndObject();
    }

    /**
     * What {@link #toJson} wrote, in any order of members, with white space or without. Members
     * that are not known are left out.
     *
     * @throws IllegalArgumentException when the text is anything but such an array
     */
    public static List<Notice> fromJson(String json) {
        try (JsonParser parser = PayloadJson.factory().createParser(json)) {
            require(parser.nextToken() == JsonToken.START_ARRAY);
            List<Notice> notices = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                notices.add(read(parser));
            }
            require(parser.nextToken() == null);
            return List.copyOf(notices);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not an array of notices", e);
        }
    }

    private static Notice read(JsonParser parser) throws IOException {
        require(parser.currentToken() == JsonToken.START_OBJECT);
        @Nullable String kind = null;
        @Nullable String pointer = null;
        @Nullable Long originalBytes = null;
        @Nullable String sha256 = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "kind" -> kind = parser.getValueAsString();
                case "pointer" -> pointer = parser.getValueAsString();
                case "originalBytes" ->
                        originalBytes =
                                value == JsonToken.VALUE_NULL ? null : parser.getLongValue();
                case "sha256" -> sha256 = parser.getValueAsString();
                default -> {}
            }
            parser.skipChildren();
        }
        if (kind == null || pointer == null) {
            throw new IllegalArgumentException("A notice without its kind or pointer");
        }
        return new Notice(Notice.Kind.of(kind), pointer, originalBytes, sha256);
    }

    private static void require(boolean expected) {
        if (!expected) {
            throw new IllegalArgumentException("Not an array of notices");
        }
    }
}
