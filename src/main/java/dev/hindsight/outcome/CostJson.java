package dev.hindsight.outcome;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Amounts by unit, as they are stored: one flat object. */
public final class CostJson {

    private static final JsonFactory JSON = new JsonFactory();

    private CostJson() {}

    /** What is stored; empty for {@code null}. */
    public static Map<String, BigDecimal> read(@Nullable String stored) {
        Map<String, BigDecimal> cost = new TreeMap<>();
        if (stored == null) {
            return cost;
        }
        try (JsonParser parser = JSON.createParser(stored)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String unit = parser.currentName();
                parser.nextToken();
                cost.put(unit, parser.getDecimalValue());
            }
            return cost;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it is stored; {@code null} where nothing costs anything. */
    public static @Nullable String write(Map<String, BigDecimal> cost) {
        if (cost.isEmpty()) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, BigDecimal> entry : cost.entrySet()) {
                json.writeNumberField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
