package dev.hindsight.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.google.protobuf.ByteString;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.util.HexFormat;

/**
 * Reads a request in JSON into the same messages as one in protobuf. OTLP's JSON is its own: ids are
 * hexadecimal, enums are numbers (names are understood, too), and unknown members are passed over.
 */
final class JsonRequest {

    /** Stands for an id that is no hexadecimal: too short to be one, and not absent either. */
    private static final ByteString NO_ID = ByteString.copyFrom(new byte[1]);

    private final JsonMembers members;
    private final JsonValues values;

    private JsonRequest(JsonParser parser) {
        this.members = new JsonMembers(parser);
        this.values = new JsonValues(members);
    }

    /**
     * Reads a body.
     *
     * @throws ProblemException {@code invalid-request} if it is no JSON, or a member is of another type
     */
    static ExportTraceServiceRequest read(byte[] body) throws IOException {
        try (JsonParser parser = PayloadJson.factory().createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw JsonMembers.malformed("The body must be a JSON object.");
            }
            ExportTraceServiceRequest request = new JsonRequest(parser).request();
            if (parser.nextToken() != null) {
                throw JsonMembers.malformed("Something follows the JSON object.");
            }
            return request;
        } catch (StreamConstraintsException tooMuch) {
            // Says no place.
            throw JsonMembers.malformed(
                    "The body is nested deeper than %,d levels, or has a key of more than %,d characters."
                            .formatted(PayloadJson.MAX_NESTING, PayloadJson.MAX_KEY));
        } catch (JsonProcessingException malformed) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The body is not valid JSON (byte %,d)."
                            .formatted(malformed.getLocation().getByteOffset()));
        }
    }

    private ExportTraceServiceRequest request() throws IOException {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        members.each(
                name -> {
                    if (name.equals("resourceSpans")) {
                        members.array(() -> request.addResourceSpans(resourceSpans()));
                    }
                });
        return request.build();
    }

    private ResourceSpans resourceSpans() throws IOException {
        ResourceSpans.Builder spans = ResourceSpans.newBuilder();
        members.object(
                name -> {
                    switch (name) {
                        case "resource" -> spans.setResource(resource());
                        case "scopeSpans" -> members.array(() -> spans.addScopeSpans(scopeSpans()));
                        default -> {}
                    }
                });
        return spans.build();
    }

    private Resource resource() throws IOException {
        Resource.Builder resource = Resource.newBuilder();
        members.object(
                name -> {
                    if (name.equals("attributes")) {
                        members.array(() -> resource.addAttributes(values.keyValue()));
                    }
                });
        return resource.build();
    }

    private ScopeSpans scopeSpans() throws IOException {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        members.object(
                name -> {
                    switch (name) {
                        case "scope" -> spans.setScope(scope());
                        case "spans" -> members.array(() -> spans.addSpans(span()));
                        default -> {}
                    }
                });
        return spans.build();
    }

    private InstrumentationScope scope() throws IOException {
        InstrumentationScope.Builder scope = InstrumentationScope.newBuilder();
        members.object(
                name -> {
                    switch (name) {
                        case "name" -> scope.setName(members.text());
                        case "version" -> scope.setVersion(members.text());
                        default -> {}
                    }
                });
        return scope.build();
    }

    private Span span() throws IOException {
        Span.Builder span = Span.newBuilder();
        members.object(
                name -> {
                    switch (name) {
                        case "traceId" -> span.setTraceId(id());
                        case "spanId" -> span.setSpanId(id());
                        case "parentSpanId" -> span.setParentSpanId(id());
                        case "traceState" -> span.setTraceState(members.text());
                        case "flags" -> span.setFlags(members.small());
                        case "name" -> span.setName(members.text());
                        case "kind" -> span.setKindValue(kind());
                        case "startTimeUnixNano" -> span.setStartTimeUnixNano(members.number());
                        case "endTimeUnixNano" -> span.setEndTimeUnixNano(members.number());
                        case "attributes" ->
                                members.array(() -> span.addAttributes(values.keyValue()));
                        case "events" -> members.array(() -> span.addEvents(event()));
                        case "links" -> members.array(() -> span.addLinks(link()));
                        case "status" -> span.setStatus(status());
                        default -> dropped(span, name);
                    }
                });
        return span.build();
    }

    private void dropped(Span.Builder span, String name) throws IOException {
        switch (name) {
            case "droppedAttributesCount" -> span.setDroppedAttributesCount(members.small());
            case "droppedEventsCount" -> span.setDroppedEventsCount(members.small());
            case "droppedLinksCount" -> span.setDroppedLinksCount(members.small());
            default -> {}
        }
    }

    private Span.Event event() throws IOException {
        Span.Event.Builder event = Span.Event.newBuilder();
        members.object(
                name -> {
                    switch (name) {
                        case "timeUnixNano" -> event.setTimeUnixNano(members.number());
                        case "name" -> event.setName(members.text());
                        case "attributes" ->
                                members.array(() -> event.addAttributes(values.keyValue()));
                        default -> {}
                    }
                });
        return event.build();
    }

    private Span.Link link() throws IOException {
        Span.Link.Builder link = Span.Link.newBuilder();
        members.object(
                name -> {
                    switch (name) {
                        case "traceId" -> link.setTraceId(id());
                        case "spanId" -> link.setSpanId(id());
                        case "traceState" -> link.setTraceState(members.text());
                        case "attributes" ->
                                members.array(() -> link.addAttributes(values.keyValue()));
                        default -> {}
                    }
                });
        return link.build();
    }

    private Status status() throws IOException {
        Status.Builder status = Status.newBuilder();
        members.object(
                name -> {
                    switch (name) {
                        case "code" -> status.setCodeValue(code());
                        case "message" -> status.setMessage(members.text());
                        default -> {}
                    }
                });
        return status.build();
    }

    private int kind() throws IOException {
        return members.choice(
                word ->
                        switch (word) {
                            case "SPAN_KIND_INTERNAL" -> 1;
                            case "SPAN_KIND_SERVER" -> 2;
                            case "SPAN_KIND_CLIENT" -> 3;
                            case "SPAN_KIND_PRODUCER" -> 4;
                            case "SPAN_KIND_CONSUMER" -> 5;
                            default -> 0;
                        });
    }

    private int code() throws IOException {
        return members.choice(
                word ->
                        switch (word) {
                            case "STATUS_CODE_OK" -> 1;
                            case "STATUS_CODE_ERROR" -> 2;
                            default -> 0;
                        });
    }

    private ByteString id() throws IOException {
        try {
            return ByteString.copyFrom(HexFormat.of().parseHex(members.text()));
        } catch (IllegalArgumentException wrong) {
            return NO_ID;
        }
    }
}
