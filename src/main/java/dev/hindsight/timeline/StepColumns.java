package dev.hindsight.timeline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.hindsight.field.JsonOut;
import java.io.IOException;
import java.util.Map;

/**
 * All steps of an execution as columns, which take a fraction of the bytes of as many objects.
 *
 * @param arrays JSON arrays by the column's name
 */
@JsonSerialize(using = StepColumns.Json.class)
record StepColumns(Map<String, String> arrays) {

    /** One member for each column. */
    static final class Json extends JsonSerializer<StepColumns> {
        @Override
        public void serialize(StepColumns columns, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            JsonOut out = new JsonOut(json);
            for (Map.Entry<String, String> column : columns.arrays().entrySet()) {
                out.raw(column.getKey(), column.getValue());
            }
            json.writeEndObject();
        }
    }
}
