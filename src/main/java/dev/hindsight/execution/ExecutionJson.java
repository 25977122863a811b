package dev.hindsight.execution;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.hindsight.field.JsonOut;
import dev.hindsight.field.NoticesJson;
import dev.hindsight.outcome.Cost;
import dev.hindsight.outcome.RecordedError;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Executions as the contract writes them. */
public final class ExecutionJson {

    private ExecutionJson() {}

    /** A list item. */
    static final class Summary extends JsonSerializer<ExecutionSummary> {
        @Override
        public void serialize(
                ExecutionSummary execution, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            write(json, execution);
            json.writeEndObject();
        }
    }

    /** The full record. */
    static final class Whole extends JsonSerializer<Execution> {
        @Override
        public void serialize(Execution execution, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            write(json, execution);
            json.writeEndObject();
        }
    }

    /** Writes the members of a list item into an object that is open. */
    public static void write(JsonGenerator json, ExecutionSummary execution) throws IOException {
        members(json, execution, null);
    }

    /** Writes the members of the full record into an object that is open. */
    public static void write(JsonGenerator json, Execution execution) throws IOException {
        members(json, execution.summary(), execution);
        json.writeFieldName("notices");
        ExecutionSummary summary = execution.summary();
        NoticesJson.write(
                json,
                execution.notices(),
                summary.startedAt(),
                summary.completedAt(),
                summary.durationMs());
    }

    private static void members(JsonGenerator json, ExecutionSummary it, @Nullable Execution whole)
            throws IOException {
        JsonOut out = new JsonOut(json);
        out.text("id", it.id())
                .text("externalId", it.externalId())
                .number("version", it.version())
                .text("workflowId", it.workflowId())
                .text("workflowName", it.workflowName())
                .text("workflowVersion", it.workflowVersion())
                .text("scriptPath", it.scriptPath())
                .text("runId", it.runId())
                .text("engineInstance", it.engineInstance())
                .text("parentExecutionId", it.parentExecutionId())
                .text("rootExecutionId", it.rootExecutionId())
                .text("replayOf", it.replayOf())
                .number("attempt", it.attempt())
                .text("status", it.status().word())
                .text("statusReason", it.statusReason())
                .moment("queuedAt", it.queuedAt())
                .moment("startedAt", it.startedAt())
                .moment("completedAt", it.completedAt())
                .number("durationMs", it.durationMs())
                .moment("createdAt", it.createdAt())
                .moment("updatedAt", it.updatedAt())
                .moment("importedAt", it.importedAt())
                .moment("lastHeartbeatAt", it.lastHeartbeatAt())
                .number("heartbeatTimeoutMs", it.heartbeatTimeoutMs());
        json.writeObjectFieldStart("trigger");
        out.text("type", it.triggerType());
        boolean withPayloads = whole != null && !whole.payloadWithheld();
        if (withPayloads) {
            out.raw("data", whole.triggerData());
        }
        json.writeEndObject();
        out.text("source", it.source()).text("createdBy", it.createdBy());
        if (withPayloads) {
            out.raw("input", whole.input())
                    .raw("output", whole.output())
                    .raw("metadata", whole.metadata());
        } else if (whole != null) {
            out.bool("payloadWithheld", true);
        }
        out.raw("labels", it.labels() == null ? "{}" : it.labels());
        error(json, out, it.error(), whole != null, whole == null ? null : whole.errorStack());
        out.number("exitCode", it.exitCode())
                .text("binaryPath", it.binaryPath())
                .number("sampleRate", it.sampleRate() == null ? Double.valueOf(1) : it.sampleRate())
                .number("activitiesExecuted", it.activitiesExecuted());
        cost(json, out, it.cost());
        out.bool("pinned", it.pinned())
                .text("note", it.note())
                .moment("deletedAt", it.deletedAt())
                .bool("archived", it.archived())
                .bool("payloadExpired", it.payloadExpired())
                .text("dagHash", it.dagHash() == null ? null : "sha256:" + it.dagHash());
    }

    /** Writes {@code error}, of an execution or of a step; the stack only with the payloads. */
    public static void error(
            JsonGenerator json,
            JsonOut out,
            @Nullable RecordedError error,
            boolean withStack,
            @Nullable String stack)
            throws IOException {
        if (error == null && stack == null) {
            json.writeNullField("error");
            return;
        }
        json.writeObjectFieldStart("error");
        out.text("message", error == null ? null : error.message());
        out.text("type", error == null ? null : error.type());
        if (withStack) {
            out.text("stack", stack);
        }
        out.text("code", error == null ? null : error.code());
        json.writeEndObject();
    }

    /** Writes {@code cost}, of an execution or of a step. */
    public static void cost(JsonGenerator json, JsonOut out, @Nullable Cost cost)
            throws IOException {
        if (cost == null) {
            json.writeNullField("cost");
            return;
        }
        json.writeObjectFieldStart("cost");
        out.raw("amount", cost.amount()).text("unit", cost.unit());
        json.writeEndObject();
    }
}
