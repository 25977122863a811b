package dev.hindsight.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hindsight.log.LogLevel;
import dev.hindsight.otlp.Trace.TracedSpan;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of spans as lines of the log.
 *
 * <p>An event has no number, and spans come in any order, so that lines take theirs from their time: the
 * same event has the same sequence whenever it comes, a repeated one is a duplicate, and the order is that
 * of time. A sequence has 53 bits, which every client can hold: 40 for the millisecond since 2020, and 13
 * for what tells events of one millisecond apart. Those are the microsecond and three bits of the span's
 * id, or, where the clock told whole milliseconds alone, thirteen bits of it; the place of the event within
 * its span is added. Two events of different spans that meet nevertheless are both kept, since {@code log}
 * gives the later one the next free sequence and remembers the one it was sent with.
 */
final class LineWriter {

    /** The name of events that are exceptions. */
    static final String EXCEPTION = "exception";

    /** 2020-01-01, in milliseconds. */
    private static final long SINCE = 1_577_836_800_000L;

    private static final int MILLIS_BITS = 40;
    private static final int REST_BITS = 13;
    private static final int MICROS_REST_BITS = 3;

    private LineWriter() {}

    /** Writes each event of a span as a report of a line. */
    static void write(JsonGenerator json, TracedSpan traced) throws IOException {
        int place = 0;
        for (Span.Event event : traced.span().getEventsList()) {
            write(json, traced, event, place);
            place++;
        }
    }

    private static void write(JsonGenerator json, TracedSpan traced, Span.Event event, int place)
            throws IOException {
        List<KeyValue> attributes = event.getAttributesList();
        long time =
                event.getTimeUnixNano() == 0
                        ? traced.span().getStartTimeUnixNano()
                        : event.getTimeUnixNano();
        boolean failure = event.getName().equals(EXCEPTION);
        json.writeStartObject();
        json.writeNumberField("sequence", sequence(time, traced.id(), place));
        StepWriter.time(json, "timestamp", time);
        json.writeStringField("level", level(attributes, failure).word());
        StepWriter.text(json, "type", Attributes.fit(event.getName()));
        json.writeStringField("stepKey", traced.id());
        json.writeStringField("message", failure ? failure(attributes) : message(event));
        Attributes.write(json, "data", attributes);
        json.writeEndObject();
    }

    private static LogLevel level(List<KeyValue> attributes, boolean failure) {
        String word = Attributes.text(attributes, "level");
        return LogLevel.ofWord(word == null ? "" : word)
                .orElse(failure ? LogLevel.ERROR : LogLevel.INFO);
    }

    private static String message(Span.Event event) {
        String message = Attributes.text(event.getAttributesList(), "message");
        return message == null ? event.getName() : message;
    }

    private static String failure(List<KeyValue> attributes) {
        @Nullable String type = Attributes.text(attributes, "exception.type");
        @Nullable String message = Attributes.text(attributes, "exception.message");
        if (type == null) {
            return message == null ? EXCEPTION : message;
        }
        return message == null ? type : type + ": " + message;
    }

    /**
     * Where a line stands.
     *
     * @param nanos since 1970, unsigned
     * @param place of the event within its span, from 0
     */
    static long sequence(long nanos, String spanId, int place) {
        long millis = Long.divideUnsigned(nanos, 1_000_000) - SINCE;
        long since = Math.max(0, Math.min(millis, (1L << MILLIS_BITS) - 1));
        long micros = Long.remainderUnsigned(nanos, 1_000_000) / 1_000;
        // Multiplied, since ids may be small numbers.
        long spread = (Long.parseUnsignedLong(spanId, 16) * 0x9E3779B97F4A7C15L) >>> 40;
        long rest =
                micros == 0
                        ? bits(spread + place, REST_BITS)
                        : (micros << MICROS_REST_BITS) | bits(spread + place, MICROS_REST_BITS);
        return (since << REST_BITS) | rest;
    }

    private static long bits(long value, int bits) {
        return value & ((1L << bits) - 1);
    }
}
