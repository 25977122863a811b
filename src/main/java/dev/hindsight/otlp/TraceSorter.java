package dev.hindsight.otlp;

import com.google.protobuf.ByteString;
import dev.hindsight.otlp.Trace.Origin;
import dev.hindsight.otlp.Trace.TracedSpan;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sorts the spans of a request by their traces; leaves out what is not wanted, and what is no span. */
@Singleton
final class TraceSorter {

    private static final int TRACE_ID = 16;
    private static final int SPAN_ID = 8;

    /** Bytes of a resource: it is written again with every trace, of which a request may have many. */
    static final int MAX_RESOURCE = 64 * 1024;

    /** Events, and links, of a span: it is written in one go, and an empty one is two bytes long. */
    static final int MAX_EVENTS = 10_000;

    private final OtlpConfig config;

    TraceSorter(OtlpConfig config) {
        this.config = config;
    }

    /**
     * The traces of a request, in the order of their first spans.
     *
     * @param receipt is told of the spans that are left out
     */
    List<Trace> sort(ExportTraceServiceRequest request, Receipt receipt) {
        Map<String, List<TracedSpan>> byTrace = new LinkedHashMap<>();
        for (ResourceSpans ofResource : request.getResourceSpansList()) {
            if (ofResource.getResource().getSerializedSize() > MAX_RESOURCE) {
                receipt.reject(
                        count(ofResource),
                        "Their resource has more than %,d bytes.".formatted(MAX_RESOURCE));
                continue;
            }
            Origin origin = new Origin(ofResource.getResource());
            for (ScopeSpans ofScope : ofResource.getScopeSpansList()) {
                InstrumentationScope scope = fit(ofScope.getScope());
                for (Span span : ofScope.getSpansList()) {
                    TracedSpan traced = new TracedSpan(span, origin, scope);
                    String fault = fault(span);
                    if (!isWanted(traced)) {
                        receipt.passBy();
                    } else if (fault != null) {
                        receipt.reject(1, fault);
                    } else {
                        byTrace.computeIfAbsent(hex(span.getTraceId()), id -> new ArrayList<>())
                                .add(traced);
                    }
                }
            }
        }
        return byTrace.entrySet().stream()
                .map(entry -> Trace.of(entry.getKey(), entry.getValue(), config))
                .toList();
    }

    private static long count(ResourceSpans ofResource) {
        return ofResource.getScopeSpansList().stream().mapToLong(ScopeSpans::getSpansCount).sum();
    }

    private static @Nullable String fault(Span span) {
        if (!isId(span.getTraceId(), TRACE_ID)) {
            return "The trace id is not 16 bytes, or all of them are 0.";
        }
        if (!isId(span.getSpanId(), SPAN_ID)) {
            return "The span id is not 8 bytes, or all of them are 0.";
        }
        ByteString parent = span.getParentSpanId();
        if (!parent.isEmpty() && parent.size() != SPAN_ID) {
            return "The id of the parent span is not 8 bytes.";
        }
        return span.getEventsCount() <= MAX_EVENTS && span.getLinksCount() <= MAX_EVENTS
                ? null
                : "The span has more than %,d events or links.".formatted(MAX_EVENTS);
    }

    private static boolean isId(ByteString id, int length) {
        if (id.size() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (id.byteAt(i) != 0) {
                return true;
            }
        }
        return false;
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private boolean isWanted(TracedSpan traced) {
        return config.services().map(names -> names.contains(traced.service())).orElse(true)
                && config.requireAttribute().map(wanted -> has(traced, wanted)).orElse(true);
    }

    private static boolean has(TracedSpan traced, String wanted) {
        int equals = wanted.indexOf('=');
        String name = equals < 0 ? wanted : wanted.substring(0, equals);
        return traced.values(name).stream()
                .anyMatch(
                        value ->
                                equals < 0
                                        || wanted.substring(equals + 1)
                                                .equals(Attributes.text(value)));
    }

    /** Each of its spans repeats what the scope is called, however long that is. */
    private static InstrumentationScope fit(InstrumentationScope scope) {
        return InstrumentationScope.newBuilder()
                .setName(Attributes.fit(scope.getName()))
                .setVersion(Attributes.fit(scope.getVersion()))
                .build();
    }
}
