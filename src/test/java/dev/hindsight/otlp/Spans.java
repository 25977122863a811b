package dev.hindsight.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes spans, and sends them as exporters do. */
final class Spans {

    static final String TRACES = "/v1/traces";

    static final String PROTOBUF = "application/x-protobuf";

    /** 2026-11-20T10:00:00Z in nanoseconds. */
    static final long TEN = 1_795_168_800_000_000_000L;

    static final long SECOND = 1_000_000_000L;

    private Spans() {}

    /** The id of a trace that no test has used, in hex. */
    static String trace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** The id of the span of this number, in hex. */
    static String id(int number) {
        return "%016x".formatted(number);
    }

    static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    /** A span that began at ten and so many seconds, and took one; parent 0 for a root. */
    static Span.Builder span(String trace, int number, int parent, String name) {
        return Span.newBuilder()
                .setTraceId(bytes(trace))
                .setSpanId(bytes(id(number)))
                .setParentSpanId(parent == 0 ? ByteString.EMPTY : bytes(id(parent)))
                .setName(name)
                .setKindValue(1)
                .setStartTimeUnixNano(TEN + number * SECOND)
                .setEndTimeUnixNano(TEN + (number + 1) * SECOND);
    }

    static AnyValue value(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }

    static KeyValue attribute(String key, String text) {
        return attribute(key, value(text));
    }

    static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    static Span.Event event(long time, String name, KeyValue... attributes) {
        return Span.Event.newBuilder()
                .setTimeUnixNano(time)
                .setName(name)
                .addAllAttributes(List.of(attributes))
                .build();
    }

    /** A request with spans of one service. */
    static byte[] request(String service, Span.Builder... spans) {
        return request(service, Stream.of(spans).map(Span.Builder::build).toList());
    }

    static byte[] request(String service, List<Span> spans) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder()
                                .setResource(
                                        Resource.newBuilder()
                                                .addAttributes(attribute("service.name", service)))
                                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans)))
                .build()
                .toByteArray();
    }

    /** Sends a request that must be taken whole. */
    static void take(byte[] request) {
        Answer answer = post(request);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.http().body()).isEmpty();
    }

    static Answer post(byte[] request, String... headers) {
        return Api.send(
                "POST",
                TRACES,
                request,
                Stream.concat(Stream.of("Content-Type", PROTOBUF), Stream.of(headers))
                        .toArray(String[]::new));
    }

    /** The execution that a trace became, with its steps and lines. */
    static Answer told(String trace) {
        return Api.get(Api.ext(trace) + "?include=steps,logs");
    }

    /** The same without what tells when and how often it was told, and the ids of the trace. */
    static JsonNode lasting(String trace) {
        ObjectNode told = told(trace).body().deepCopy();
        told.remove(List.of("id", "externalId", "version", "createdAt", "updatedAt"));
        told.path("steps").forEach(step -> ((ObjectNode) step).remove("version"));
        return told;
    }
}
