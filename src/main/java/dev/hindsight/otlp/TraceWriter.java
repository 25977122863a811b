package dev.hindsight.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.Labels;
import dev.hindsight.field.Moments;
import dev.hindsight.otlp.Trace.Slice;
import dev.hindsight.otlp.Trace.TracedSpan;
import dev.hindsight.payload.PayloadJson;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes slices of traces as operations of bulk reports, which are read as those of any engine. */
@Singleton
final class TraceWriter {

    private static final String LABEL = "hindsight.label.";

    private final OtlpConfig config;

    TraceWriter(OtlpConfig config) {
        this.config = config;
    }

    /**
     * An operation that reports an execution with some of its steps and lines.
     *
     * @param begins whether it says of which workflow and run the execution is, and may begin it
     */
    byte[] write(Slice slice, boolean begins) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = PayloadJson.factory().createGenerator(bytes)) {
            // Else half a surrogate pair, which JSON may bring, is refused instead of cleaned.
            json.setHighestNonEscapedChar(127);
            json.writeStartObject();
            json.writeObjectFieldStart("execution");
            execution(json, slice.trace(), begins);
            json.writeArrayFieldStart("steps");
            for (TracedSpan traced : slice.spans()) {
                StepWriter.write(json, traced);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("logs");
            for (TracedSpan traced : slice.spans()) {
                LineWriter.write(json, traced);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }

    private void execution(JsonGenerator json, Trace trace, boolean begins) throws IOException {
        TracedSpan first = trace.first();
        TracedSpan root = trace.root();
        json.writeStringField("externalId", trace.id());
        if (begins) {
            json.writeStringField("workflowId", trace.workflowId(config.workflowFrom()));
            StepWriter.text(
                    json,
                    "runId",
                    first.named(List.of("hindsight.run.id", "cicd.pipeline.run.id")));
        }
        json.writeStringField("source", "OpenTelemetry");
        StepWriter.text(
                json,
                "workflowVersion",
                first.named(List.of("hindsight.workflow.version", "service.version")));
        StepWriter.text(json, "engineInstance", first.named(List.of("service.instance.id")));
        rank(json, trace.earliest());
        labels(json, first);
        if (root != null) {
            root(json, root);
        } else {
            StepWriter.time(json, "startedAt", trace.earliest());
        }
        json.writeObjectFieldStart("metadata");
        Attributes.write(json, "resource", first.origin().attributes());
        if (root != null) {
            StepWriter.about(json, root);
        }
        json.writeEndObject();
    }

    /**
     * Of reports that contradict each other the one with the earliest span is to win, whenever it comes:
     * the moment that decides is therefore mirrored at 1970. It lies before any that an engine tells, or
     * at which its report arrives, so that what an engine itself reports of the execution wins.
     */
    private static void rank(JsonGenerator json, long earliest) throws IOException {
        long millis = Long.divideUnsigned(earliest, 1_000_000);
        json.writeStringField("reportedAt", Moments.write(Moments.ofEpochMillis(-millis)));
    }

    private static void root(JsonGenerator json, TracedSpan root) throws IOException {
        List<KeyValue> attributes = root.span().getAttributesList();
        String name = root.named(List.of("hindsight.workflow.name"));
        json.writeStringField("workflowName", name == null ? root.name() : name);
        boolean isWord = ExecutionStatus.ofWord(StepWriter.word(root)).isPresent();
        json.writeStringField("status", StepWriter.status(root, isWord));
        StepWriter.times(json, root.span());
        StepWriter.outcome(json, root);
        StepWriter.text(json, "createdBy", Attributes.id(attributes, "user.id"));
        String trigger = Attributes.id(attributes, "hindsight.trigger.type");
        if (trigger == null) {
            trigger =
                    switch (root.kind()) {
                        case "server" -> "request";
                        case "consumer" -> "message";
                        default -> "";
                    };
        }
        if (!trigger.isEmpty()) {
            json.writeObjectFieldStart("trigger");
            json.writeStringField("type", trigger);
            json.writeEndObject();
        }
        if (root.sampleRate().isPresent()) {
            json.writeNumberField("sampleRate", root.sampleRate().getAsDouble());
        }
    }

    /** Labels of the resource, then of the span; no more than an execution may have. */
    private void labels(JsonGenerator json, TracedSpan first) throws IOException {
        Map<String, String> labels = new TreeMap<>();
        for (String name : config.labels()) {
            for (AnyValue value : first.values(name)) {
                put(labels, name, value);
            }
        }
        for (List<KeyValue> place : first.places()) {
            for (KeyValue attribute : place) {
                if (attribute.getKey().startsWith(LABEL)) {
                    put(labels, attribute.getKey().substring(LABEL.length()), attribute.getValue());
                }
            }
        }
        json.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : labels.entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
    }

    private static void put(Map<String, String> labels, String name, AnyValue value) {
        String text = Attributes.text(value);
        if (text != null && labels.size() < Labels.MAX && Labels.KEY.matcher(name).matches()) {
            labels.putIfAbsent(name, Attributes.fit(text));
        }
    }
}
