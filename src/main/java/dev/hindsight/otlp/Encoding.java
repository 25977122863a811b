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
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The two ways in which OTLP is written. An answer is written as its request was. */
enum Encoding {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    /** Deepest nesting of messages; an attribute's value takes up to three a level. */
    private static final int MAX_NESTING = 1_000;

    /** Most messages of a body: an empty one is two bytes there, and a hundred in memory. */
    static final int MAX_MESSAGES = 1_000_000;

    /** Numbers of the fields that lead to spans, by level; below them, of what spans have many of. */
    private static final List<Set<Integer>> MANY =
            List.of(
                    Set.of(ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER),
                    Set.of(ResourceSpans.SCOPE_SPANS_FIELD_NUMBER),
                    Set.of(ScopeSpans.SPANS_FIELD_NUMBER),
                    Set.of(
                            Span.ATTRIBUTES_FIELD_NUMBER,
                            Span.EVENTS_FIELD_NUMBER,
                            Span.LINKS_FIELD_NUMBER));

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
        if (count(CodedInputStream.newInstance(body), 0, 0) > MAX_MESSAGES) {
            throw tooMany();
        }
        CodedInputStream input = CodedInputStream.newInstance(body);
        input.setRecursionLimit(MAX_NESTING);
        ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(input);
        input.checkLastTagWas(0);
        return request;
    }

    /** Adds the messages that are repeated on a level and below, without making any. */
    private static int count(CodedInputStream input, int level, int before) throws IOException {
        int count = before;
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            boolean isOne =
                    level < MANY.size()
                            && WireFormat.getTagWireType(tag)
                                    == WireFormat.WIRETYPE_LENGTH_DELIMITED
                            && MANY.get(level).contains(WireFormat.getTagFieldNumber(tag));
            if (isOne && count <= MAX_MESSAGES) {
                int limit = input.pushLimit(input.readRawVarint32());
                count = count(input, level + 1, count + 1);
                input.popLimit(limit);
            } else if (!input.skipField(tag)) {
                return count;
            }
        }
        return count;
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
