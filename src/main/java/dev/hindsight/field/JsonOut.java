package dev.hindsight.field;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Writes the members of a record; what is absent is told as {@code null}. */
public final class JsonOut {

    private final JsonGenerator json;

    public JsonOut(JsonGenerator json) {
        this.json = json;
    }

    public JsonOut text(String name, @Nullable Object value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value.toString());
        }
        return this;
    }

    /** A moment as ISO-8601 in UTC with milliseconds. */
    public JsonOut moment(String name, @Nullable OffsetDateTime value) throws IOException {
        return text(name, value == null ? null : Moments.write(value));
    }

    public JsonOut number(String name, @Nullable Number value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Double real) {
            json.writeNumber(BigDecimal.valueOf(real).toPlainString());
        } else {
            json.writeNumber(value.longValue());
        }
        return this;
    }

    public JsonOut bool(String name, @Nullable Boolean value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeBoolean(value);
        }
        return this;
    }

    /** A value that is JSON text already. */
    public JsonOut raw(String name, @Nullable String value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value == null ? "null" : value);
        return this;
    }
}
