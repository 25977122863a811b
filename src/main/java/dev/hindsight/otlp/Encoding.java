package dev.hindsight.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
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
        CodedInputStream input = CodedInputStream.newInstance(body);
        input.setRecursionLimit(MAX_NESTING);
        ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(input);
        input.checkLastTagWas(0);
        return request;
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
