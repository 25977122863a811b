package dev.hindsight.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hindsight.otlp.Trace.TracedSpan;
import dev.hindsight.step.StepStatus;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes spans as steps, and what executions have in common with them. */
final class StepWriter {

    private static final long NANOS = 1_000_000;

    private static final List<String> PAYLOADS = List.of("hindsight.input", "hindsight.output");

    private StepWriter() {}

    /** Writes a span as a report of a step. */
    static void write(JsonGenerator json, TracedSpan traced) throws IOException {
        List<KeyValue> attributes = traced.span().getAttributesList();
        String node = Attributes.id(attributes, "hindsight.node.id");
        String type = Attributes.id(attributes, "hindsight.node.type");
        json.writeStartObject();
        json.writeStringField("key", traced.id());
        json.writeStringField("nodeId", node == null ? traced.name() : node);
        json.writeStringField("nodeType", type == null ? traced.kind() : type);
        text(json, "nodeName", node == null ? null : traced.name());
        text(json, "parentKey", traced.parent());
        json.writeStringField(
                "status", status(traced, StepStatus.ofWord(word(traced)).isPresent()));
        times(json, traced.span());
        outcome(json, traced);
        metadata(json, traced);
        json.writeEndObject();
    }

    /** The word for the status that an attribute says; empty if none does. */
    static String word(TracedSpan traced) {
        String word = Attributes.text(traced.span().getAttributesList(), "hindsight.status");
        return word == null ? "" : word;
    }

    /**
     * The status of a span.
     *
     * @param isWord whether the attribute says one that is known
     */
    static String status(TracedSpan traced, boolean isWord) {
        if (isWord) {
            return word(traced);
        }
        if (!traced.isEnded()) {
            return "running";
        }
        return traced.isFailed() ? "failed" : "completed";
    }

    /** Start and end, to the millisecond; one that is 0 is not known. */
    static void times(JsonGenerator json, Span span) throws IOException {
        time(json, "startedAt", span.getStartTimeUnixNano());
        time(json, "completedAt", span.getEndTimeUnixNano());
    }

    static void time(JsonGenerator json, String name, long nanos) throws IOException {
        if (nanos != 0) {
            json.writeNumberField(name, Long.divideUnsigned(nanos, NANOS));
        }
    }

    /** Error, input and output. */
    static void outcome(JsonGenerator json, TracedSpan traced) throws IOException {
        if (traced.isFailed()) {
            error(json, traced.span());
        }
        for (String name : PAYLOADS) {
            AnyValue value = Attributes.find(traced.span().getAttributesList(), name);
            if (value != null) {
                json.writeFieldName(name.substring("hindsight.".length()));
                Attributes.writePayload(json, value);
            }
        }
    }

    /** Of several exceptions the last one is the one that was not caught. */
    private static void error(JsonGenerator json, Span span) throws IOException {
        List<KeyValue> exception = List.of();
        for (Span.Event event : span.getEventsList()) {
            if (event.getName().equals(LineWriter.EXCEPTION)) {
                exception = event.getAttributesList();
            }
        }
        String message = span.getStatus().getMessage();
        String type = Attributes.id(exception, "exception.type");
        json.writeObjectFieldStart("error");
        text(
                json,
                "message",
                message.isEmpty() ? Attributes.text(exception, "exception.message") : message);
        text(
                json,
                "type",
                type == null ? Attributes.id(span.getAttributesList(), "error.type") : type);
        text(json, "stack", Attributes.text(exception, "exception.stacktrace"));
        json.writeEndObject();
    }

    private static void metadata(JsonGenerator json, TracedSpan traced) throws IOException {
        Span span = traced.span();
        json.writeObjectFieldStart("metadata");
        json.writeStringField("service", traced.service());
        about(json, traced);
        links(json, span.getLinksList());
        count(json, "droppedAttributes", span.getDroppedAttributesCount());
        count(json, "droppedEvents", span.getDroppedEventsCount());
        count(json, "droppedLinks", span.getDroppedLinksCount());
        json.writeEndObject();
    }

    /** What is told of a span where its own fields do not: members of the metadata. */
    static void about(JsonGenerator json, TracedSpan traced) throws IOException {
        Span span = traced.span();
        Attributes.write(
                json,
                "attributes",
                span.getAttributesList().stream()
                        .filter(it -> !PAYLOADS.contains(it.getKey()))
                        .toList());
        if (!traced.name().equals(span.getName()) && !span.getName().isEmpty()) {
            json.writeStringField("name", span.getName());
        }
        if (!traced.scope().getName().isEmpty()) {
            json.writeObjectFieldStart("scope");
            // Cut, since they are written again with each of its spans.
            json.writeStringField("name", Attributes.fit(traced.scope().getName()));
            text(json, "version", Attributes.fit(traced.scope().getVersion()));
            json.writeEndObject();
        }
        text(json, "traceState", span.getTraceState());
    }

    private static void links(JsonGenerator json, List<Span.Link> links) throws IOException {
        if (links.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("links");
        for (Span.Link link : links) {
            json.writeStartObject();
            json.writeStringField("traceId", hex(link.getTraceId().toByteArray()));
            json.writeStringField("spanId", hex(link.getSpanId().toByteArray()));
            text(json, "traceState", link.getTraceState());
            Attributes.write(json, "attributes", link.getAttributesList());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String hex(byte[] id) {
        return HexFormat.of().formatHex(id);
    }

    private static void count(JsonGenerator json, String name, int count) throws IOException {
        if (count != 0) {
            json.writeNumberField(name, Integer.toUnsignedLong(count));
        }
    }

    /** A member; none if there is nothing to say. */
    static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null && !text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }
}
