package dev.hindsight.step;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.hindsight.execution.ExecutionJson;
import dev.hindsight.field.JsonOut;
import dev.hindsight.field.NoticesJson;
import java.io.IOException;

/** Steps as the contract writes them. */
public final class StepJson extends JsonSerializer<Step> {

    @Override
    public void serialize(Step step, JsonGenerator json, SerializerProvider provider)
            throws IOException {
        json.writeStartObject();
        write(json, step);
        json.writeEndObject();
    }

    /** Writes the members of a step into an object that is open. */
    public static void write(JsonGenerator json, Step step) throws IOException {
        Step.Payloads payloads = step.payloads();
        JsonOut out = new JsonOut(json);
        out.text("key", step.key())
                .number("attempt", step.attempt())
                .number("version", step.version())
                .text("nodeId", step.nodeId())
                .text("nodeType", step.nodeType())
                .text("nodeName", step.nodeName())
                .number("stepIndex", step.stepIndex())
                .number("iteration", step.iteration())
                .text("parentKey", step.parentKey())
                .raw("dependsOn", step.dependsOn() == null ? "[]" : step.dependsOn())
                .text("status", step.status().word())
                .moment("queuedAt", step.queuedAt())
                .moment("startedAt", step.startedAt())
                .moment("completedAt", step.completedAt())
                .number("durationMs", step.durationMs());
        boolean withPayloads = payloads != null && !payloads.withheld();
        if (withPayloads) {
            out.raw("input", payloads.input()).raw("output", payloads.output());
        } else if (payloads != null) {
            out.bool("payloadWithheld", true);
        }
        ExecutionJson.error(
                json,
                out,
                step.error(),
                payloads != null,
                payloads == null ? null : payloads.errorStack());
        out.bool("cached", step.cached());
        ExecutionJson.cost(json, out, step.cost());
        if (withPayloads) {
            out.raw("metadata", payloads.metadata());
        }
        if (payloads != null) {
            json.writeFieldName("notices");
            NoticesJson.write(
                    json,
                    payloads.notices(),
                    step.startedAt(),
                    step.completedAt(),
                    step.durationMs());
        }
    }
}
