package dev.hindsight.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one trace that came in one request.
 *
 * @param id in hex
 * @param spans at least one
 * @param root the one that tells of the whole; {@code null} if it did not come along
 * @param first the one that tells what little is known without: the root, else the earliest
 * @param earliest when the trace began, as far as these spans tell, in nanoseconds; 0 if they do not
 * @param workflow what any of the spans names as the workflow, the first one before all; {@code null} if
 *     none does
 */
record Trace(
        String id,
        List<TracedSpan> spans,
        @Nullable TracedSpan root,
        TracedSpan first,
        long earliest,
        @Nullable String workflow) {

    /** Where workflows are named, in the order in which they are looked for. */
    private static final List<String> WORKFLOW_ID =
            List.of("hindsight.workflow.id", "cicd.pipeline.name");

    private static final Comparator<TracedSpan> BY_TIME =
            Comparator.comparing(
                            (TracedSpan it) -> it.span().getStartTimeUnixNano(),
                            Long::compareUnsigned)
                    .thenComparing(TracedSpan::id);

    Trace {
        spans = List.copyOf(spans);
    }

    /** As much of a trace as is written in one go. */
    record Slice(Trace trace, List<TracedSpan> spans) {

        Slice {
            spans = List.copyOf(spans);
        }

        /** The halves of it; it has two spans or more. */
        List<Slice> halves() {
            int half = spans.size() / 2;
            return List.of(
                    new Slice(trace, spans.subList(0, half)),
                    new Slice(trace, spans.subList(half, spans.size())));
        }
    }

    static Trace of(String id, List<TracedSpan> spans, OtlpConfig config) {
        List<TracedSpan> ordered = spans.stream().sorted(BY_TIME).toList();
        TracedSpan root =
                ordered.stream()
                        .filter(it -> it.isRoot(config.entryIsRoot()))
                        .findFirst()
                        .orElse(null);
        long earliest =
                ordered.stream()
                        .map(it -> it.span().getStartTimeUnixNano())
                        .filter(time -> time != 0)
                        .findFirst()
                        .orElse(0L);
        TracedSpan first = root == null ? ordered.get(0) : root;
        String workflow =
                Stream.concat(Stream.of(first), ordered.stream())
                        .map(it -> it.named(WORKFLOW_ID))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        return new Trace(id, ordered, root, first, earliest, workflow);
    }

    /** Bytes, about, that are written again with each slice: the resource and the root. */
    long repeatedBytes() {
        return first.origin().bytes() + (root == null ? 0L : root.span().getSerializedSize());
    }

    /** The workflow that the execution is begun as. */
    String workflowId(OtlpConfig.WorkflowFrom from) {
        if (workflow != null) {
            return workflow;
        }
        return root != null && from == OtlpConfig.WorkflowFrom.ROOT_SPAN
                ? root.name()
                : first.service();
    }

    /**
     * What the resource of many spans says. Each of them asks the same, and however many they and the
     * attributes are, each answer is found once.
     */
    static final class Origin {

        private final int bytes;
        private final List<KeyValue> attributes;
        private final Map<String, AnyValue> values = new HashMap<>();
        private final Map<String, Optional<String>> ids = new HashMap<>();

        Origin(Resource resource) {
            bytes = resource.getSerializedSize();
            attributes = resource.getAttributesList();
            attributes.forEach(it -> values.put(it.getKey(), it.getValue()));
        }

        /** What it takes of a request. */
        int bytes() {
            return bytes;
        }

        List<KeyValue> attributes() {
            return attributes;
        }

        @Nullable AnyValue find(String name) {
            return values.get(name);
        }

        /** As {@link Attributes#id}. */
        @Nullable String id(String name) {
            return ids.computeIfAbsent(
                            name, it -> Optional.ofNullable(Attributes.id(values.get(it))))
                    .orElse(null);
        }
    }

    /** A span, and whose it is. */
    record TracedSpan(Span span, Origin origin, InstrumentationScope scope) {

        private static final HexFormat HEX = HexFormat.of();

        /** Bits of the flags: it is known whether the parent is of another process, and it is. */
        private static final int REMOTE = 0x300;

        /** Consistent probability sampling counts in parts of 2^56. */
        private static final int THRESHOLD_DIGITS = 14;

        private static final Pattern THRESHOLD =
                Pattern.compile("th:([0-9a-f]{1,%d})".formatted(THRESHOLD_DIGITS));

        String id() {
            return HEX.formatHex(span.getSpanId().toByteArray());
        }

        /** In hex; {@code null} if it has none. */
        @Nullable String parent() {
            return isAbsent(span.getParentSpanId().toByteArray())
                    ? null
                    : HEX.formatHex(span.getParentSpanId().toByteArray());
        }

        boolean isRoot(boolean entryIsRoot) {
            return parent() == null || (entryIsRoot && (span.getFlags() & REMOTE) == REMOTE);
        }

        /** Its name, which is never empty, and fit to identify something. */
        String name() {
            return span.getName().isEmpty() ? kind() : Attributes.fit(span.getName());
        }

        String kind() {
            return switch (span.getKind()) {
                case SPAN_KIND_SERVER -> "server";
                case SPAN_KIND_CLIENT -> "client";
                case SPAN_KIND_PRODUCER -> "producer";
                case SPAN_KIND_CONSUMER -> "consumer";
                default -> "internal";
            };
        }

        String service() {
            String name = origin.id("service.name");
            return name == null ? "unknown_service" : name;
        }

        boolean isFailed() {
            return span.getStatus().getCodeValue() == 2;
        }

        boolean isEnded() {
            return span.getEndTimeUnixNano() != 0;
        }

        /** The first of these attributes that the span has, or else its resource. */
        @Nullable String named(List<String> names) {
            for (String name : names) {
                String own = Attributes.id(span.getAttributesList(), name);
                String found = own == null ? origin.id(name) : own;
                if (found != null) {
                    return found;
                }
            }
            return null;
        }

        /** Where its attributes are: its own first. */
        List<List<KeyValue>> places() {
            return List.of(span.getAttributesList(), origin.attributes());
        }

        /** The values of an attribute, its own first. */
        List<AnyValue> values(String name) {
            return Stream.of(
                            Optional.ofNullable(Attributes.find(span.getAttributesList(), name)),
                            Optional.ofNullable(origin.find(name)))
                    .flatMap(Optional::stream)
                    .toList();
        }

        /**
         * The share of traces that were kept when this one was, from the attribute, else from the
         * threshold for rejection in the trace state ({@code ot=th:…}).
         */
        OptionalDouble sampleRate() {
            OptionalDouble told =
                    Attributes.share(span.getAttributesList(), "hindsight.sample_rate");
            return told.isPresent() ? told : ofThreshold(span.getTraceState());
        }

        private static OptionalDouble ofThreshold(String traceState) {
            for (String member : traceState.split(",", 64)) {
                if (member.strip().startsWith("ot=")) {
                    for (String part : member.strip().substring(3).split(";", 64)) {
                        Matcher threshold = THRESHOLD.matcher(part);
                        if (threshold.matches()) {
                            return share(threshold.group(1));
                        }
                    }
                }
            }
            return OptionalDouble.empty();
        }

        private static OptionalDouble share(String digits) {
            String padded = digits + "0".repeat(THRESHOLD_DIGITS - digits.length());
            double all = 0x1p56;
            return OptionalDouble.of((all - (double) Long.parseLong(padded, 16)) / all);
        }

        private static boolean isAbsent(byte[] id) {
            for (byte part : id) {
                if (part != 0) {
                    return false;
                }
            }
            return id.length == 0 || id.length == 8;
        }
    }
}
