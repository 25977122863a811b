package dev.hindsight.digest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.field.JsonOut;
import dev.hindsight.field.Moments;
import dev.hindsight.log.LogLine;
import dev.hindsight.outcome.RecordedError;
import dev.hindsight.step.Step;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records in few words, by the contract's names: what is absent is left out. */
public final class Brief {

    private static final List<String> SIDE =
            List.of(
                    "id",
                    "externalId",
                    "workflowId",
                    "workflowName",
                    "workflowVersion",
                    "status",
                    "startedAt",
                    "completedAt",
                    "durationMs",
                    "attempt");

    private final JsonGenerator json;

    /** Writes into a generator. */
    public Brief(JsonGenerator json) {
        this.json = json;
    }

    /** An execution. */
    public void execution(ExecutionSummary it) throws IOException {
        json.writeStartObject();
        text("id", it.id());
        text("externalId", it.externalId());
        text("workflowId", it.workflowId());
        text("workflowName", it.workflowName());
        text("workflowVersion", it.workflowVersion());
        text("status", it.status().word());
        text("statusReason", Excerpts.brief(it.statusReason()));
        moment("startedAt", it.startedAt());
        moment("completedAt", it.completedAt());
        number("durationMs", it.durationMs());
        number("attempt", it.attempt());
        text("triggerType", it.triggerType());
        text("createdBy", it.createdBy());
        error(it.error());
        number("exitCode", it.exitCode());
        if (it.labels() != null) {
            new JsonOut(json).raw("labels", it.labels());
        }
        text("note", Excerpts.brief(it.note()));
        moment("deletedAt", it.deletedAt());
        json.writeEndObject();
    }

    /** Two that are compared are told as lists tell them; here, by what tells them apart. */
    public static void side(JsonGenerator json, JsonNode listed) throws IOException {
        JsonOut out = new JsonOut(json);
        for (String name : SIDE) {
            if (!listed.path(name).isNull()) {
                out.raw(name, listed.path(name).toString());
            }
        }
    }

    /** Steps by a name. */
    void steps(String name, List<Step> steps) throws IOException {
        json.writeArrayFieldStart(name);
        for (Step step : steps) {
            step(step);
        }
        json.writeEndArray();
    }

    /** A step. */
    void step(Step it) throws IOException {
        json.writeStartObject();
        text("key", it.key());
        number("attempt", it.attempt());
        text("nodeId", it.nodeId());
        text("nodeName", it.nodeName());
        text("nodeType", it.nodeType());
        text("parentKey", it.parentKey());
        number("iteration", it.iteration());
        text("status", it.status().word());
        moment("startedAt", it.startedAt());
        moment("completedAt", it.completedAt());
        number("durationMs", it.durationMs());
        error(it.error());
        json.writeEndObject();
    }

    /** Lines by a name, cut where they are long. */
    public void lines(String name, List<LogLine> lines, Excerpts excerpts) throws IOException {
        json.writeArrayFieldStart(name);
        for (LogLine line : lines) {
            LogLine cut = excerpts.of(line);
            json.writeStartObject();
            number("sequence", cut.sequence());
            moment("timestamp", cut.timestamp());
            text("level", cut.level().word());
            text("type", cut.type());
            text("stepKey", cut.stepKey());
            number("attempt", cut.attempt());
            text("stream", cut.stream());
            text("message", cut.message());
            if (cut.data() != null) {
                new JsonOut(json).raw("data", cut.data());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void error(@Nullable RecordedError error) throws IOException {
        if (error != null) {
            json.writeObjectFieldStart("error");
            text("message", Excerpts.brief(error.message()));
            text("type", error.type());
            text("code", error.code());
            json.writeEndObject();
        }
    }

    private void text(String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }

    private void moment(String name, @Nullable OffsetDateTime value) throws IOException {
        text(name, value == null ? null : Moments.write(value));
    }

    private void number(String name, @Nullable Number value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value.longValue());
        }
    }
}
