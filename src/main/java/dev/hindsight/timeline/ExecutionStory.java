package dev.hindsight.timeline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.hindsight.execution.Execution;
import dev.hindsight.execution.ExecutionJson;
import dev.hindsight.field.JsonOut;
import dev.hindsight.log.LogLine;
import dev.hindsight.page.Page;
import dev.hindsight.step.Step;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An execution and what was asked for along with it, but for its tree, which is told behind it: a
 * tree may be large, and is never held whole.
 *
 * @param execution the full record
 * @param included what was asked for
 * @param steps its first steps, with payloads
 * @param lines its first lines
 * @param dag its graph as JSON text
 */
@JsonSerialize(using = ExecutionStory.Json.class)
@RegisterForReflection
record ExecutionStory(
        Execution execution,
        Set<Inclusion> included,
        Page<Step> steps,
        Page<LogLine> lines,
        @Nullable String dag) {

    /** The members of the execution, and one or two for each thing included. */
    static final class Json extends JsonSerializer<ExecutionStory> {
        @Override
        public void serialize(ExecutionStory story, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            ExecutionJson.write(json, story.execution());
            if (story.included().contains(Inclusion.STEPS)) {
                provider.defaultSerializeField("steps", story.steps().items(), json);
                new JsonOut(json).text("stepsCursor", story.steps().nextCursor());
            }
            if (story.included().contains(Inclusion.LOGS)) {
                provider.defaultSerializeField("logs", story.lines().items(), json);
                new JsonOut(json).text("logsCursor", story.lines().nextCursor());
            }
            if (story.included().contains(Inclusion.DAG)) {
                new JsonOut(json).raw("dag", story.dag());
            }
            if (story.included().contains(Inclusion.WORKFLOW)) {
                json.writeObjectFieldStart("workflow");
                new JsonOut(json)
                        .text("workflowId", story.execution().summary().workflowId())
                        .text("workflowName", story.execution().summary().workflowName());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }
}
