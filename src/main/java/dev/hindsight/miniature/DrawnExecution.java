package dev.hindsight.miniature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.hindsight.execution.ExecutionJson;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.field.JsonOut;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An execution as lists tell it, with its steps drawn small.
 *
 * @param bars a JSON array, see {@link MiniatureSql#BARS}; absent where no step has started
 */
@JsonSerialize(using = DrawnExecution.Json.class)
@RegisterForReflection
public record DrawnExecution(ExecutionSummary summary, @Nullable String bars) {

    /** The members of a list item, and one more. */
    static final class Json extends JsonSerializer<DrawnExecution> {
        @Override
        public void serialize(
                DrawnExecution execution, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            ExecutionJson.write(json, execution.summary());
            if (execution.bars() == null) {
                json.writeNullField("miniTimeline");
            } else {
                json.writeObjectFieldStart("miniTimeline");
                new JsonOut(json).raw("bars", execution.bars());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }
}
