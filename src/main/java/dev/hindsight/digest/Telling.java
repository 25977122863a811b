package dev.hindsight.digest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes JSON objects as text. */
@Singleton
public final class Telling {

    private final ObjectMapper json;

    Telling(ObjectMapper json) {
        this.json = json;
    }

    /** Writes members into an object that is open. */
    public interface Members {
        void to(JsonGenerator json) throws IOException;
    }

    /** An object with these members. */
    public String object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(text)) {
            generator.writeStartObject();
            members.to(generator);
            generator.writeEndObject();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return text.toString();
    }
}
