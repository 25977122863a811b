package dev.hindsight.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two ways in which OTLP is written. An answer is written as its request was. */
enum Encoding {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    /** Deepest nesting of messages; an attribute's value takes up to three a level. */
    private static final int MAX_NESTING = 1_000;

    /** Most messages of a body: an empty one is two bytes there, and a hundred in memory. */
    static final int MAX_MESSAGES = 1_000_000;

    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final String mediaType;

    Encoding(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Which one a header names; JSON, if none of them. */
    static Encoding of(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
        return type.startsWith(PROTOBUF.mediaType) ? PROTOBUF : JSON;
    }

    String mediaType() {
        return mediaType;
    }

    /**
     * Reads a request.
     *
     * @throws ProblemException {@code invalid-request} if it is not what it says, all of it: a part that
     *     cannot be read hides where the next one begins
     */
    ExportTraceServiceRequest read(byte[] body) {
        try {
            return this == PROTOBUF ? readProtobuf(body) : JsonRequest.read(body);
        } catch (InvalidProtocolBufferException malformed) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The body is no ExportTraceServiceRequest in protobuf, or nested deeper than"
                            + " %,d messages.".formatted(MAX_NESTING));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ExportTraceServiceRequest readProtobuf(byte[] body) throws IOException {
        if (new Census(CodedInputStream.newInstance(body)).isTooMany()) {
            throw tooMany();
        }
        CodedInputStream input = CodedInputStream.newInstance(body);
        input.setRecursionLimit(MAX_NESTING);
        ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(input);
        input.checkLastTagWas(0);
        return request;
    }

    /** Messages of which there may be many, or in which there may be. */
    private enum Kind {
        REQUEST(false),
        RESOURCE_SPANS(true),
        RESOURCE(false),
        SCOPE_SPANS(true),
        SCOPE(false),
        SPAN(true),
        EVENT(true),
        LINK(true),
        ATTRIBUTE(true),
        VALUE(false),
        ARRAY(false),
        ITEM(true),
        LIST(false);

        private final boolean isOneOfMany;

        Kind(boolean isOneOfMany) {
            this.isOneOfMany = isOneOfMany;
        }
    }

    private static final Map<Integer, Kind> WITHIN_VALUE =
            Map.of(
                    AnyValue.ARRAY_VALUE_FIELD_NUMBER, Kind.ARRAY,
                    AnyValue.KVLIST_VALUE_FIELD_NUMBER, Kind.LIST);

    /** What lies in a message, by the numbers of its fields. */
    private static final Map<Kind, Map<Integer, Kind>> WITHIN =
            Map.ofEntries(
                    Map.entry(
                            Kind.REQUEST,
                            Map.of(
                                    ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER,
                                    Kind.RESOURCE_SPANS)),
                    Map.entry(
                            Kind.RESOURCE_SPANS,
                            Map.of(
                                    ResourceSpans.RESOURCE_FIELD_NUMBER, Kind.RESOURCE,
                                    ResourceSpans.SCOPE_SPANS_FIELD_NUMBER, Kind.SCOPE_SPANS)),
                    Map.entry(
                            Kind.RESOURCE,
                            Map.of(Resource.ATTRIBUTES_FIELD_NUMBER, Kind.ATTRIBUTE)),
                    Map.entry(
                            Kind.SCOPE_SPANS,
                            Map.of(
                                    ScopeSpans.SCOPE_FIELD_NUMBER, Kind.SCOPE,
                                    ScopeSpans.SPANS_FIELD_NUMBER, Kind.SPAN)),
                    Map.entry(
                            Kind.SCOPE,
                            Map.of(InstrumentationScope.ATTRIBUTES_FIELD_NUMBER, Kind.ATTRIBUTE)),
                    Map.entry(
                            Kind.SPAN,
                            Map.of(
                                    Span.ATTRIBUTES_FIELD_NUMBER, Kind.ATTRIBUTE,
                                    Span.EVENTS_FIELD_NUMBER, Kind.EVENT,
                                    Span.LINKS_FIELD_NUMBER, Kind.LINK)),
                    Map.entry(
                            Kind.EVENT, Map.of(Span.Event.ATTRIBUTES_FIELD_NUMBER, Kind.ATTRIBUTE)),
                    Map.entry(Kind.LINK, Map.of(Span.Link.ATTRIBUTES_FIELD_NUMBER, Kind.ATTRIBUTE)),
                    Map.entry(Kind.ATTRIBUTE, Map.of(KeyValue.VALUE_FIELD_NUMBER, Kind.VALUE)),
                    Map.entry(Kind.VALUE, WITHIN_VALUE),
                    Map.entry(Kind.ITEM, WITHIN_VALUE),
                    Map.entry(Kind.ARRAY, Map.of(ArrayValue.VALUES_FIELD_NUMBER, Kind.ITEM)),
                    Map.entry(Kind.LIST, Map.of(KeyValueList.VALUES_FIELD_NUMBER, Kind.ATTRIBUTE)));

    /** Counts the messages of a body that are one of many, as in JSON, without making any. */
    private static final class Census {

        private final CodedInputStream input;
        private int count;

        Census(CodedInputStream input) {
            this.input = input;
        }

        boolean isTooMany() throws IOException {
            look(Kind.REQUEST, 0);
            return count > MAX_MESSAGES;
        }

        /** What is nested too deep is not looked into: whoever reads it will refuse it. */
        private void look(Kind kind, int depth) throws IOException {
            Map<Integer, Kind> within =
                    depth > MAX_NESTING ? Map.of() : WITHIN.getOrDefault(kind, Map.of());
            boolean goesOn = true;
            while (goesOn && count <= MAX_MESSAGES) {
                int tag = input.readTag();
                Kind inner =
                        WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
                                ? within.get(WireFormat.getTagFieldNumber(tag))
                                : null;
                if (inner != null) {
                    count += inner.isOneOfMany ? 1 : 0;
                    int limit = input.pushLimit(input.readRawVarint32());
                    look(inner, depth + 1);
                    input.popLimit(limit);
                } else {
                    goesOn = tag != 0 && input.skipField(tag);
                }
            }
        }
    }

    /** Says that a body holds more than is taken. */
    static ProblemException tooMany() {
        return new ProblemException(
                ProblemType.PAYLOAD_TOO_LARGE,
                "The body has more than %,d spans, attributes, events and links."
                        .formatted(MAX_MESSAGES));
    }

    /**
     * The answer to a request that was taken.
     *
     * @param rejected spans that were not taken
     * @param message why; empty if all of them were
     */
    byte[] answer(long rejected, String message) {
        if (rejected == 0 && message.isEmpty()) {
            return this == PROTOBUF ? new byte[0] : EMPTY_OBJECT.clone();
        }
        if (this == PROTOBUF) {
            ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
            response.getPartialSuccessBuilder().setRejectedSpans(rejected).setErrorMessage(message);
            return response.build().toByteArray();
        }
        return json(Map.of("rejectedSpans", String.valueOf(rejected), "errorMessage", message));
    }

    private static byte[] json(Map<String, String> partialSuccess) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var json = PayloadJson.factory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("partialSuccess");
            for (Map.Entry<String, String> member : partialSuccess.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }

    /** A {@code google.rpc.Status} in protobuf: two fields, for which no library is worth its weight. */
    static byte[] status(int code, String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        try {
            output.writeInt32(1, code);
            output.writeString(2, message);
            output.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }
}
